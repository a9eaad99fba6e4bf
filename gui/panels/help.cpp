#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tidemark::gui {

// Made from the table of commands: what is not in the table has no key, and what has a key is here.
void help(const Panel& panel) {
    const Pane pane(panel, "help", panel.theme.panel, true);
    say(panel, "Keys", panel.fonts.title, panel.theme.text);
    ImGui::SameLine(panel.rect.width - panel.px(120));
    command_button(panel, "leave", "Close");
    heading(
        panel,
        "Wheel: zoom at the pointer (Ctrl fine, Shift fast). Drag: move. Click: select. Double-click: play from just "
        "before it. Right-click: what can be done with a mark. Drag on the time axis, or with Shift on the plane: how "
        "long it is.");
    ImGui::Spacing();
    std::vector<std::string_view> groups;
    for (const Command& c : commands())
        if (std::find(groups.begin(), groups.end(), c.group) == groups.end()) groups.push_back(c.group);
    const int columns = panel.rect.width > panel.px(900) ? 2 : 1;
    if (!ImGui::BeginTable("groups", columns, ImGuiTableFlags_SizingStretchSame)) return;
    for (const std::string_view group : groups) {
        ImGui::TableNextColumn();
        heading(panel, group);
        for (const Command& c : commands()) {
            if (c.group != group || c.keys.empty()) continue;
            if (c.id.starts_with("mode-") && !can(c, panel.session)) continue;  // there are not so many
            std::string keys;
            for (const Key& key : c.keys)
                if (const std::string text = key_text(key, panel.key_names); keys.find(text) == std::string::npos)
                    keys += fmt::format("{}{}", keys.empty() ? "" : ", ", text);
            const float left = ImGui::GetCursorPosX();
            say(panel, keys, panel.fonts.mono, panel.theme.text);
            ImGui::SameLine();
            ImGui::SetCursorPosX(left + panel.px(170));
            say(panel, c.title, panel.fonts.label, can(c, panel.session) ? panel.theme.text : panel.theme.dim);
        }
        ImGui::Spacing();
        ImGui::Spacing();
    }
    ImGui::EndTable();
}

}  // namespace tidemark::gui
