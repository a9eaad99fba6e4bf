#include "gui/fonts.h"

#include <cmath>
#include <filesystem>
#include <system_error>

namespace tidemark::gui {
namespace {

// Latin, general punctuation, arrows, mathematical signs, shapes: what our sentences are written with.
constexpr ImWchar glyphs[] = {0x20,   0x17F,  0x370,  0x3FF,  0x2010, 0x2044, 0x2190, 0x21FF,
                              0x2200, 0x22FF, 0x25A0, 0x25FF, 0x2713, 0x2718, 0};

ImFont* load(const char* name, float pixels) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    const std::optional<std::string> file = font_file(name);
    ImFontConfig config;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.PixelSnapH = true;
    if (file) return atlas.AddFontFromFileTTF(file->c_str(), std::round(pixels), &config, glyphs);
    config.SizePixels = std::round(pixels);
    return atlas.AddFontDefault(&config);
}

}  // namespace

std::optional<std::string> font_file(const std::string& name) {
    for (const char* folder : {"/usr/share/fonts/truetype/dejavu/", "/usr/share/fonts/TTF/", "/usr/share/fonts/dejavu/",
                               "/usr/share/fonts/dejavu-sans-fonts/", "/usr/local/share/fonts/"}) {
        const std::string path = folder + name;
        std::error_code ignored;
        if (std::filesystem::is_regular_file(path, ignored)) return path;
    }
    return std::nullopt;
}

Fonts bake_fonts(float scale) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    Fonts fonts;
    fonts.body = load("DejaVuSans.ttf", 16 * scale);
    fonts.label = load("DejaVuSans.ttf", 14 * scale);
    fonts.title = load("DejaVuSans-Bold.ttf", 22 * scale);
    fonts.mono = load("DejaVuSansMono.ttf", 15 * scale);
    atlas.Build();
    ImGui::GetIO().FontDefault = fonts.body;
    return fonts;
}

}  // namespace tidemark::gui
