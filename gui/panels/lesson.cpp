#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <string>
#include <variant>

namespace tidemark::gui {
namespace {

void ask_step(const Panel& panel, const LessonPlayer& player, const LessonAsk& ask) {
    heading(panel, "PREDICT BEFORE YOU SEE");
    say(panel, ask.text, panel.fonts.body, panel.theme.text);
    ImGui::Spacing();
    const bool open = player.phase() == LessonPlayer::Phase::asking;
    for (std::size_t i = 0; i < ask.choices.size(); ++i) {
        ImGui::BeginDisabled(!open);
        if (ImGui::RadioButton(fmt::format("{}##{}", ask.choices[i], i).c_str(), player.chosen() == i))
            panel.act([i](Session& s) { s.choose(i); });
        ImGui::EndDisabled();
    }
    if (ask.confidence && open) {
        say(panel, "How sure?", panel.fonts.label, panel.theme.dim);
        for (const auto& [word, value] : {std::pair{"a guess", LessonPlayer::Confidence::guess},
                                          std::pair{"sure", LessonPlayer::Confidence::sure}}) {
            if (ImGui::RadioButton(word, player.confidence() == value))
                panel.act([value = value](Session& s) { s.feel(value); });
            ImGui::SameLine();
        }
        ImGui::NewLine();
    }
    ImGui::Spacing();
    if (open) {
        command_button(panel, "lock-in", "Lock in and reveal", -1);
        return;
    }
    if (const LessonPlayer::Answered* answered = player.answered()) {
        const bool correct = answered->correct();
        say(panel, correct ? "So it is." : fmt::format("It is {}.", answered->run_says), panel.fonts.body,
            correct ? panel.theme.on_time : panel.theme.late);
    }
    say(panel, ask.explain, panel.fonts.body, panel.theme.text);
}

void try_step(const Panel& panel, const LessonPlayer& player, const LessonTry& attempt) {
    heading(panel, "TRY");
    say(panel, attempt.text, panel.fonts.body, panel.theme.text);
    for (const std::string& path : attempt.knobs)
        say(panel, fmt::format("{}: {}", path, panel.session.value_of(path)), panel.fonts.mono, panel.theme.text);
    if (player.phase() == LessonPlayer::Phase::reached) say(panel, "Reached.", panel.fonts.body, panel.theme.on_time);
}

}  // namespace

void lesson(const Panel& panel) {
    const Pane pane(panel, "lesson", panel.theme.panel, true);
    ImGui::GetWindowDrawList()->AddLine(ImVec2(panel.rect.right() - 1, panel.rect.y),
                                        ImVec2(panel.rect.right() - 1, panel.rect.bottom()), panel.theme.border);
    const LessonPlayer* player = panel.session.lesson();
    if (player == nullptr) return;
    const Scenario& scenario = panel.session.lesson_run()->scenario();
    heading(panel, fmt::format("LESSON {}    step {} of {}", scenario.lesson->number,
                               std::min(player->step() + 1, player->steps()), player->steps()));
    say(panel, scenario.title, panel.fonts.title, panel.theme.text);
    ImGui::Spacing();
    if (const LessonStep* step = player->current()) {
        if (const auto* statement = std::get_if<LessonSay>(&step->what))
            say(panel, statement->text, panel.fonts.body, panel.theme.text);
        if (const auto* ask = std::get_if<LessonAsk>(&step->what)) ask_step(panel, *player, *ask);
        if (const auto* attempt = std::get_if<LessonTry>(&step->what)) try_step(panel, *player, *attempt);
    } else {
        heading(panel, "TO TAKE AWAY");
        say(panel, scenario.lesson->takeaway, panel.fonts.body, panel.theme.text);
    }
    ImGui::Spacing();
    ImGui::Spacing();
    command_button(panel, "lesson-back", "< Back", panel.px(100), false);
    ImGui::SameLine();
    command_button(panel, "lesson-next", "Next >", panel.px(100), false);
}

}  // namespace tidemark::gui
