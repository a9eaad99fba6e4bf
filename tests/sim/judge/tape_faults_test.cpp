#include "sim/judge/explanation.h"
#include "sim/judge/fault_effects.h"
#include "sim/judge/invariants.h"
#include "sim/judge/judgement.h"
#include "sim/scenario/load.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

// What the books, the truth and the explanations say of faults between the users and the log.
namespace tidemark {
namespace {

// An event every ten seconds for ten minutes, from 12:00; counted by the minute, in three modes.
Simulation run_with(const std::string& faults, const std::string& producer = "") {
    const std::string text = fmt::format(R"(tidemark: 1
id: t
clock: {{day0: 2024-04-10, from: "12:00:00", until: "12:40:00"}}
costs: none
source: [{{user: ann, every: 10s, count: 60, delay: 100ms, id: "e{{n:02}}"{}}}]
job: {{window: {{kind: tumbling, size: 1m}}, aggregate: count}}
modes:
  stream: {{kind: stream, watermark: {{kind: bounded, delay: 30s}}}}
  micro: {{kind: micro_batch, trigger: 1m, watermark: {{kind: bounded, delay: 30s}}}}
  batch: {{kind: batch, schedule: {{at: "12:30:00"}}, partition_size: 1m, look_back: 29}}
faults: {}
)",
                                         producer, faults);
    const Loaded loaded = load_scenario_text("t.yaml", text, {}, {});
    for (const Diagnostic& problem : loaded.problems)
        ADD_FAILURE() << problem.at.line << ":" << problem.at.column << ": " << problem.message;
    return run(loaded.scenario.value_or(Scenario{}), Seed{3});
}
void expect_clean(Judgement& judgement, const std::string& faults) {
    for (const Violation& violation : check_invariants(judgement))
        ADD_FAILURE() << faults << ": " << to_text(violation, judgement.simulation());
}
std::string story(Judgement& judgement, const std::string& event) {
    std::string text;
    for (const StoryLine& line : explain_event(judgement, 0, judgement.tape().find_event(event).front()).lines)
        text += line.time + (line.time.empty() ? "" : " ") + line.text + "\n";
    return text;
}

TEST(FaultBooks, BalanceUnderEveryFault) {
    for (
        const char* faults :
        {R"([{offline: all, at: "12:02:00", for: 2m}])",
         R"([{offline: all, at: "12:02:00", for: 2m}, {outbox_overflow: ann, cap: 3}])",
         R"([{duplicates: all, share: 30%}])", R"([{very_late: all, share: 30%, by: 4m}])",
         R"([{poison: all, share: 30%}])", R"([{clock_skew: all, at: "12:02:00", for: 2m, by: 70s}])",
         R"([{clock_skew: all, drift: 30m}])",
         R"([{bad_clock: all, at: "12:03:00", for: 30s, shows: "1970-01-01T00:00:00Z"}])",
         R"([{delay: all, at: "12:02:00", for: 2m, by: {kind: exp, mean: 1m}}])",
         R"([{loss: all, at: "12:02:00", for: 5m, share: 90%}])", R"([{redelivery: all, share: 30%}])",
         R"([{reorder: all, share: 50%, window: 2m}])", R"([{ack_loss: all, share: 40%}])",
         R"([{clog: all, at: "12:02:00", for: 2m}])", R"([{partition: all, at: "12:02:00", for: 3m}])",
         R"([{slow_broker: log.0, at: "12:02:00", for: 2m, by: 1m}])",
         R"([{loss: all, share: 40%}, {ack_loss: all, share: 40%}, {poison: all, share: 20%}, {offline: ann, at: "12:05:00", for: 1m}])"}) {
        for (const char* producer : {"", ", producer: {idempotent: true}", ", producer: {acks: none}"}) {
            const Simulation simulation = run_with(faults, producer);
            Judgement judgement{simulation};
            expect_clean(judgement, std::string{faults} + producer);
            for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
                const Balance balance = judgement.ledger(mode).balance();
                EXPECT_EQ(balance.of(Fate::unexplained), 0u) << faults;
                EXPECT_GE(balance.total(), 60u) << faults;
            }
        }
    }
}

TEST(FaultBooks, WhatIsLostOnTheWayHasItsReason) {
    const Simulation simulation =
        run_with(R"([{partition: all, at: "12:02:00", for: 1m}])", ", producer: {acks: none}");
    Judgement judgement{simulation};
    expect_clean(judgement, "partition");
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
        const std::vector<EventId> lost = judgement.ledger(mode).with_fate(Fate::lost);
        ASSERT_EQ(lost.size(), 6u);
        EXPECT_EQ(judgement.event_name(lost.front()), "e12");
        EXPECT_FALSE(check_invariant(judgement, "at_least_once").empty());
    }
    const auto step = judgement.ledger(0).fate(judgement.tape().find_event("e12").front(), std::nullopt);
    ASSERT_TRUE(step.has_value());
    EXPECT_EQ(step->reason.cause, Cause::never_arrived);
    EXPECT_EQ(step->reason.fault, std::optional<std::uint32_t>{0});
    EXPECT_NE(story(judgement, "e12")
                  .find("12:02:00 sent, and lost in the network (fault: partition of all from "
                        "12:02:00 for 1 min)"),
              std::string::npos)
        << story(judgement, "e12");
}

TEST(FaultBooks, AMalformedRecordIsInNoValue) {
    const Simulation simulation = run_with(R"([{poison: all, at: "12:02:00", for: 1m, share: 100%}])");
    Judgement judgement{simulation};
    expect_clean(judgement, "poison");
    EXPECT_EQ(simulation.tape->generated, 60u);
    EXPECT_EQ(judgement.truth().windows().size(), 9u);
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
        const std::vector<EventId> lost = judgement.ledger(mode).with_fate(Fate::lost);
        ASSERT_EQ(lost.size(), 6u) << mode;
        EXPECT_EQ(judgement.ledger(mode).fate(lost.front(), std::nullopt)->reason.cause, Cause::unreadable);
    }
    EXPECT_NE(story(judgement, "e12").find("it is malformed: no job can read it"), std::string::npos)
        << story(judgement, "e12");
}

TEST(FaultBooks, ASecondCopyIsExplained) {
    const Simulation simulation = run_with(R"([{ack_loss: all, at: "12:02:00", for: 10s, share: 100%}])");
    Judgement judgement{simulation};
    expect_clean(judgement, "ack_loss");
    const std::string told = story(judgement, "e12");
    EXPECT_NE(told.find("it arrives, but its producer does not hear of it"), std::string::npos) << told;
    EXPECT_NE(told.find("arrives again, a duplicate"), std::string::npos) << told;
    EXPECT_FALSE(check_invariant(judgement, "at_most_once").empty());
    EXPECT_TRUE(check_invariant(judgement, "at_least_once").empty());
}

TEST(FaultBooks, AVacuousFaultIsFound) {
    const Simulation simulation = run_with(
        R"([{loss: all, at: "12:02:00", for: 1m, share: 100%}, {loss: all, at: "12:30:00", for: 1m, share: 100%},
                     {crash: stream, at: "12:03:00"}])");
    Judgement judgement{simulation};
    EXPECT_EQ(times_effective(simulation, 1), std::optional<std::uint64_t>{0});
    EXPECT_EQ(times_effective(simulation, 2), std::optional<std::uint64_t>{1});
    const std::vector<Violation> vacuous = check_invariant(judgement, "fault_effective");
    ASSERT_EQ(vacuous.size(), 1u);
    EXPECT_NE(vacuous.front().message.find("loss of all from 12:30:00 for 1 min, 100% did nothing"), std::string::npos)
        << vacuous.front().message;
}

}  // namespace
}  // namespace tidemark
