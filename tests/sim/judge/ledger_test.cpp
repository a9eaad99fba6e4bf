#include "sim/judge/ledger.h"

#include "sim/judge/explanation.h"
#include "sim/judge/invariants.h"
#include "sim/judge/query.h"
#include "tests/sim/judge/hand_made.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tidemark::hand_made {
namespace {

Scenario of_window(WindowSpec window) {
    Scenario scenario = hourly_count();
    scenario.job.logic.window = window;
    scenario.clock.from = at(0);
    scenario.clock.until = at(600);
    return scenario;
}
void expect_clean(Judgement& judgement) {
    for (const Violation& violation : check_invariants(judgement))
        ADD_FAILURE() << to_text(violation, judgement.simulation());
}
std::string fates(Judgement& judgement, std::size_t mode, const std::string& event) {
    std::string text;
    for (const Life& life : judgement.ledger(mode).lives(judgement.tape().find_event(event).front())) {
        text += (text.empty() ? "" : "; ") + fmt::format("{}:", (life.window.start - event_at(0)).count() / 1000);
        Fate last = Fate::unexplained;
        for (const FateStep& step : life.steps) {
            if (step.fate != last) text += fmt::format(" {}", to_string(step.fate));
            last = step.fate;
        }
    }
    return text;
}

TEST(Ledger, ASlidingEventHasALifeForEachOfItsWindows) {
    Scenario scenario = of_window(Sliding{seconds(60), seconds(30), {}});
    StreamMode stream = stream_mode(scenario);
    stream.watermark.delay = {};
    add(scenario, "flink", stream);
    stream.profile = EngineName::beam;
    add(scenario, "beam", stream);
    // Late for the first of its windows, and taken by the second.
    const Simulation simulation =
        run_on(scenario, tape_of({{"a", 35, {35}}, {"b", 70, {70}}, {"late", 40, {71}}, {"z", 200, {200}}}));
    Judgement judgement{simulation};
    expect_clean(judgement);
    for (std::size_t mode = 0; mode < 2; ++mode) {
        EXPECT_NE(fates(judgement, mode, "late").find("0: device network log dropped"), std::string::npos)
            << fates(judgement, mode, "late");
        EXPECT_NE(fates(judgement, mode, "late").find("30: device network log held counted_on_time"),
                  std::string::npos)
            << fates(judgement, mode, "late");
    }
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "flink", "late")), "dropped");
    EXPECT_EQ(answer(judgement, ask(QueryKind::dropped, "flink")), "[late]");
}

TEST(Ledger, ASkewedClockIsAnErrorWithAName) {
    Scenario scenario = of_window(Tumbling{seconds(60), {}});
    add(scenario, "stream", stream_mode(scenario));
    const Simulation simulation =
        run_on(scenario, tape_of({{"a", 10, {10}}, {"ahead", 55, {55}, 1, "", 20}, {"z", 200, {200}}}));
    Judgement judgement{simulation};
    expect_clean(judgement);
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "stream", "ahead")), "elsewhere");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::window_of, "stream", "ahead")), "00:01");
    EXPECT_EQ(answer(judgement, ask(QueryKind::error, "stream", 0)), "-1");
    const Difference second = difference(judgement, 0, {event_at(60), event_at(120)}, std::nullopt);
    ASSERT_EQ(second.surplus.size(), 1u);
    EXPECT_EQ(judgement.event_name(second.surplus[0].first), "ahead");
}

TEST(Ledger, SessionsThatGrowAreFollowedByEveryProfile) {
    for (const EngineName profile : {EngineName::flink, EngineName::beam, EngineName::kafka}) {
        Scenario scenario = of_window(Session{seconds(30)});
        StreamMode stream = stream_mode(scenario);
        stream.profile = profile;
        stream.watermark.delay = seconds(5);
        stream.allowed_lateness = std::chrono::minutes{10};
        if (profile == EngineName::kafka) {
            stream.watermark = {};
            stream.emit = EmitStrategy::every_update;
        }
        add(scenario, "stream", stream);
        // Two sessions that a late event joins.
        const Simulation simulation = run_on(
            scenario,
            tape_of({{"a", 0, {0}}, {"b", 10, {10}}, {"c", 60, {60}}, {"bridge", 35, {100}}, {"z", 300, {300}}}));
        Judgement judgement{simulation};
        expect_clean(judgement);
        ASSERT_FALSE(judgement.truth(0).cells().empty());
        EXPECT_EQ(judgement.truth(0).cells()[0].value.number, 4) << to_string(profile);
        EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "stream", "bridge")),
                  profile == EngineName::kafka ? "counted_early" : "counted_on_time")
            << to_string(profile);
        // Only Kafka withdraws the session that was answered before it grew.
        EXPECT_EQ(answer(judgement, ask(QueryKind::duplicates, "stream")),
                  profile == EngineName::kafka ? "[]" : "[a, b]");
        const std::string a = answer(judgement, ask_event(QueryKind::fate, "stream", "a"));
        EXPECT_TRUE(a.find("counted") == 0) << to_string(profile) << ": " << a;
    }
}

TEST(Ledger, FilteredEventsAreFiltered) {
    Scenario scenario = of_window(Tumbling{seconds(60), {}});
    scenario.job.logic.filter.value_min = 5;
    add(scenario, "stream", stream_mode(scenario));
    add(scenario, "micro", micro_batch_mode(scenario));
    const Simulation simulation =
        run_on(scenario, tape_of({{"small", 10, {10}, 1}, {"big", 11, {11}, 9}, {"z", 200, {200}, 7}}));
    Judgement judgement{simulation};
    expect_clean(judgement);
    for (const char* mode : {"stream", "micro"}) {
        EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, mode, "small")), "filtered");
        EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, mode, "big")), "counted_on_time");
    }
}

TEST(Ledger, WhatNeverArrivesStaysOnItsWay) {
    Scenario scenario = of_window(Tumbling{seconds(60), {}});
    scenario.clock.at_end = Clock::AtEnd::stop;
    add(scenario, "stream", stream_mode(scenario));
    const Simulation simulation = run_on(scenario, tape_of({{"a", 10, {10}}, {"gone", 20, {}}, {"z", 500, {500}}}));
    Judgement judgement{simulation};
    expect_clean(judgement);
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "stream", "gone")), "network");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "stream", "z")), "held");
    EXPECT_EQ(judgement.ledger(0).balance().total(), 3u);
    EXPECT_EQ(judgement.ledger(0).balance().of(Fate::counted_on_time), 1u);
}

TEST(Ledger, EarlyPanesThatReplaceEachOtherLoseWhatTheyDiscard) {
    Scenario scenario = of_window(Tumbling{seconds(60), {}});
    StreamMode stream = stream_mode(scenario);
    stream.watermark.delay = {};
    stream.allowed_lateness = std::chrono::minutes{5};
    stream.accumulation = Accumulation::discarding;
    add(scenario, "stream", stream);
    const Simulation simulation =
        run_on(scenario, tape_of({{"a", 10, {10}}, {"b", 11, {11}}, {"z", 70, {70}}, {"late", 12, {80}}}));
    Judgement judgement{simulation};
    expect_clean(judgement);
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "stream", 0)), "1");
    EXPECT_EQ(answer(judgement, ask(QueryKind::lost, "stream")), "[a, b]");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "stream", "late")), "counted_late");
}

TEST(Ledger, ALaterRunCorrects) {
    Scenario scenario = of_window(Tumbling{seconds(60), {}});
    BatchMode batch = batch_mode(scenario);
    batch.partition_size = seconds(60);
    batch.schedule.at = {at(60), at(120)};
    batch.look_back = 1;
    batch.takes = ProcessingDuration{};
    add(scenario, "batch", batch);
    const Simulation simulation =
        run_on(scenario, tape_of({{"a", 10, {10}}, {"late", 12, {80}}, {"later", 14, {200}}}));
    Judgement judgement{simulation};
    expect_clean(judgement);
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "batch", 0)), "2");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "batch", "a")), "counted_on_time");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "batch", "late")), "corrected");
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "batch", "later")), "lost");
    EXPECT_EQ(fates(judgement, 0, "a"), "0: device network log held counted_on_time");
}

}  // namespace
}  // namespace tidemark::hand_made
