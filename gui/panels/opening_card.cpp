#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <string>
#include <variant>

namespace tidemark::gui {
namespace {

void question(const Panel& panel) {
    const LessonPlayer& player = *panel.session.lesson();
    const LessonStep* step = player.current();
    if (step == nullptr || !std::holds_alternative<LessonAsk>(step->what)) return;
    const LessonAsk& ask = std::get<LessonAsk>(step->what);
    say(panel, "Bo clicked at 23:58 and is in a tunnel. Which hour will get his click?", panel.fonts.body,
        panel.theme.text);
    ImGui::Spacing();
    for (std::size_t i = 0; i < ask.choices.size(); ++i) {
        if (i != 0) ImGui::SameLine();
        // Choosing is answering here: thirty seconds leave no time to lock in.
        if (button(panel, fmt::format("{}##choice{}", ask.choices[i], i).c_str(), panel.px(92)))
            panel.act([i](Session& s) {
                s.choose(i);
                if (s.lesson()->confidence() == LessonPlayer::Confidence::none) s.feel(LessonPlayer::Confidence::guess);
                s.lock_in();
            });
    }
}

}  // namespace

void opening_card(const Panel& panel) {
    const Pane pane(panel, "opening", panel.theme.raised);
    ImGui::PushStyleColor(ImGuiCol_Button, with_alpha(panel.theme.accent, 0.45F));
    switch (panel.session.opening()) {
        case Opening::over:
            return;
        case Opening::standing:
            say(panel, "Forty clicks on wifi. Two from a tunnel. What does the hourly count say?", panel.fonts.body,
                panel.theme.text);
            ImGui::Spacing();
            command_button(panel, "play", "Play", panel.px(150));
            break;
        case Opening::walking:
            say(panel, "Every dot is a click, seen a moment after it happened. Bo's phone has no signal.",
                panel.fonts.body, panel.theme.text);
            break;
        case Opening::asking:
            question(panel);
            break;
        case Opening::revealing:
            say(panel, "Bo's phone is back at 00:03. Watch where his click goes.", panel.fonts.body, panel.theme.text);
            break;
        case Opening::told:
            say(panel, "Your count is wrong and nothing crashed.", panel.fonts.title, panel.theme.text);
            ImGui::Spacing();
            if (button(panel, "Why?", panel.px(110))) panel.act([](Session& s) { s.go_on_after_opening(); });
            ImGui::SameLine();
            if (button(panel, fmt::format("All {} systems", panel.session.run()->modes()).c_str()))
                panel.act([](Session& s) {
                    s.skip_opening();
                    s.arrangement = Arrangement::compare;
                });
            ImGui::SameLine();
            command_button(panel, "open", "Open a scenario");
            break;
    }
    ImGui::PopStyleColor();
    ImGui::SetCursorPos(ImVec2(panel.rect.width - panel.px(120), panel.px(10)));
    ImGui::PushStyleColor(ImGuiCol_Button, with_alpha(panel.theme.raised, 0));
    command_button(panel, "leave", panel.session.opening() == Opening::told ? "Close" : "Skip");
    ImGui::PopStyleColor();
}

}  // namespace tidemark::gui
