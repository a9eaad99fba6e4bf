#include "gui/panels/panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace tidemark::gui {
namespace {

using Confidence = LessonPlayer::Confidence;

// A dot a step: done, here, to come.
void progress(const Panel& panel, const LessonPlayer& player) {
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, gap = panel.px(3), height = panel.px(4);
    const auto count = static_cast<float>(player.steps());
    const float each = (width - gap * (count - 1)) / count;
    const Brush brush = panel.brush();
    for (std::size_t i = 0; i < player.steps(); ++i) {
        const float x = corner.x + static_cast<float>(i) * (each + gap);
        const ImU32 colour = i < player.step()    ? with_alpha(panel.theme.accent, 0.45F)
                             : i == player.step() ? panel.theme.accent
                                                  : panel.theme.grid;
        brush.fill(ImVec2(x, corner.y), ImVec2(x + each, corner.y + height), colour);
    }
    ImGui::Dummy(ImVec2(width, height + panel.px(4)));
}

// Before it is locked in a row can be chosen; after that it says whose it is.
void choice_row(const Panel& panel, const LessonPlayer& player, const LessonAsk& ask, std::size_t i) {
    const LessonPlayer::Answered* answered = player.answered();
    if (answered == nullptr) {
        const std::string words = fmt::format("{}##{}", ask.choices[i], i);
        if (ImGui::RadioButton(words.c_str(), player.chosen() == i)) panel.act([i](Session& s) { s.choose(i); });
        return;
    }
    const bool right = answered->right == i, chosen = answered->choice == i;
    const char* mark = right ? "\u2713" : chosen ? "\u2717" : "  ";
    const char* whose = right && chosen ? "   you and the run" : right ? "   the run" : chosen ? "   you" : "";
    say(panel, fmt::format("{}  {}{}", mark, ask.choices[i], whose), panel.fonts.body,
        right    ? panel.theme.on_time
        : chosen ? panel.theme.late
                 : panel.theme.dim);
}

void how_sure(const Panel& panel, const LessonPlayer& player) {
    ImGui::AlignTextToFramePadding();
    say(panel, "How sure?", panel.fonts.label, panel.theme.dim);
    for (const auto& [word, value] : {std::pair{"a guess", Confidence::guess}, std::pair{"sure", Confidence::sure}}) {
        ImGui::SameLine();
        if (button(panel, word, 0, player.confidence() == value))
            panel.act([value = value](Session& s) { s.feel(value); });
    }
}

std::string outcome_text(const LessonPlayer::Answered& answered) {
    if (answered.correct()) return "You were right.";
    const bool fooled = answered.confidence == Confidence::sure;
    return fmt::format("The run says {}.{}", answered.run_says, fooled ? " And you were sure: remember this one." : "");
}

void ask_step(const Panel& panel, const LessonPlayer& player, const LessonAsk& ask) {
    const bool open = player.phase() == LessonPlayer::Phase::asking;
    heading(panel, open ? "PREDICT BEFORE YOU SEE" : "YOUR PREDICTION");
    say(panel, ask.text, panel.fonts.body, panel.theme.text);
    ImGui::Spacing();
    for (std::size_t i = 0; i < ask.choices.size(); ++i)
        choice_row(panel, player, ask, i);
    ImGui::Spacing();
    if (open) {
        if (ask.confidence) how_sure(panel, player);
        ImGui::Spacing();
        command_button(panel, "lock-in", "Lock in and reveal", -1);
        return;
    }
    const LessonPlayer::Answered& answered = *player.answered();
    say(panel, outcome_text(answered), panel.fonts.body, answered.correct() ? panel.theme.on_time : panel.theme.late);
    ImGui::Spacing();
    say(panel, ask.explain, panel.fonts.body, panel.theme.text);
}

void take_away(const Panel& panel, const LessonPlayer& player) {
    heading(panel, "TO TAKE AWAY");
    say(panel, player.lesson().takeaway, panel.fonts.body, panel.theme.text);
    const auto& record = player.record();
    if (record.empty()) return;
    const auto right = std::count_if(record.begin(), record.end(), [](const auto& a) { return a.correct(); });
    ImGui::Spacing();
    say(panel, fmt::format("{} of {} predictions right", right, record.size()), panel.fonts.label, panel.theme.dim);
}

// The curve answers every question about what is counted: it is shown once they all are answered.
bool may_show_completeness(const LessonPlayer& player) {
    if (player.phase() == LessonPlayer::Phase::asking) return false;
    const auto answered = [&](std::size_t step) {
        return std::any_of(player.record().begin(), player.record().end(),
                           [&](const auto& a) { return a.step == step; });
    };
    std::size_t asked = 0;
    for (std::size_t i = 0; i < player.steps(); ++i) {
        const auto* ask = std::get_if<LessonAsk>(&player.lesson().steps[i].what);
        if (ask == nullptr || ask->answer.kind != QueryKind::completeness) continue;
        if (!answered(i)) return false;
        ++asked;
    }
    return asked > 0;
}

}  // namespace

void lesson(const Panel& panel) {
    const Pane pane(panel, "lesson", panel.theme.panel, true);
    ImGui::GetWindowDrawList()->AddLine(ImVec2(panel.rect.right() - 1, panel.rect.y),
                                        ImVec2(panel.rect.right() - 1, panel.rect.bottom()), panel.theme.border);
    const LessonPlayer* player = panel.session.lesson();
    if (player == nullptr) return;
    const Scenario& scenario = panel.session.lesson_run()->scenario();
    const std::string number =
        scenario.lesson->number > 0 ? fmt::format("LESSON {}", scenario.lesson->number) : "LESSON";
    heading(panel,
            fmt::format("{}    step {} of {}", number, std::min(player->step() + 1, player->steps()), player->steps()));
    progress(panel, *player);
    say(panel, scenario.title, panel.fonts.title, panel.theme.text);
    ImGui::Spacing();
    // The buttons stay at the foot, however long the text is.
    const float foot = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y * 3;
    ImGui::BeginChild("step", ImVec2(0, std::max(panel.px(80), ImGui::GetContentRegionAvail().y - foot)));
    if (const LessonStep* step = player->current()) {
        if (const auto* statement = std::get_if<LessonSay>(&step->what))
            say(panel, statement->text, panel.fonts.body, panel.theme.text);
        if (const auto* ask = std::get_if<LessonAsk>(&step->what)) ask_step(panel, *player, *ask);
        if (const auto* attempt = std::get_if<LessonTry>(&step->what); attempt && panel.session.trial())
            try_block(panel, *attempt, *panel.session.trial());
    } else {
        take_away(panel, *player);
    }
    if (const CompletenessCurve* curve = panel.session.run()->completeness(); curve && may_show_completeness(*player))
        completeness_block(panel, *curve);
    ImGui::EndChild();
    ImGui::Spacing();
    command_button(panel, "lesson-back", "< Back", panel.px(100), false);
    ImGui::SameLine();
    command_button(panel, "lesson-next", "Next >", panel.px(100), false);
}

}  // namespace tidemark::gui
