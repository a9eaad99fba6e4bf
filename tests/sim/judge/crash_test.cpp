#include "sim/judge/explanation.h"
#include "sim/judge/invariants.h"
#include "sim/judge/query.h"
#include "tests/sim/judge/hand_made.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

// What the books say when something crashes.
namespace tidemark::hand_made {
namespace {

// One click a second from 00:00:00 to 00:09:59, there at once; counted per five minutes.
std::vector<Event> ten_minutes() {
    std::vector<Event> clicks;
    for (int n = 0; n < 600; ++n)
        clicks.push_back({fmt::format("c{:03}", n), n, {n}});
    return clicks;
}
Scenario five_minutes() {
    Scenario scenario = hourly_count();
    scenario.job.logic.window = Tumbling{std::chrono::minutes{5}, {}};
    scenario.clock.from = at(0);
    scenario.clock.until = at(660);
    return scenario;
}
void crash_at(Scenario& scenario, std::int64_t second, const std::string& target) {
    CrashFault crash;
    crash.target = target;
    crash.restart_after = std::chrono::seconds{10};
    scenario.faults.push_back({crash, at(second) + std::chrono::milliseconds{400}, {}, {}});
}
Fate fate_at(Judgement& judgement, const std::string& event, std::int64_t second) {
    return judgement.ledger(0).fate(judgement.tape().find_event(event).front(), at(second))->fate;
}
void expect_clean(Judgement& judgement) {
    for (const Violation& violation : check_invariants(judgement))
        ADD_FAILURE() << to_text(violation, judgement.simulation());
}

TEST(Crash, ACheckpointedStreamReadsAgainAndLosesNothing) {
    Scenario scenario = five_minutes();
    StreamMode stream = stream_mode(scenario);
    stream.watermark.delay = {};
    stream.checkpoint.emplace();
    stream.checkpoint->every = std::chrono::seconds{30};
    stream.checkpoint->takes = std::chrono::seconds{1};
    add(scenario, "stream", stream);
    crash_at(scenario, 457, "stream.window");
    const Simulation simulation = run_on(scenario, tape_of(ten_minutes()));
    Judgement judgement{simulation};
    expect_clean(judgement);
    EXPECT_EQ(simulation.modes[0].counters.crashes, 1u);
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "stream", 0)), "300");
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "stream", 300)), "300");
    EXPECT_EQ(answer(judgement, ask(QueryKind::lost, "stream")), "[]");
    EXPECT_EQ(answer(judgement, ask(QueryKind::duplicates, "stream")), "[]");
    EXPECT_EQ(fate_at(judgement, "c455", 456), Fate::held);
    EXPECT_EQ(fate_at(judgement, "c455", 460), Fate::log);   // taken back by the crash
    EXPECT_EQ(fate_at(judgement, "c455", 470), Fate::held);  // and read again
    EXPECT_EQ(fate_at(judgement, "c400", 460), Fate::held);  // in the checkpoint
    EXPECT_EQ(fate_at(judgement, "c100", 460), Fate::counted_on_time);
    EXPECT_EQ(answer(judgement, ask_event(QueryKind::fate, "stream", "c455")), "counted_on_time");
    ASSERT_TRUE(judgement.metrics(0).recovery.has_value());
    EXPECT_EQ(*judgement.metrics(0).recovery, std::chrono::seconds{10});  // costs are none: all is read again at once
}

TEST(Crash, WithoutCheckpointsAStreamBeginsAgain) {
    Scenario scenario = five_minutes();
    add(scenario, "stream", stream_mode(scenario));
    crash_at(scenario, 457, "stream.window");
    const Simulation simulation = run_on(scenario, tape_of(ten_minutes()));
    Judgement judgement{simulation};
    expect_clean(judgement);
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "stream", 300)), "300");
    EXPECT_EQ(fate_at(judgement, "c400", 460), Fate::log);
    EXPECT_EQ(fate_at(judgement, "c400", 470), Fate::held);
}

TEST(Crash, AnAppendedRowIsSeenTwiceAfterAReplay) {
    Scenario scenario = five_minutes();
    scenario.job.logic.window.reset();
    scenario.job.logic.aggregate.reset();
    StreamMode rows = stream_mode(scenario);
    rows.sink.kind = SinkKind::append;
    rows.checkpoint.emplace();
    rows.checkpoint->every = std::chrono::seconds{30};
    rows.checkpoint->takes = std::chrono::seconds{1};
    add(scenario, "rows", rows);
    crash_at(scenario, 457, "rows.sink");
    const Simulation simulation = run_on(scenario, tape_of(ten_minutes()));
    Judgement judgement{simulation};
    expect_clean(judgement);
    // From the checkpoint of 00:07:30 to the crash at 00:07:37.4.
    const std::vector<EventId> twice = judgement.ledger(0).counted_twice();
    ASSERT_EQ(twice.size(), 7u);
    EXPECT_EQ(judgement.event_name(twice.front()), "c451");
    EXPECT_EQ(judgement.event_name(twice.back()), "c457");
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "rows")), "607");
    EXPECT_EQ(answer(judgement, ask(QueryKind::truth, "rows")), "600");
    EXPECT_EQ(answer(judgement, ask(QueryKind::completeness, "rows")), "1");
}

TEST(Crash, ABatchThatFailsAfterItsWriteAppendsTwice) {
    Scenario scenario = five_minutes();
    BatchMode batch = batch_mode(scenario);
    batch.partition_size = std::chrono::minutes{5};
    batch.schedule.at = {at(330)};
    batch.takes = std::chrono::seconds{10};
    batch.retry_after = std::chrono::seconds{20};
    add(scenario, "overwrite", batch);
    batch.output = BatchMode::Output::append;
    add(scenario, "append", batch);
    for (const char* mode : {"overwrite", "append"}) {
        CrashFault crash;
        crash.target = mode;
        crash.phase = "after_write";
        crash.restart_after = std::chrono::seconds{5};
        scenario.faults.push_back({crash, {}, {}, {}});
    }
    const Simulation simulation = run_on(scenario, tape_of(ten_minutes()));
    Judgement judgement{simulation};
    expect_clean(judgement);
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "overwrite", 0)), "300");
    EXPECT_EQ(answer(judgement, ask(QueryKind::duplicates, "overwrite")), "[]");
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "append", 0)), "600");
    EXPECT_EQ(judgement.ledger(1).counted_twice().size(), 300u);
    EXPECT_EQ(judgement.metrics(0).retries, 1u);
    EXPECT_TRUE(judgement.metrics(0).recovery.has_value());
    EXPECT_FALSE(check_invariant(judgement, "at_most_once").empty());
}

TEST(Crash, AMicroBatchRunsTheSameBatchAgain) {
    Scenario scenario = five_minutes();
    MicroBatchMode micro = micro_batch_mode(scenario);
    micro.trigger = std::chrono::minutes{1};
    micro.watermark_delay = EventDuration{};
    add(scenario, "once", micro);
    micro.sink_idempotent = false;
    add(scenario, "twice", micro);
    scenario.costs.store_request = std::chrono::seconds{1};
    // Right after the first row has reached the table, while the batch's commit is still under way.
    const ProcessingTime written = run_on(scenario, tape_of(ten_minutes())).modes[0].rows.at(0).stamp.at;
    for (const char* mode : {"once", "twice"}) {
        CrashFault crash;
        crash.target = mode;
        crash.restart_after = std::chrono::seconds{5};
        scenario.faults.push_back({crash, written + std::chrono::milliseconds{400}, {}, {}});
    }
    const Simulation simulation = run_on(scenario, tape_of(ten_minutes()));
    Judgement judgement{simulation};
    expect_clean(judgement);
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "once", 0)), "300");
    EXPECT_EQ(answer(judgement, ask(QueryKind::duplicates, "once")), "[]");
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "twice", 0)), "600");
    EXPECT_EQ(answer(judgement, ask(QueryKind::lost, "twice")), "[]");
}

TEST(Crash, DeliveriesThatComeTwiceAreCountedTwice) {
    Scenario scenario = five_minutes();
    add(scenario, "stream", stream_mode(scenario));
    std::vector<Event> clicks = ten_minutes();
    clicks[10].arrives = {10, 12};
    const Simulation simulation = run_on(scenario, tape_of(clicks));
    Judgement judgement{simulation};
    expect_clean(judgement);
    EXPECT_EQ(answer(judgement, ask(QueryKind::truth, "", 0)), "300");
    EXPECT_EQ(answer(judgement, ask(QueryKind::final, "stream", 0)), "301");
    EXPECT_EQ(answer(judgement, ask(QueryKind::duplicates, "stream")), "[c010]");
}

}  // namespace
}  // namespace tidemark::hand_made
