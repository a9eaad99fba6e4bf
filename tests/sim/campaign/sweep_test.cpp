#include "sim/campaign/sweep.h"

#include "sim/judge/expectations.h"
#include "sim/judge/judgement.h"
#include "sim/judge/query.h"
#include "sim/scenario/load.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tidemark {
namespace {

// Twenty events with delays by chance: how many come too late depends on the seed, and on the watermark's delay.
constexpr const char* by_chance = R"(tidemark: 1
id: by-chance
clock: {day0: 2024-04-10, from: "12:00:00", until: "12:10:00", at_end: drain}
costs: none
source:
  - cohort: s
    every: 6s
    count: 20
    delay: {kind: exp, mean: 20s}
job:
  window: {kind: tumbling, size: 1m}
  aggregate: count
modes:
  stream:
    kind: stream
    watermark: {kind: bounded, delay: 10s}
  batch:
    kind: batch
    schedule: {every: 1m}
expect:
  - {id: few-lost, of: stream.dropped, at_most: 1}
sometimes: [late]
)";

std::shared_ptr<const Scenario> scenario(const std::vector<Setting>& settings = {}) {
    Loaded loaded =
        load_scenario_text("by-chance.yaml", by_chance, settings, [](const std::string&) { return FileText{}; });
    if (!loaded.scenario) throw std::runtime_error(one_line(loaded.problems.front()));
    return std::make_shared<const Scenario>(std::move(*loaded.scenario));
}

SweepPlan plan_of(std::uint64_t seeds, std::size_t threads = 1) {
    SweepPlan plan;
    plan.points = {scenario(), scenario({{"stream.watermark.delay", "10m"}})};
    plan.seeds = {100, 100 + seeds};
    plan.threads = threads;
    plan.level = usual_level(plan.points);
    return plan;
}
const auto on = [](std::uint64_t, std::uint64_t) { return true; };

std::string text_of(const SweepResult& result) {
    std::string text = to_string(result.fingerprint);
    for (const FailedRun& failed : result.failures) {
        text += "\n" + std::to_string(failed.seed) + "/" + std::to_string(failed.point);
        for (const SweepFinding& finding : failed.findings)
            text += " " + finding.name + " " + finding.message;
    }
    for (const SweptPoint& point : result.points) {
        for (const SweptMode& mode : point.modes)
            text += "\n" + mode.mode + " " + std::to_string(mode.failed) + " " + std::to_string(mode.error.max) + " " +
                    std::to_string(mode.median_wait_us.median);
    }
    return text;
}

TEST(Sweep, ThreadsNeverChangeAResult) {
    const SweepResult one = sweep(plan_of(60, 1), on);
    EXPECT_EQ(one.runs, 120u);
    EXPECT_FALSE(one.stopped);
    EXPECT_EQ(text_of(sweep(plan_of(60, 4), on)), text_of(one));
}

TEST(Sweep, FindsTheSeedsThatFailAndNoOthers) {
    const SweepResult result = sweep(plan_of(60), on);
    ASSERT_FALSE(result.failures.empty());
    ASSERT_LT(result.failures.size(), 60u);
    auto failed = result.failures.begin();
    for (std::uint64_t seed = 100; seed < 160; ++seed) {
        const Simulation run = tidemark::run(*scenario(), Seed{seed});
        Judgement judgement(run);
        const bool fails = judge_expectations(judgement).front().outcome == Outcome::fail;
        const bool listed = failed != result.failures.end() && failed->seed == seed;
        EXPECT_EQ(fails, listed) << "seed " << seed;
        if (!listed) continue;
        EXPECT_EQ(failed->point, 0u) << "with a watermark ten minutes behind nothing is lost";
        EXPECT_EQ(failed->findings.front().name, "few-lost");
        EXPECT_EQ(failed->findings.front().mode, "stream");
        ++failed;
    }
    EXPECT_EQ(result.points[0].failed, result.failures.size());
    EXPECT_EQ(result.points[1].failed, 0u);
}

TEST(Sweep, SumsUpEachModeAtEachPoint) {
    const SweepResult result = sweep(plan_of(20), on);
    ASSERT_EQ(result.points.size(), 2u);
    ASSERT_EQ(result.points[0].modes.size(), 2u);
    const SweptMode& hasty = result.points[0].modes[0];
    const SweptMode& patient = result.points[1].modes[0];
    EXPECT_EQ(hasty.mode, "stream");
    EXPECT_EQ(hasty.runs, 20u);
    EXPECT_EQ(hasty.error.count, 20u);
    EXPECT_LE(hasty.error.min, hasty.error.median);
    EXPECT_LE(hasty.error.median, hasty.error.max);
    EXPECT_GT(hasty.error.max, 0);
    EXPECT_EQ(hasty.error.max, hasty.late_lost.max) << "a count is off by what it lost";
    EXPECT_EQ(patient.error.max, 0);
    EXPECT_LT(hasty.median_wait_us.max, patient.median_wait_us.min) << "who waits longer is right more often";
}

TEST(Sweep, WhatHappensSometimesMustHappenInOneRunOfAll) {
    EXPECT_TRUE(sweep(plan_of(20), on).never.empty());
    SweepPlan patient = plan_of(20);
    patient.points.erase(patient.points.begin());
    const SweepResult result = sweep(patient, on);
    ASSERT_EQ(result.never.size(), 1u);
    EXPECT_EQ(result.never.front().what, "late");
    EXPECT_TRUE(result.failures.empty()) << "no single run is to blame";
}

TEST(Sweep, StopsAfterSoManyFailuresAtTheSamePlaceOnAnyThreads) {
    SweepPlan plan = plan_of(200, 3);
    plan.failures_max = 2;
    const SweepResult result = sweep(plan, on);
    EXPECT_EQ(result.failures.size(), 2u);
    EXPECT_TRUE(result.stopped);
    plan.threads = 1;
    EXPECT_EQ(text_of(sweep(plan, on)), text_of(result));
}

TEST(Sweep, StopsWhenAskedAndKnowsTheFirstRuns) {
    const SweepResult result = sweep(plan_of(100, 2), [](std::uint64_t runs, std::uint64_t) { return runs < 7; });
    EXPECT_EQ(result.runs, 7u);
    EXPECT_TRUE(result.stopped);
    EXPECT_EQ(result.points[0].runs, 4u);
    EXPECT_EQ(result.points[1].runs, 3u);
}

TEST(Sweep, RunsOnlyTheModesAskedForAndJudgesOnlyThese) {
    SweepPlan plan = plan_of(20);
    plan.modes = {"batch"};
    const SweepResult result = sweep(plan, on);
    ASSERT_EQ(result.points[0].modes.size(), 1u);
    EXPECT_EQ(result.points[0].modes[0].mode, "batch");
    EXPECT_TRUE(result.failures.empty());
}

// What level_needed says is enough: at that level no question is refused for the level.
TEST(LevelNeeded, IsEnoughForEveryQuestion) {
    const auto asked = scenario();
    for (const TraceLevel level : {TraceLevel::fingerprint, TraceLevel::answers, TraceLevel::full}) {
        const Simulation run = tidemark::run(*asked, Seed{1}, {level, {}});
        Judgement judgement(run);
        for (const QueryInfo& info : query_catalogue()) {
            Query query;
            query.kind = info.kind;
            query.mode = info.kind == QueryKind::truth ? "" : "stream";
            const Evaluation got = evaluate(judgement, query);
            const bool refused = got.problem && got.problem->find("level") != std::string::npos;
            EXPECT_EQ(refused, level < level_needed(query)) << info.name;
        }
    }
    EXPECT_EQ(level_needed(*asked), TraceLevel::full) << "dropped is a fate";
}

}  // namespace
}  // namespace tidemark
