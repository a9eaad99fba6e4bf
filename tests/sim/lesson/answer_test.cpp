#include "sim/lesson/answer.h"

#include "sim/lesson/attempt.h"
#include "sim/scenario/knob.h"
#include "sim/scenario/values.h"
#include "tests/sim/lesson/played.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace testing_lesson;
using Names = std::vector<std::string>;

template <class Step>
const Step& step_of(const Scenario& scenario, std::size_t step) {
    return std::get<Step>(scenario.lesson->steps.at(step).what);
}

TEST(LessonAnswer, IsSaidByAChoiceAtThePrecisionWritten) {
    Clock clock;
    clock.day0 = *date_from("2024-04-10").value;
    const Value instant = *clock_from("D+1 00:32:00.250", clock.day0).value;
    for (const char* choice : {"00:32:00", "D+1 00:32:00", "00:32", "D+1 00:32:00.25"})
        EXPECT_TRUE(says(choice, instant, clock)) << choice;
    for (const char* choice : {"00:32:01", "00:31", "D+2 00:32:00", "D+1 00:32:00.3", "never"})
        EXPECT_FALSE(says(choice, instant, clock)) << choice;

    const Value share = Millionths{989'218};
    for (const char* choice : {"99%", "98.9%", "98.92%", "98.9218%"})
        EXPECT_TRUE(says(choice, share, clock)) << choice;
    for (const char* choice : {"98%", "98.8%", "98.9%x", "98.91%"})
        EXPECT_FALSE(says(choice, share, clock)) << choice;

    const Value duration = ProcessingDuration{5'252'000};
    EXPECT_TRUE(says("5s", duration, clock));
    EXPECT_TRUE(says("5252ms", duration, clock));
    EXPECT_FALSE(says("6s", duration, clock));

    const Value events = Names{"bo1", "bo2"};
    EXPECT_TRUE(says("2", events, clock));
    EXPECT_TRUE(says("[bo1, bo2]", events, clock));
    EXPECT_FALSE(says("bo1", events, clock));
    EXPECT_TRUE(says("dan1", Value{Names{"dan1"}}, clock));

    EXPECT_TRUE(says("nothing", Nothing{}, clock));
    EXPECT_FALSE(says("0", Nothing{}, clock));
    EXPECT_TRUE(says("12", std::int64_t{12}, clock));
}

TEST(LessonAnswer, IsTheRunsAndNotTheLessons) {
    const auto played = play_text(small_lesson);
    const auto lenient = play_text(small_lesson, {"stream.allowed_lateness=5m"});
    const auto& ask = step_of<LessonAsk>(*played->scenario, 2);
    EXPECT_EQ(answer_of(*played->judgement, ask).choice, 1U);
    EXPECT_EQ(answer_of(*lenient->judgement, ask).choice, 2U);
    EXPECT_EQ(answer_of(*lenient->judgement, ask).text, "4");
}

TEST(LessonAnswer, AQuestionThatTheRunAnswersOtherwiseIsAMistake) {
    const auto played = play_text(small_lesson, {"stream.watermark.delay=6m"});
    const auto problems = lesson_problems("x.yaml", *played->judgement);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(one_line(problems[0]), "x.yaml:41:7: the run answers 12:10:00, which is none of the choices");
    EXPECT_TRUE(lesson_problems("x.yaml", *play_text(small_lesson)->judgement).empty());
}

TEST(Attempt, SaysHowFarTheGoalIsAndWhatItCosts) {
    const auto played = play_text(small_lesson);
    const auto& step = step_of<LessonTry>(*played->scenario, 5);
    Attempt attempt = attempt_of(*played->judgement, step);
    EXPECT_FALSE(attempt.reached);
    EXPECT_EQ(attempt.wanted, "stream.final window 12:00:00 is 4");
    EXPECT_EQ(attempt.got, "3");
    EXPECT_EQ(attempt.why, "(missing: later)");
    ASSERT_EQ(attempt.watched.size(), 2U);
    EXPECT_EQ(attempt.watched[0].query, "stream.first_answer_at");
    EXPECT_EQ(attempt.watched[0].value, "12:01:10") << "of the goal's window";
    EXPECT_EQ(attempt.watched[1].value, "1");
    attempt = attempt_of(*play_text(small_lesson, {"stream.watermark.delay=5m"})->judgement, step);
    EXPECT_TRUE(attempt.reached);
    EXPECT_EQ(attempt.got, "4");
    EXPECT_EQ(attempt.watched[1].value, "0");
}

TEST(Attempt, RunsTheModesItConcerns) {
    const auto played = play_text(small_lesson);
    EXPECT_EQ(modes_of(step_of<LessonTry>(*played->scenario, 5), *played->scenario), Names{"stream"});
}

TEST(Knob, ShowsWhatStandsThere) {
    const auto played = play_text(small_lesson, {"strict.sink={kind: append}"});
    const auto delay = knob_at(*played->scenario, "stream.watermark.delay");
    ASSERT_TRUE(delay);
    EXPECT_EQ(delay->value, "10s");
    EXPECT_EQ(delay->form->type, "a duration");
    EXPECT_FALSE(delay->sentence.empty());
    EXPECT_EQ(knob_at(*played->scenario, "modes.strict.sink")->value, "{kind: append}");
    EXPECT_EQ(knob_at(*played->scenario, "stream.late")->form->words.size(), 2U);
    EXPECT_EQ(knob_at(*played->scenario, "clock.until")->value, "\"12:10:00\"");
    EXPECT_EQ(knob_at(*played->scenario, "job.window.size")->value, "1m");
    EXPECT_EQ(knob_at(*played->scenario, "source.0.events.0.at")->value, "\"12:00:10\"");
    EXPECT_FALSE(knob_at(*played->scenario, "stream.watermark.dely"));
    EXPECT_FALSE(knob_at(*played->scenario, "strem.late"));
    EXPECT_FALSE(knob_at(*played->scenario, ""));
}

}  // namespace
}  // namespace tidemark
