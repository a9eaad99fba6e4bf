#include "gui/theme.h"

#include "sim/scene/palette.h"

#include <algorithm>

namespace tidemark::gui {
namespace {

constexpr ImU32 rgb(std::uint32_t hex) { return IM_COL32((hex >> 16) & 0xFF, (hex >> 8) & 0xFF, hex & 0xFF, 0xFF); }

ImVec4 vec(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

struct Kind {
    const char* kind;
    char letter;
    Rgb ArchitectureColours::*colour;
    float dash[4];
    float thickness;
};
constexpr Kind kinds[] = {
    {"batch", 'B', &ArchitectureColours::batch, {0, 0, 0, 0}, 2.0F},
    {"micro_batch", 'u', &ArchitectureColours::micro_batch, {8, 4, 8, 4}, 2.0F},
    {"stream", 'S', &ArchitectureColours::stream, {0, 0, 0, 0}, 3.0F},
    {"lambda", 'L', &ArchitectureColours::lambda, {2, 3, 2, 3}, 2.0F},
    {"kappa", 'K', &ArchitectureColours::kappa, {12, 3, 2, 3}, 2.0F},
};

const Palette& palette_of(bool light) { return light ? light_palette : dark_palette; }

}  // namespace

Theme theme_of(bool light) {
    Theme theme;
    theme.light = light;
    const Palette& palette = palette_of(light);
    theme.window = rgb(palette.window);
    theme.panel = rgb(palette.panel);
    theme.raised = rgb(light ? 0xDDE2EA : 0x2A3342);
    theme.plot = rgb(palette.plot);
    theme.grid = rgb(palette.grid);
    theme.border = rgb(light ? 0xC3CAD5 : 0x343D4B);
    theme.text = rgb(palette.text);
    theme.dim = rgb(palette.dim);
    theme.strong = rgb(palette.line);
    theme.accent = rgb(light ? palette.status.on_time : palette.architecture.stream);
    theme.on_time = rgb(palette.status.on_time);
    theme.late = rgb(palette.status.late);
    theme.wrong = rgb(palette.status.wrong);
    theme.duplicate = rgb(palette.status.duplicate);
    theme.undecided = theme.dim;
    return theme;
}

void apply(const Theme& theme, float scale) {
    ImGuiStyle style;
    style.WindowPadding = {14, 12};
    style.FramePadding = {10, 5};
    style.ItemSpacing = {8, 7};
    style.ItemInnerSpacing = {8, 4};
    style.ScrollbarSize = 12;
    style.GrabMinSize = 12;
    style.WindowRounding = 0;
    style.ChildRounding = 4;
    style.FrameRounding = 4;
    style.PopupRounding = 5;
    style.GrabRounding = 3;
    style.WindowBorderSize = 0;
    style.FrameBorderSize = theme.light ? 1.0F : 0.0F;
    style.PopupBorderSize = 1;
    style.ScaleAllSizes(scale);
    ImVec4* c = style.Colors;
    const ImU32 hovered = theme.light ? rgb(0xCBD3DF) : rgb(0x35405A);
    const ImU32 active = theme.light ? rgb(0xB4C3F2) : rgb(0x3D4F77);
    for (int i = 0; i < ImGuiCol_COUNT; ++i)
        c[i] = vec(theme.raised);
    c[ImGuiCol_Text] = vec(theme.text);
    c[ImGuiCol_TextDisabled] = vec(theme.dim);
    c[ImGuiCol_WindowBg] = c[ImGuiCol_MenuBarBg] = vec(theme.panel);
    c[ImGuiCol_ChildBg] = ImVec4(0, 0, 0, 0);
    c[ImGuiCol_PopupBg] = vec(theme.panel);
    c[ImGuiCol_Border] = vec(theme.border);
    c[ImGuiCol_BorderShadow] = ImVec4(0, 0, 0, 0);
    c[ImGuiCol_FrameBgHovered] = c[ImGuiCol_ButtonHovered] = c[ImGuiCol_HeaderHovered] = vec(hovered);
    c[ImGuiCol_FrameBgActive] = c[ImGuiCol_ButtonActive] = c[ImGuiCol_HeaderActive] = vec(active);
    c[ImGuiCol_CheckMark] = c[ImGuiCol_SliderGrab] = c[ImGuiCol_SliderGrabActive] = vec(theme.accent);
    c[ImGuiCol_ScrollbarBg] = ImVec4(0, 0, 0, 0);
    c[ImGuiCol_ScrollbarGrab] = vec(theme.border);
    c[ImGuiCol_ScrollbarGrabHovered] = c[ImGuiCol_ScrollbarGrabActive] = vec(theme.dim);
    c[ImGuiCol_Separator] = vec(theme.border);
    c[ImGuiCol_TableBorderStrong] = c[ImGuiCol_TableBorderLight] = vec(theme.border);
    c[ImGuiCol_TableHeaderBg] = vec(theme.panel);
    c[ImGuiCol_TableRowBg] = ImVec4(0, 0, 0, 0);
    c[ImGuiCol_TableRowBgAlt] = vec(with_alpha(theme.raised, 0.35F));
    c[ImGuiCol_TextSelectedBg] = vec(with_alpha(theme.accent, 0.4F));
    c[ImGuiCol_NavHighlight] = vec(theme.strong);
    c[ImGuiCol_ModalWindowDimBg] = ImVec4(0, 0, 0, 0.45F);
    ImGui::GetStyle() = style;
}

ImU32 with_alpha(ImU32 colour, float alpha) {
    const auto old = static_cast<float>((colour >> IM_COL32_A_SHIFT) & 0xFF);
    const auto value = static_cast<ImU32>(std::clamp(old * alpha, 0.0F, 255.0F));
    return (colour & ~IM_COL32_A_MASK) | (value << IM_COL32_A_SHIFT);
}

ImU32 colour_of(MarkKind kind, const Theme& theme) {
    switch (kind) {
        case MarkKind::event_on_time:
        case MarkKind::firing_on_time:
        case MarkKind::window_open:
        case MarkKind::busy:
        case MarkKind::level:
            return theme.on_time;
        case MarkKind::event_late:
        case MarkKind::firing_late:
            return theme.late;
        case MarkKind::event_dropped:
        case MarkKind::event_side_output:
        case MarkKind::event_lost:
        case MarkKind::event_elsewhere:
        case MarkKind::fault:
        case MarkKind::broken:
            return theme.wrong;
        case MarkKind::event_duplicate:
            return theme.duplicate;
        case MarkKind::watermark:
        case MarkKind::lateness_horizon:
        case MarkKind::now:
        case MarkKind::truth:
            return theme.strong;
        case MarkKind::firing_early:
        case MarkKind::row:
        case MarkKind::line:
        case MarkKind::flag:
        case MarkKind::batch_published:
            return theme.text;
        case MarkKind::ideal:
        case MarkKind::window_band:
        case MarkKind::window_closed:
        case MarkKind::behind_watermark:
        case MarkKind::purge:
        case MarkKind::event_origin:
        case MarkKind::event_tail:
        case MarkKind::event_in_flight:
        case MarkKind::event_arrived:
        case MarkKind::event_filtered:
        case MarkKind::crowd:
        case MarkKind::batch_cut:
        case MarkKind::tick:
        case MarkKind::idle:
        case MarkKind::blocked:
        case MarkKind::stretch:
        case MarkKind::error:
        case MarkKind::no_answer:
            return theme.dim;
    }
    return theme.dim;
}

ModeLook look_of(const std::string& kind, std::size_t nth_of_kind, const Theme& theme) {
    const Kind* found = &kinds[0];
    for (const Kind& k : kinds)
        if (kind == k.kind) found = &k;
    ModeLook look;
    look.colour = rgb(palette_of(theme.light).architecture.*found->colour);
    look.letter = found->letter;
    look.thickness = found->thickness;
    std::copy(std::begin(found->dash), std::end(found->dash), std::begin(look.dash));
    if (nth_of_kind > 0) {
        // Another mode of the same kind: thinner, and with its own dashes; its name stands at its line.
        const float n = static_cast<float>(nth_of_kind);
        look.thickness = std::max(1.5F, look.thickness - 0.75F * n);
        look.dash[0] = look.dash[2] = 4 + 3 * n;
        look.dash[1] = look.dash[3] = 3;
    }
    return look;
}

}  // namespace tidemark::gui
