#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <string>

namespace tidemark::gui {

void open_dialog(const Panel& panel) {
    const Pane pane(panel, "open", panel.theme.panel);
    say(panel, "Open a scenario", panel.fonts.title, panel.theme.text);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    const bool entered = ImGui::InputTextWithHint("##path", "a path, or one of those below", panel.typed.data(),
                                                  panel.typed.size(), ImGuiInputTextFlags_EnterReturnsTrue);
    const auto open = [&](const std::string& path) {
        panel.act([path](Session& s) {
            s.overlay = Overlay::none;
            s.open(path);
        });
    };
    const std::string typed = panel.typed.data();
    if (entered && !typed.empty()) open(typed);
    ImGui::BeginChild("files", ImVec2(0, -panel.px(44)));
    for (const ScenarioFile& file : panel.session.shelf) {
        if (!typed.empty() && file.path.find(typed) == std::string::npos && file.title.find(typed) == std::string::npos)
            continue;
        ImGui::PushID(file.path.c_str());
        if (ImGui::Selectable(file.title.c_str(), file.path == panel.session.file())) open(file.path);
        if (ImGui::IsItemHovered()) tooltip(panel, file.path);
        ImGui::PopID();
    }
    ImGui::EndChild();
    command_button(panel, "leave", "Cancel");
}

}  // namespace tidemark::gui
