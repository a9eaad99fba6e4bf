#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace tidemark::gui {

void save_dialog(const Panel& panel) {
    const Pane pane(panel, "save", panel.theme.panel);
    say(panel, "Save the changed scenario", panel.fonts.title, panel.theme.text);
    say(panel, "Running the saved file gives the run on the screen: the same numbers, the same fingerprints.",
        panel.fonts.label, panel.theme.dim);
    ImGui::Spacing();
    const Saving& saving = panel.session.saving;
    if (ImGui::IsWindowAppearing() || panel.typed[0] == '\0') {
        const std::size_t length = std::min(saving.path.size(), panel.typed.size() - 1);
        std::memcpy(panel.typed.data(), saving.path.data(), length);
        panel.typed[length] = '\0';
    }
    ImGui::SetNextItemWidth(-1);
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    const bool entered =
        ImGui::InputText("##path", panel.typed.data(), panel.typed.size(), ImGuiInputTextFlags_EnterReturnsTrue);
    const std::string path = panel.typed.data();
    const bool replaces = saving.exists && path == saving.path;
    if (saving.failed) say(panel, saving.said, panel.fonts.label, panel.theme.wrong);
    else if (replaces) say(panel, fmt::format("{} exists already.", path), panel.fonts.label, panel.theme.late);
    ImGui::Spacing();
    if (button(panel, replaces ? "Replace it" : "Save", panel.px(150)) || (entered && !replaces)) {
        panel.act([path](Session& s) {
            if (path != s.saving.path) s.saving.exists = false;
            s.saving.path = path;
            s.save();
        });
    }
    ImGui::SameLine();
    command_button(panel, "leave", "Cancel");
}

}  // namespace tidemark::gui
