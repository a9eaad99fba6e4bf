#include "sim/judge/metrics.h"

#include "sim/judge/expectations.h"
#include "sim/judge/explanation.h"
#include "sim/judge/invariants.h"
#include "sim/judge/query.h"
#include "tests/sim/judge/hand_made.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tidemark::hand_made {
namespace {

TEST(Metrics, OfTheSubwayCanBeCheckedByHand) {
    const Simulation simulation = run_on(subway(), tape_of(subway_clicks()));
    Judgement judgement{simulation};
    const ModeMetrics &stream = judgement.metrics(1), &batch = judgement.metrics(3);
    EXPECT_EQ(stream.kind, "stream");
    EXPECT_EQ(stream.windows, 2u);
    EXPECT_EQ(stream.windows_answered, 2u);
    EXPECT_EQ(stream.windows_corrected, 1u);
    EXPECT_EQ(stream.windows_wrong, 1u);
    EXPECT_EQ(stream.wrong, std::vector<std::string>({"23:00"}));
    EXPECT_EQ(stream.late_kept, 2u);
    EXPECT_EQ(stream.side_output, 1u);
    EXPECT_EQ(stream.refirings, 2u);
    EXPECT_EQ(stream.lost, 0u);
    EXPECT_EQ(stream.lag_max, 0u);  // work takes no time: whatever comes is processed at once
    EXPECT_EQ(batch.events_read, 13u);
    EXPECT_EQ(batch.lag_max, 43u);  // all of them lie there until the run comes
    EXPECT_EQ(batch.first_answer.max, std::chrono::minutes{32});
    // One node for the two minutes of the run, against three for the whole fifty minutes.
    EXPECT_EQ(batch.cost.micro_node_hours, 33'333);
    EXPECT_EQ(stream.cost.micro_node_hours, 2'500'000);
    EXPECT_EQ(batch.cost.bytes_scanned, 13u * 200);
    EXPECT_EQ(batch.parts.long_running, 0u);
    EXPECT_EQ(batch.parts.scheduled, 1u);
    EXPECT_EQ(stream.parts.long_running, 4u);  // source, window, sink, coordinator
    EXPECT_EQ(stream.parts.stores, 4u);        // the log, the table, the checkpoints, the side output
}

TEST(Metrics, AtLevelFingerprintKnowOnlyCounters) {
    const Simulation simulation = run_on(subway(), tape_of(subway_clicks()), TraceLevel::fingerprint);
    Judgement judgement{simulation};
    EXPECT_FALSE(judgement.metrics(1).lost.has_value());
    EXPECT_EQ(judgement.metrics(1).side_output, 1u);
    EXPECT_EQ(judgement.metrics(1).windows, 0u);
    EXPECT_TRUE(check_invariants(judgement).empty());
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "stream")),
              "a run at trace level 'fingerprint' does not keep answers");
}

TEST(Metrics, AtLevelAnswersKnowWhatReadersSaw) {
    const Simulation simulation = run_on(subway(), tape_of(subway_clicks()), TraceLevel::answers);
    Judgement judgement{simulation};
    EXPECT_EQ(judgement.metrics(1).windows_wrong, 1u);
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "stream", -3600)), "12");
    EXPECT_EQ(answer(judgement, ask(QueryKind::lost, "stream")),
              "only a run at trace level 'full' keeps the fates of events");
}

class Probes : public testing::Test {
protected:
    // The verdict on one probe, on the subway.
    Outcome outcome(const std::string& what, const std::string& mode) {
        Scenario scenario = subway();
        scenario.sometimes.push_back({what, mode, {}});
        const Simulation simulation = run_on(scenario, tape_of(subway_clicks()));
        Judgement judgement{simulation};
        return judge_expectations(judgement).at(0).outcome;
    }
};

TEST_F(Probes, PassWhereItHappenedAndAreInconclusiveWhereItDidNot) {
    EXPECT_EQ(outcome("late", "stream"), Outcome::pass);
    EXPECT_EQ(outcome("side_output", "stream"), Outcome::pass);
    EXPECT_EQ(outcome("dropped", "micro"), Outcome::pass);
    EXPECT_EQ(outcome("dropped", "stream"), Outcome::inconclusive);
    EXPECT_EQ(outcome("checkpointed", "stream"), Outcome::pass);
    EXPECT_EQ(outcome("checkpointed", "naive"), Outcome::inconclusive);
    EXPECT_EQ(outcome("restored", ""), Outcome::inconclusive);
    EXPECT_EQ(outcome("retried", ""), Outcome::inconclusive);
    EXPECT_EQ(outcome("duplicate", ""), Outcome::inconclusive);
}

TEST(Claims, AnInvariantCanBeMade) {
    Scenario scenario = subway();
    scenario.expect.push_back({"conserve", Expectation::OfInvariant{"conservation"}, {}});
    scenario.expect.push_back({"once", Expectation::OfInvariant{"exactly_once"}, {}});
    scenario.expect.push_back({"what", Expectation::OfInvariant{"nothing_known"}, {}});
    const Simulation simulation = run_on(scenario, tape_of(subway_clicks()));
    Judgement judgement{simulation};
    const std::vector<Verdict> verdicts = judge_expectations(judgement);
    EXPECT_EQ(verdicts[0].outcome, Outcome::pass);
    EXPECT_EQ(verdicts[1].outcome, Outcome::fail);
    EXPECT_NE(verdicts[1].why.find("bo1"), std::string::npos);
    EXPECT_EQ(verdicts[2].outcome, Outcome::inconclusive);
}

TEST(WhatIf, KafkaNeedsAGraceBeyondStreamTime) {
    Scenario scenario = hourly_count();
    scenario.job.logic.window = Tumbling{seconds(60), {}};
    scenario.clock.from = at(0);
    StreamMode stream = stream_mode(scenario);
    stream.profile = EngineName::kafka;
    stream.watermark = {};
    add(scenario, "kafka", stream);
    const auto tape = tape_of({{"a", 10, {10}}, {"b", 95, {95}}, {"late", 20, {96}}});
    const Simulation simulation = run_on(scenario, tape);
    Judgement judgement{simulation};
    for (const Violation& violation : check_invariants(judgement))
        ADD_FAILURE() << to_text(violation, simulation);
    const std::vector<WhatIf> what_if = explain_event(judgement, 0, tape->find_event("late").front()).what_if;
    ASSERT_EQ(what_if.size(), 1u);
    EXPECT_EQ(what_if[0].set, "kafka.allowed_lateness=36s");  // stream time 95 s, the window's end 60 s
    EXPECT_EQ(what_if[0].then, "it is counted, the count comes to 2");

    std::get<StreamMode>(scenario.modes[0].settings).allowed_lateness = seconds(36);
    const Simulation patient = run_on(scenario, tape);
    Judgement second{patient};
    EXPECT_EQ(answer(second, ask(QueryKind::final, "kafka", 0)), "2");
    std::get<StreamMode>(scenario.modes[0].settings).allowed_lateness = seconds(35);
    const Simulation impatient = run_on(scenario, tape);
    Judgement third{impatient};
    EXPECT_EQ(answer(third, ask(QueryKind::final, "kafka", 0)), "1");
}

}  // namespace
}  // namespace tidemark::hand_made
