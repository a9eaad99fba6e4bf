#pragma once

#include <imgui.h>

#include <optional>
#include <string>

namespace tidemark::gui {

struct Fonts {
    ImFont *body{nullptr}, *label{nullptr}, *title{nullptr}, *mono{nullptr};
};

// Puts the four fonts into the current context's atlas, baked at their size on the screen: text is never stretched. The
// atlas is begun anew. Without the DejaVu fonts ImGui's own is taken, in all four places.
Fonts bake_fonts(float scale);

// A face of DejaVu on this machine; none where it is not installed.
std::optional<std::string> font_file(const std::string& name);

}  // namespace tidemark::gui
