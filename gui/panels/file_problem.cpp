#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <string>

namespace tidemark::gui {

void file_problem(const Panel& panel) {
    const Pane pane(panel, "problem", panel.theme.panel, true);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.PushClipRectFullScreen();
    list.AddRect(ImVec2(panel.rect.x, panel.rect.y), ImVec2(panel.rect.right(), panel.rect.bottom()), panel.theme.wrong,
                 0, 0, panel.px(2));
    list.PopClipRect();
    const Session& session = panel.session;
    const std::size_t count = session.problems().size();
    const std::string title = count == 0   ? "This scenario cannot be run"
                              : count == 1 ? "One mistake in the scenario"
                                           : fmt::format("{} mistakes in the scenario", count);
    say(panel, title, panel.fonts.title, panel.theme.text);
    if (session.run() != nullptr)
        say(panel, "The window shows the run before your edit.", panel.fonts.label, panel.theme.late);
    ImGui::Spacing();
    if (!session.refusal().empty()) say(panel, session.refusal(), panel.fonts.body, panel.theme.text);
    for (const Diagnostic& problem : session.problems()) {
        say(panel, render(problem), panel.fonts.mono, panel.theme.text);
        ImGui::Spacing();
    }
    command_button(panel, "reload", "Read again");
    ImGui::SameLine();
    command_button(panel, "open", "Open another");
    ImGui::SameLine();
    command_button(panel, "leave", "Close");
}

}  // namespace tidemark::gui
