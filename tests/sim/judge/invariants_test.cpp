#include "sim/judge/invariants.h"

#include "tests/sim/judge/hand_made.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

// Every check must be able to fail: each is held against a trace in which one thing was made wrong.
namespace tidemark::hand_made {
namespace {

const Simulation& healthy() {
    static const Simulation simulation = run_on(subway(), tape_of(subway_clicks()));
    return simulation;
}

// The violations of one invariant after the trace of a mode was doctored.
std::vector<Violation> after(std::string_view invariant, const std::string& mode,
                             const std::function<void(ModeTrace&)>& doctor) {
    Simulation simulation = healthy();
    for (ModeTrace& trace : simulation.modes)
        if (trace.mode == mode) doctor(trace);
    Judgement judgement{simulation};
    return check_invariant(judgement, invariant);
}

bool mentions(const std::vector<Violation>& violations, const std::string& words) {
    return std::any_of(violations.begin(), violations.end(),
                       [&](const Violation& violation) { return violation.message.find(words) != std::string::npos; });
}

TEST(Invariants, AHealthyRunBreaksNone) {
    Judgement judgement{healthy()};
    EXPECT_TRUE(check_invariants(judgement).empty());
    EXPECT_TRUE(check_replay_identical(healthy(), run_on(subway(), tape_of(subway_clicks()))).empty());
}

TEST(Invariants, ConservationMissesARecordThatVanished) {
    const auto violations =
        after("conservation", "stream", [](ModeTrace& trace) { trace.placed.erase(trace.placed.begin() + 3); });
    EXPECT_TRUE(mentions(violations, "whose members nothing explains"));
    EXPECT_TRUE(mentions(violations, "never came out of its channel"));
}

TEST(Invariants, ConservationComparesTheBooks) {
    EXPECT_TRUE(mentions(after("conservation", "micro", [](ModeTrace& trace) { ++trace.counters.received.members; }),
                         "not the same records"));
    EXPECT_TRUE(mentions(after("conservation", "micro", [](ModeTrace& trace) { trace.counters.received.count += 5; }),
                         "came out of"));
    EXPECT_TRUE(
        mentions(after("conservation", "stream", [](ModeTrace& trace) { trace.counters.refused_dropped.count = 100; }),
                 "were refused of"));
}

TEST(Invariants, ConservationMissesWhatABatchPassedBy) {
    EXPECT_TRUE(
        mentions(after("conservation", "batch", [](ModeTrace& trace) { trace.placed.erase(trace.placed.begin()); }),
                 "did nothing with it"));
}

TEST(Invariants, PartitionOrderSeesAReaderThatSkips) {
    EXPECT_TRUE(
        mentions(after("partition_order", "stream", [](ModeTrace& trace) { ++trace.reads.at(2).note.from.value; }),
                 "was read from offset"));
}

TEST(Invariants, PartitionOrderSeesATaskThatOvertakes) {
    EXPECT_TRUE(
        mentions(after("partition_order", "stream",
                       [](ModeTrace& trace) { std::swap(trace.placed[4].placed.event, trace.placed[5].placed.event); }),
                 "was processed after offset"));
}

TEST(Invariants, PartitionOrderSeesALogThatDoesNotHoldWhatWasDelivered) {
    Simulation simulation = healthy();
    auto clicks = subway_clicks();
    const auto tape = tape_of(clicks);
    auto doctored = std::make_shared<Tape>();
    doctored->names = tape->names;
    doctored->events = tape->events;
    doctored->deliveries = tape->deliveries;
    doctored->generated = tape->generated;
    doctored->cohorts = tape->cohorts;
    doctored->naming = tape->naming;
    doctored->partitions.resize(1);
    for (std::uint64_t offset = 0; offset < tape->partitions[0].size(); ++offset)
        doctored->partitions[0].append(tape->partitions[0].at(Offset{offset}));
    std::swap(doctored->deliveries[1].offset, doctored->deliveries[2].offset);
    simulation.tape = doctored;
    Judgement judgement{simulation};
    EXPECT_TRUE(mentions(check_invariant(judgement, "partition_order"), "does not hold at offset"));
}

TEST(Invariants, WatermarkMonotoneSeesItGoBack) {
    EXPECT_TRUE(mentions(after("watermark_monotone", "stream",
                               [](ModeTrace& trace) { trace.watermarks[6].note.watermark -= std::chrono::hours{1}; }),
                         "went back"));
}

TEST(Invariants, NoFireBeforeWatermarkSeesAnEarlyAndALatePane) {
    EXPECT_TRUE(mentions(after("no_fire_before_watermark", "stream",
                               [](ModeTrace& trace) { trace.fired.at(0).pane.window.end += std::chrono::hours{1}; }),
                         "fired on time while"));
    EXPECT_TRUE(mentions(after("no_fire_before_watermark", "stream",
                               [](ModeTrace& trace) { trace.fired.at(1).pane.window.end -= std::chrono::hours{1}; }),
                         "fired late after"));
    EXPECT_TRUE(mentions(after("no_fire_before_watermark", "stream",
                               [](ModeTrace& trace) {
                                   ClearedEntry cleared;
                                   cleared.stamp = trace.fired.at(0).stamp;
                                   cleared.stamp.at -= ProcessingDuration{1};
                                   cleared.key = trace.fired.at(0).pane.key;
                                   cleared.window = trace.fired.at(0).pane.window;
                                   trace.cleared.insert(trace.cleared.begin(), cleared);
                               }),
                         "after its state was dropped"));
}

TEST(Invariants, LateIsLateSeesAFalseRefusalAndAFalseAcceptance) {
    EXPECT_TRUE(mentions(after("late_is_late", "stream",
                               [](ModeTrace& trace) { trace.refused.at(0).refused.record.at = event_at(1200); }),
                         "had not expired"));
    EXPECT_TRUE(mentions(after("late_is_late", "stream",
                               [](ModeTrace& trace) {
                                   Window& window = trace.placed.back().placed.window;
                                   window = {window.start - std::chrono::hours{2}, window.end - std::chrono::hours{2}};
                               }),
                         "although that had expired"));
}

TEST(Invariants, LateIsLateKnowsTheRuleOfMicroBatches) {
    EXPECT_TRUE(mentions(after("late_is_late", "micro",
                               [](ModeTrace& trace) { trace.refused.at(0).refused.record.at = event_at(1200); }),
                         "was refused although"));
    EXPECT_TRUE(mentions(after("late_is_late", "micro",
                               [](ModeTrace& trace) {
                                   Window& window = trace.placed.back().placed.window;
                                   window = {window.start - std::chrono::hours{2}, window.end - std::chrono::hours{2}};
                               }),
                         "was taken into"));
}

TEST(Invariants, CheckpointIsPrefixSeesARecordThatTheWindowsMissed) {
    EXPECT_TRUE(mentions(
        after("checkpoint_is_prefix", "stream", [](ModeTrace& trace) { trace.placed.erase(trace.placed.begin() + 1); }),
        "its sources stand after"));
}

TEST(Invariants, AggregateValueFoldsTheMembersAgain) {
    const auto violations =
        after("aggregate_value", "stream", [](ModeTrace& trace) { ++trace.rows.at(0).row->value.number; });
    EXPECT_TRUE(mentions(violations, "its members give 10"));
}

TEST(Invariants, NoTimeTravelSeesAnEffectBeforeItsCause) {
    EXPECT_TRUE(
        mentions(after("no_time_travel", "batch", [](ModeTrace& trace) { trace.placed.front().stamp.at = at(-3000); }),
                 "before it arrived"));
    EXPECT_TRUE(
        mentions(after("no_time_travel", "stream",
                       [](ModeTrace& trace) { trace.placed.insert(trace.placed.begin(), trace.placed.front()); }),
                 "was put into one window 2 times"));
    EXPECT_TRUE(
        mentions(after("no_time_travel", "stream",
                       [](ModeTrace& trace) { trace.placed.insert(trace.placed.begin(), trace.placed.front()); }),
                 "does not come after"));
}

TEST(Invariants, MetricsConsistentCountsTheColumns) {
    EXPECT_TRUE(
        mentions(after("metrics_consistent", "stream", [](ModeTrace& trace) { ++trace.counters.panes; }), "panes"));
    EXPECT_TRUE(mentions(after("metrics_consistent", "stream", [](ModeTrace& trace) { trace.refused.clear(); }),
                         "refused records"));
    EXPECT_TRUE(mentions(
        after("metrics_consistent", "stream", [](ModeTrace& trace) { ++trace.counters.checkpoints_completed; }),
        "checkpoints"));
    EXPECT_TRUE(mentions(after("metrics_consistent", "batch", [](ModeTrace& trace) { ++trace.counters.jobs_started; }),
                         "jobs started"));
    EXPECT_TRUE(mentions(after("metrics_consistent", "batch", [](ModeTrace& trace) { ++trace.counters.rows_written; }),
                         "rows"));
}

TEST(Invariants, ReplayIdenticalNamesTheIngredient) {
    Simulation again = healthy();
    again.modes[1].state.low ^= 1;
    const auto violations = check_replay_identical(healthy(), again);
    ASSERT_EQ(violations.size(), 1u);
    EXPECT_EQ(violations[0].mode, "stream");
    EXPECT_NE(violations[0].message.find("the state fingerprint"), std::string::npos);
}

TEST(Invariants, ClaimsOfAScenarioAreHeldAgainstTheLedger) {
    Simulation simulation = healthy();
    Judgement judgement{simulation};
    // Dan is refused by the streams and the micro-batch, counted by the batch: the modes do not agree; naive is no stranger to that.
    EXPECT_FALSE(check_invariant(judgement, "modes_agree").empty());
    EXPECT_TRUE(check_invariant(judgement, "at_least_once").empty());
    EXPECT_TRUE(mentions(check_invariant(judgement, "exactly_once"), "counted in another window"));
}

TEST(Invariants, TheCatalogueHasEachOnce) {
    std::vector<std::string> names;
    for (const InvariantInfo& info : invariant_catalogue()) {
        names.emplace_back(info.name);
        EXPECT_EQ(find_invariant(info.name)->id, info.id);
        EXPECT_EQ(find_invariant(info.id)->name, info.name);
    }
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
    EXPECT_EQ(find_invariant("nothing"), nullptr);
}

}  // namespace
}  // namespace tidemark::hand_made
