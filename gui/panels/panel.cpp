#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace tidemark::gui {

Axis Panel::processing() const {
    Axis axis;
    axis.from = session.view().seen.from.time_since_epoch().count();
    axis.until = session.view().seen.until.time_since_epoch().count();
    axis.start = rect.x + px(gutter);
    axis.end = rect.right() - px(right_margin);
    return axis;
}

ModeLook Panel::look(std::size_t mode) const {
    const std::vector<Mode>& modes = session.run()->scenario().modes;
    if (mode >= modes.size()) return {};
    std::size_t nth = 0;
    for (std::size_t i = 0; i < mode; ++i)
        if (kind_of(modes[i]) == kind_of(modes[mode])) ++nth;
    return look_of(std::string{kind_of(modes[mode])}, nth, theme);
}

Pane::Pane(const Panel& panel, const char* name, ImU32 ground, bool scrolls, bool padded) {
    const std::string id = fmt::format("{}{}", name, panel.in_front ? "-in-front" : "");
    ImGui::SetNextWindowPos(ImVec2(panel.rect.x, panel.rect.y));
    ImGui::SetNextWindowSize(ImVec2(panel.rect.width, panel.rect.height));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, ground);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, panel.in_front ? 1.0F : 0.0F);
    if (!padded) ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                             ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav;
    // ImGui puts a new window of this kind behind all others, and never in front of them.
    if (!panel.in_front) flags |= ImGuiWindowFlags_NoBringToFrontOnFocus;
    if (scrolls) flags &= ~ImGuiWindowFlags_NoScrollbar;
    else flags |= ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::Begin(id.c_str(), nullptr, flags);
    if (!padded) ImGui::PopStyleVar();
    ImGui::PopStyleVar();
}

Pane::~Pane() {
    ImGui::End();
    ImGui::PopStyleColor();
}

void say(const Panel& panel, std::string_view words, ImFont* font, ImU32 colour) {
    ImGui::PushFont(font != nullptr ? font : panel.fonts.body);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(words.data(), words.data() + words.size());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

void heading(const Panel& panel, std::string_view words) { say(panel, words, panel.fonts.label, panel.theme.dim); }

bool button(const Panel& panel, const char* words, float width, bool chosen) {
    if (chosen) ImGui::PushStyleColor(ImGuiCol_Button, with_alpha(panel.theme.accent, 0.35F));
    const bool pressed = ImGui::Button(words, ImVec2(width, 0));
    if (chosen) ImGui::PopStyleColor();
    return pressed;
}

bool command_button(const Panel& panel, std::string_view id, const char* words, float width, bool with_key) {
    const Command& wanted = command(id);
    const std::string key = with_key ? keys_text(wanted, panel.key_names) : std::string{};
    const std::string shown = fmt::format("{}{}{}###{}", words, key.empty() ? "" : "  ", key, id);
    const bool possible = can(wanted, panel.session);
    const bool pointed_out = panel.session.highlighted == id;
    ImGui::BeginDisabled(!possible);
    const bool pressed = button(panel, shown.c_str(), width, pointed_out);
    ImGui::EndDisabled();
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) tooltip(panel, wanted.title);
    if (pressed) panel.act([act = wanted.act](Session& session) { act(session); });
    return pressed;
}

void tooltip(const Panel& panel, std::string_view words) {
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(panel.px(420));
    ImGui::PushFont(panel.fonts.label);
    ImGui::TextUnformatted(words.data(), words.data() + words.size());
    ImGui::PopFont();
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
}

void now_line(const Panel& panel, float top, float bottom) {
    const Axis axis = panel.processing();
    const float x = axis.at(panel.session.view().now.time_since_epoch().count());
    if (x < axis.start - 1 || x > axis.end + 1) return;
    // Whole pixels: the line goes on from panel to panel.
    const float left = std::round(x - panel.px(0.8F)), width = std::max(1.0F, std::round(panel.px(1.6F)));
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(left, top), ImVec2(left + width, bottom), panel.theme.strong);
}

}  // namespace tidemark::gui
