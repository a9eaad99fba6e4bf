#include "sim/judge/expectations.h"
#include "sim/judge/explanation.h"
#include "sim/judge/invariants.h"
#include "sim/judge/query.h"
#include "tests/sim/judge/hand_made.h"

#include <gtest/gtest.h>

#include <optional>

namespace tidemark::hand_made {
namespace {

constexpr std::int64_t at_23 = -3600, at_00 = 0;

class Subway : public testing::Test {
protected:
    Simulation simulation = run_on(subway(), tape_of(subway_clicks()));
    Judgement judgement{simulation};

    std::string number(QueryKind kind, const std::string& mode, std::int64_t window) {
        return answer(judgement, ask(kind, mode, window));
    }
    std::string words(const Story& story) {
        std::string text = story.title + "\n";
        for (const StoryLine& line : story.lines)
            text += line.time + " " + line.text + "\n";
        for (const WhatIf& what_if : story.what_if)
            text += what_if.set + ": " + what_if.then + "\n";
        return text;
    }
};

TEST_F(Subway, TruthIsThirteenAndThirty) {
    EXPECT_EQ(number(QueryKind::truth, "", at_23), "13");
    EXPECT_EQ(number(QueryKind::truth, "", at_00), "30");
}

TEST_F(Subway, ProcessingTimeIsWrongInBothHoursAndRightInTotal) {
    EXPECT_EQ(number(QueryKind::final, "naive", at_23), "10");
    EXPECT_EQ(number(QueryKind::final, "naive", at_00), "33");
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "naive")), "43");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::window_of, "naive", "bo1")), "00:00");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "naive", "bo1")), "elsewhere");
}

TEST_F(Subway, TheStreamCorrectsAndPutsDanAside) {
    EXPECT_EQ(number(QueryKind::panes, "stream", at_23),
              "[10 on_time at D+1 00:00:31, 11 late at D+1 00:03:00, 12 late at D+1 00:03:00]");
    EXPECT_EQ(answer(judgement, ask(QueryKind::side_output, "stream")), "[dan1]");
    EXPECT_EQ(number(QueryKind::final, "stream", at_23), "12");
    EXPECT_EQ(number(QueryKind::final, "stream", at_00), "30");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "stream", "bo1")), "counted_late");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "stream", "dan1")), "side_output");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::window_of, "stream", "dan1")), "neither");
    EXPECT_EQ(number(QueryKind::completeness, "stream", at_23), "0.923076");
    EXPECT_EQ(number(QueryKind::refirings, "stream", at_23), "2");
    EXPECT_EQ(number(QueryKind::error, "stream", at_23), "-1");
}

TEST_F(Subway, EveryAnswerHasItsInstant) {
    Query early = ask(QueryKind::answer, "stream", at_23);
    early.as_of = at(30);
    EXPECT_EQ(answer(judgement, early), "nothing");
    early.as_of = at(31);
    EXPECT_EQ(answer(judgement, early), "10");
    early.as_of = at(180);
    EXPECT_EQ(answer(judgement, early), "12");
    EXPECT_EQ(number(QueryKind::first_answer_at, "stream", at_23), "D+1 00:00:31");
    EXPECT_EQ(number(QueryKind::final_answer_at, "stream", at_23), "D+1 00:03:00");
    EXPECT_EQ(number(QueryKind::freshness, "stream", at_23), "31 s");
    EXPECT_EQ(number(QueryKind::first_answer_at, "batch", at_23), "D+1 00:32:00");
}

TEST_F(Subway, MicroBatchAndBatchCountWhatHadArrived) {
    EXPECT_EQ(number(QueryKind::final, "micro", at_23), "12");
    EXPECT_EQ(number(QueryKind::final, "batch", at_23), "13");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "batch", "dan1")), "counted_on_time");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "batch", "w20")), "log");
}

TEST_F(Subway, AllInvariantsHold) {
    for (const Violation& violation : check_invariants(judgement))
        ADD_FAILURE() << to_text(violation, simulation);
}

TEST_F(Subway, EveryClickHasOneFateAtEveryInstant) {
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
        for (std::int64_t second = -600; second <= 2400; second += 10) {
            std::uint64_t begun = 0;
            for (const GeneratedEvent& event : simulation.tape->events)
                begun += instant_of(event.happened) <= at(second) ? 1 : 0;
            std::uint64_t own = 0;
            judgement.ledger(mode).each_own_life(at(second), [&](EventId, KeyId, const Window&, Fate) { ++own; });
            EXPECT_EQ(own, begun) << judgement.trace(mode).mode << " at " << second;
        }
    }
}

TEST_F(Subway, TheStoryOfDanNamesTheWatermarkAndTheSettingsThatWouldCountHim) {
    const std::string story =
        words(explain_event(judgement, *judgement.find_mode("stream"), simulation.tape->find_event("dan1").front()));
    EXPECT_NE(story.find("D+1 00:20:30 arrives: partition 0"), std::string::npos) << story;
    EXPECT_NE(story.find("the watermark stands at D+1 00:18:59.999"), std::string::npos) << story;
    EXPECT_NE(story.find("19 min past the end"), std::string::npos) << story;
    EXPECT_NE(story.find("stream.allowed_lateness=20m: it is counted late, the count comes to 13"), std::string::npos)
        << story;
    EXPECT_NE(story.find("stream.watermark.delay=20m: it is counted on time"), std::string::npos) << story;
}

TEST_F(Subway, TheStoryOfTheWindowLeadsToDan) {
    const Window window{event_at(at_23), event_at(at_00)};
    const std::string story = words(explain_window(judgement, *judgement.find_mode("stream"), window, std::nullopt));
    EXPECT_NE(story.find("12, and the truth is 13"), std::string::npos) << story;
    EXPECT_NE(story.find("missing: dan1 (side_output)"), std::string::npos) << story;
    const std::string naive = words(explain_window(judgement, *judgement.find_mode("naive"), window, std::nullopt));
    EXPECT_NE(naive.find("10, and the truth is 13"), std::string::npos) << naive;
    EXPECT_NE(naive.find("was counted in [00:00, 01:00) instead"), std::string::npos) << naive;
}

TEST_F(Subway, AFailedExpectationNamesTheMissingEvent) {
    Expectation::OfQuery claim;
    claim.query = ask(QueryKind::final, "stream", at_23);
    claim.than = Value{std::int64_t{13}};
    const Verdict verdict = judge_expectation(judgement, Expectation{"stream-23", claim, {}});
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(to_text(verdict), "expected 13, got 12 (missing: dan1)");
}

TEST_F(Subway, BetterIsSmallerInSize) {
    Expectation::OfQuery claim;
    claim.query = ask(QueryKind::error, "stream", at_23);
    claim.comparison = Comparison::better_than;
    claim.than = ask(QueryKind::error, "naive");
    EXPECT_EQ(judge_expectation(judgement, Expectation{"", claim, {}}).outcome, Outcome::pass);
    claim.query = ask(QueryKind::error, "naive", at_23);
    claim.than = ask(QueryKind::error, "stream");
    EXPECT_EQ(judge_expectation(judgement, Expectation{"", claim, {}}).outcome, Outcome::fail);
}

TEST_F(Subway, ATimeComparesAtThePrecisionWritten) {
    Expectation::OfQuery claim;
    claim.query = ask(QueryKind::first_answer_at, "batch", at_23);
    claim.precision = std::chrono::minutes{1};
    claim.than = Value{at(1920)};
    EXPECT_EQ(judge_expectation(judgement, Expectation{"", claim, {}}).outcome, Outcome::pass);
    claim.than = Value{at(1860)};
    EXPECT_EQ(judge_expectation(judgement, Expectation{"", claim, {}}).outcome, Outcome::fail);
}

TEST_F(Subway, QuestionsThatCannotBeAskedSayWhy) {
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "strem", at_23)), "no mode 'strem' in this run");
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "stream", -600)),
              "the job has no window that starts at 23:50:00");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "stream", "bo3")), "no event 'bo3' in this run");
}

TEST(SubwayVariants, AppendedPanesAddUpToThirtyThree) {
    Scenario scenario = subway();
    auto& stream = std::get<StreamMode>(scenario.modes[1].settings);
    stream.sink.kind = SinkKind::append;
    const Simulation accumulating = run_on(scenario, tape_of(subway_clicks()));
    Judgement judged{accumulating};
    EXPECT_EQ(answer(judged, ask(QueryKind::final, "stream", at_23)), "33");
    EXPECT_EQ(answer(judged, ask(QueryKind::error, "stream", at_23)), "20");
    Query early = ask(QueryKind::duplicates, "stream");
    early.as_of = at(100);
    EXPECT_EQ(answer(judged, early), "[]");
    EXPECT_NE(answer(judged, ask(QueryKind::duplicates, "stream")).find("w00, w01"), std::string::npos);
    for (const Violation& violation : check_invariants(judged))
        ADD_FAILURE() << to_text(violation, accumulating);

    stream.accumulation = Accumulation::discarding;
    const Simulation discarding = run_on(scenario, tape_of(subway_clicks()));
    Judgement second{discarding};
    EXPECT_EQ(answer(second, ask(QueryKind::final, "stream", at_23)), "12");
    EXPECT_EQ(answer(second, ask(QueryKind::duplicates, "stream")), "[]");
    for (const Violation& violation : check_invariants(second))
        ADD_FAILURE() << to_text(violation, discarding);
}

TEST(SubwayVariants, ARepairAddsTheSideOutput) {
    Scenario scenario = subway();
    auto& stream = std::get<StreamMode>(scenario.modes[1].settings);
    stream.repair_at = at(1920);
    const Simulation simulation = run_on(scenario, tape_of(subway_clicks()));
    Judgement judgement{simulation};
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "stream", at_23)), "13");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "stream", "dan1")), "corrected");
    for (const Violation& violation : check_invariants(judgement))
        ADD_FAILURE() << to_text(violation, simulation);
}

TEST(SubwayVariants, APatientWatermarkCountsEverybodyOnTime) {
    Scenario scenario = subway();
    auto& stream = std::get<StreamMode>(scenario.modes[1].settings);
    stream.watermark.delay = std::chrono::minutes{25};
    const Simulation simulation = run_on(scenario, tape_of(subway_clicks()));
    Judgement judgement{simulation};
    EXPECT_EQ(answer(judgement, ask(QueryKind::panes, "stream", at_23)), "[13 on_time at D+1 00:25:31]");
    EXPECT_EQ(judgement.metrics(1).windows_wrong, 0u);
}

TEST(SubwayVariants, AnIngestPartitionNeverSeesWhoCameInTheNextHour) {
    Scenario scenario = subway();
    std::get<BatchMode>(scenario.modes[3].settings).partition_by = BatchMode::PartitionBy::ingest_time;
    const Simulation simulation = run_on(scenario, tape_of(subway_clicks()));
    Judgement judgement{simulation};
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "batch", at_23)), "10");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "batch", "bo1")), "lost");
    EXPECT_EQ(answer(judgement, ask(QueryKind::lost, "batch")), "[bo1, bo2, dan1]");
    for (const Violation& violation : check_invariants(judgement))
        ADD_FAILURE() << to_text(violation, simulation);
}

TEST(SubwayVariants, ABatchThatRunsEarlyLosesWhoComesAfterwards) {
    Scenario scenario = subway();
    std::get<BatchMode>(scenario.modes[3].settings).schedule.at = {at(900)};
    const Simulation simulation = run_on(scenario, tape_of(subway_clicks()));
    Judgement judgement{simulation};
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "batch", at_23)), "12");
    EXPECT_EQ(answer(judgement, ask(QueryKind::lost, "batch")), "[dan1]");
    const std::vector<WhatIf> what_if =
        explain_event(judgement, 3, simulation.tape->find_event("dan1").front()).what_if;
    ASSERT_EQ(what_if.size(), 1u);
    EXPECT_EQ(what_if[0].set, "batch.schedule.at=[\"D+1 00:21:00\"]");
}

}  // namespace
}  // namespace tidemark::hand_made
