#include "sim/judge/invariants.h"
#include "sim/judge/judgement.h"
#include "sim/scenario/load.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tidemark {
namespace {

// Six hundred records, one a second, over three partitions, uneven: users 0 to 9.
constexpr const char* text = R"(tidemark: 1
id: runs
clock: {day0: 2024-04-10, from: "12:00:00", until: "13:00:00", at_end: stop}
costs: none
source:
  - cohort: a
    users: 10
    every: 1s
    first: "12:00:00"
    count: 600
log: {partitions: 3, partition_by: user}
job:
  window: {kind: tumbling, size: 1m}
  aggregate: count
modes:
  m:
    kind: micro_batch
    trigger: {kind: available_now, at: "12:20:00"}
    output: append
    watermark: {kind: bounded, delay: 0s}
    records_max: 100
)";

Scenario scenario(const std::vector<Setting>& settings, const std::string& faults = "") {
    Loaded loaded =
        load_scenario_text("runs.yaml", text + faults, settings, [](const std::string&) { return FileText{}; });
    if (!loaded.scenario) throw std::runtime_error(one_line(loaded.problems.front()));
    return std::move(*loaded.scenario);
}
struct Batch {
    ProcessingTime at{};
    std::uint64_t records{0};
};
std::vector<Batch> batches_of(const Simulation& run) {
    std::vector<Batch> batches;
    for (const JobEntry& entry : run.modes.front().jobs)
        if (entry.note.step == NoteJob::Step::read) batches.push_back({entry.stamp.at, entry.note.records.count});
    return batches;
}
Simulation run_sound(const Scenario& scenario) {
    Simulation run = tidemark::run(scenario, Seed{1});
    Judgement judgement(run);
    for (const Violation& violation : check_invariants(judgement))
        ADD_FAILURE() << to_text(violation, run);
    return run;
}

TEST(MicroBatchRuns, AvailableNowTakesAllThatIsThereInCappedBatchesAndOneMore) {
    const Simulation run = run_sound(scenario({}));
    const std::vector<Batch> batches = batches_of(run);
    ASSERT_GE(batches.size(), 7u);
    std::uint64_t all = 0;
    for (const Batch& batch : batches) {
        EXPECT_LE(batch.records, 100u + 2u) << "each of three partitions gives at least one";
        all += batch.records;
    }
    EXPECT_EQ(all, 600u);
    EXPECT_EQ(batches.back().records, 0u) << "the watermark has moved: a batch without data";
    EXPECT_EQ(batches.front().at, batches.back().at) << "without costs all within one instant";
    const ModeTrace& mode = run.modes.front();
    EXPECT_EQ(mode.counters.rows_written, 9u) << "ten minutes, of which the last is still open";
}

TEST(MicroBatchRuns, ACapAndASingleBatchContradictEachOther) {
    const Loaded loaded = load_scenario_text("runs.yaml", text, {{"modes.m.trigger", "{kind: once, at: '12:20:00'}"}},
                                             [](const std::string&) { return FileText{}; });
    ASSERT_EQ(loaded.problems.size(), 1u);
    EXPECT_EQ(loaded.problems.front().message, "records_max: a run of one batch takes all there is");
}

TEST(MicroBatchRuns, ARunOfOneBatchLeavesItsLastWindowsToTheNext) {
    Scenario once = scenario({{"modes.m.trigger", "{kind: available_now, at: ['12:05:00', '12:20:00', '12:40:00']}"}});
    auto& micro = std::get<MicroBatchMode>(once.modes.front().settings);
    micro.runs->all_available = false;
    micro.records_max.reset();
    const Simulation run = run_sound(once);
    const std::vector<Batch> batches = batches_of(run);
    ASSERT_EQ(batches.size(), 3u) << "three starts, three batches; the last has no data, and evicts (S-2)";
    EXPECT_EQ(batches[0].records, 301u);
    EXPECT_EQ(batches[1].records, 299u);
    EXPECT_EQ(batches[2].records, 0u);
    const std::vector<RowEntry>& rows = run.modes.front().rows;
    ASSERT_EQ(rows.size(), 9u);
    EXPECT_EQ(rows.front().stamp.at, batches[1].at) << "what the first learned, the second uses";
    EXPECT_EQ(rows.back().stamp.at, batches[2].at);
}

TEST(MicroBatchRuns, ADriverThatDiesInARunGoesOnWithIt) {
    Scenario costly =
        scenario({{"costs", "{record: 100ms}"}}, "faults:\n  - {crash: m, at: \"12:20:25\", restart_after: 5s}\n");
    const Simulation run = run_sound(costly);
    std::uint64_t fresh = 0;
    for (const RowEntry& row : run.modes.front().rows)
        if (row.row) fresh += row.row->fresh.count;
    EXPECT_EQ(fresh, 540u) << "nine whole minutes, each record once";
    EXPECT_EQ(run.modes.front().counters.restores, 1u);
}

TEST(MicroBatchRuns, ADeadDriverOwesNothingOnceItsRunIsOver) {
    const Simulation calm = run_sound(scenario({}));
    const Simulation crashed =
        run_sound(scenario({}, "faults:\n  - {crash: m, at: \"12:30:00\", restart_after: 5s}\n"));
    EXPECT_EQ(batches_of(crashed).size(), batches_of(calm).size());
}

TEST(MicroBatchRuns, ACapHoldsForATriggerToo) {
    const Simulation run = run_sound(scenario({{"modes.m.trigger", "1m"}, {"modes.m.records_max", "30"}}));
    for (const Batch& batch : batches_of(run))
        EXPECT_LE(batch.records, 32u);
    EXPECT_EQ(run.modes.front().counters.read.count, 600u) << "60 a minute come, 30 a minute go: done at 12:20";
}

TEST(MicroBatchRuns, ArePaidForWhileTheyRun) {
    Scenario costly = scenario({{"costs", "{record: 100ms}"}});
    const Simulation run = run_sound(costly);
    Judgement judgement(run);
    // Sixty seconds of work, and what starting and asking costs; in millionths of node-hours. The clock runs an hour.
    EXPECT_GE(judgement.metrics(0).cost.micro_node_hours, 60 * 1'000'000 / 3600);
    EXPECT_LT(judgement.metrics(0).cost.micro_node_hours, 90 * 1'000'000 / 3600);
    EXPECT_EQ(judgement.metrics(0).parts.scheduled, 1u);
    EXPECT_EQ(judgement.metrics(0).parts.long_running, 0u);
}

}  // namespace
}  // namespace tidemark
