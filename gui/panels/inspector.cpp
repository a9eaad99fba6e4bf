#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <string>

namespace tidemark::gui {
namespace {

// A life as a column of instants: each a dot on a line, its time, what happened.
void story(const Panel& panel, const Story& story) {
    const Brush brush = panel.brush();
    const float indent = panel.px(18);
    for (const StoryLine& line : story.lines) {
        const bool result = line.emphasis == StoryLine::Emphasis::result;
        const ImU32 colour = result                                        ? panel.theme.late
                             : line.emphasis == StoryLine::Emphasis::aside ? panel.theme.dim
                                                                           : panel.theme.text;
        if (!line.time.empty() || result) {
            const ImVec2 at = ImGui::GetCursorScreenPos();
            brush.circle(ImVec2(at.x + panel.px(5), at.y + panel.px(9)), 3.2F,
                         result ? panel.theme.late : panel.theme.on_time, true);
        }
        ImGui::Indent(indent);
        if (!line.time.empty()) say(panel, line.time, panel.fonts.mono, panel.theme.dim);
        say(panel, line.text, panel.fonts.label, colour);
        ImGui::Unindent(indent);
    }
    if (story.what_if.empty()) return;
    ImGui::Spacing();
    heading(panel, "WHAT IF");
    for (const WhatIf& what_if : story.what_if) {
        const std::string words = what_if.set.starts_with("--set ") ? what_if.set.substr(6) : what_if.set;
        const std::optional<Setting> setting = parse_setting(words);
        ImGui::PushID(what_if.set.c_str());
        ImGui::PushFont(panel.fonts.label);
        if (setting && button(panel, words.c_str()))
            panel.act([setting = *setting](Session& s) { s.set(setting.path, setting.value); });
        ImGui::PopFont();
        say(panel, what_if.then, panel.fonts.label, panel.theme.dim);
        ImGui::PopID();
    }
}

void settings_block(const Panel& panel) {
    if (panel.session.settings().empty()) return;
    ImGui::Spacing();
    heading(panel, "CHANGED");
    for (const Setting& setting : panel.session.settings()) {
        ImGui::PushID(setting.path.c_str());
        say(panel, fmt::format("{} = {}", setting.path, setting.value), panel.fonts.label, panel.theme.text);
        ImGui::PushFont(panel.fonts.label);
        if (button(panel, "take back")) panel.act([path = setting.path](Session& s) { s.unset(path); });
        ImGui::PopFont();
        ImGui::PopID();
    }
}

}  // namespace

void inspector(const Panel& panel) {
    const Pane pane(panel, "inspector", panel.theme.panel, true);
    ImGui::GetWindowDrawList()->AddLine(ImVec2(panel.rect.x, panel.rect.y), ImVec2(panel.rect.x, panel.rect.bottom()),
                                        panel.theme.border);
    if (panel.session.run() == nullptr) return;
    if (panel.session.view().selection.empty()) {
        heading(panel, "SELECTED");
        say(panel, "nothing yet: click an event or a window, or press Tab", panel.fonts.label, panel.theme.dim);
    } else {
        heading(panel, panel.picture.inspection.heading);
        say(panel, panel.picture.inspection.story.title, panel.fonts.body, panel.theme.text);
        ImGui::Spacing();
        story(panel, panel.picture.inspection.story);
    }
    settings_block(panel);
    if (panel.session.looks.legend && !panel.picture.legend.empty()) {
        ImGui::Spacing();
        ImGui::Separator();
        ImGui::Spacing();
        legend_block(panel);
    }
}

}  // namespace tidemark::gui
