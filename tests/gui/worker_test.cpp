#include "gui/worker.h"

#include "tests/gui/headless.h"

#include <gtest/gtest.h>

#include <atomic>

namespace tidemark::gui {
namespace {

TEST(Worker, GivesTheRunOnce) {
    std::atomic<int> calls{0};
    {
        Worker worker([&] { ++calls; });
        EXPECT_FALSE(worker.busy());
        worker.submit({scenario_path("subway-2358"), {}, std::nullopt});
        EXPECT_TRUE(worker.busy());
        worker.wait();
        const auto result = worker.take();
        ASSERT_TRUE(result);
        ASSERT_NE(result->run, nullptr);
        EXPECT_EQ(result->run->modes(), result->run->scenario().modes.size());
        EXPECT_FALSE(worker.take());
        EXPECT_FALSE(worker.busy());
    }
    EXPECT_EQ(calls, 1);  // perhaps after the result was taken, but not after the worker is gone
}

TEST(Worker, OnlyTheNewestRequestCounts) {
    Worker worker;
    for (int lateness = 1; lateness <= 20; ++lateness)
        worker.submit({scenario_path("subway-2358"),
                       {{"stream.allowed_lateness", std::to_string(lateness) + "m"}},
                       std::nullopt});
    worker.wait();
    const auto result = worker.take();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->request.settings.at(0).value, "20m");
    EXPECT_FALSE(worker.take());
}

TEST(Worker, WhatWasCancelledLeavesNothing) {
    Worker worker;
    worker.submit({scenario_path("subway-2358"), {}, std::nullopt});
    worker.cancel();
    worker.wait();
    EXPECT_FALSE(worker.take());
    EXPECT_FALSE(worker.busy());
    // A worker that goes away with work to do only waits for it.
    Worker abandoned;
    abandoned.submit({scenario_path("subway-2358"), {}, std::nullopt});
}

TEST(Worker, TheRunIsTheOneOfTheCommandLine) {
    const RunResult result = load_and_run(
        {scenario_path("subway-2358"), {{"stream.allowed_lateness", "0s"}}, std::nullopt}, [] { return false; });
    ASSERT_NE(result.run, nullptr);
    const Loaded loaded = load_scenario_file(scenario_path("subway-2358"), {{"stream.allowed_lateness", "0s"}});
    const Simulation whole = run(*loaded.scenario, Seed{loaded.scenario->seed});
    ASSERT_EQ(whole.modes.size(), result.run->modes());
    EXPECT_EQ(whole.tape->input, result.run->simulation().tape->input);
    for (std::size_t mode = 0; mode < whole.modes.size(); ++mode) {
        EXPECT_EQ(whole.modes[mode].output, result.run->simulation().modes[mode].output);
        EXPECT_EQ(whole.modes[mode].schedule, result.run->simulation().modes[mode].schedule);
    }
}

TEST(Worker, AMistakeIsAValue) {
    const RunResult missing = load_and_run({"/nowhere.yaml", {}, std::nullopt}, [] { return false; });
    EXPECT_EQ(missing.run, nullptr);
    EXPECT_FALSE(missing.problems.empty());
    const RunResult wrong = load_and_run(
        {scenario_path("subway-2358"), {{"stream.alowed_lateness", "0s"}}, std::nullopt}, [] { return false; });
    EXPECT_EQ(wrong.run, nullptr);
    ASSERT_FALSE(wrong.problems.empty());
    EXPECT_NE(wrong.problems[0].message.find("alowed_lateness"), std::string::npos);
}

// Nobody can tell what was taken from the run before.
TEST(Worker, WhatServesAgainGivesTheSameRun) {
    const auto never = [] { return false; };
    const RunResult before = load_and_run({scenario_path("subway-2358"), {}, std::nullopt}, never);
    ASSERT_NE(before.run, nullptr);
    struct Changed {
        std::vector<Setting> settings;
        std::optional<std::uint64_t> seed;
        bool same_tape;
    };
    for (const Changed& changed : std::vector<Changed>{{{{"stream.allowed_lateness", "0s"}}, std::nullopt, true},
                                                       {{{"batch.takes", "5m"}, {"micro.trigger", "2m"}}, std::nullopt, true},
                                                       {{}, 7, false},
                                                       {{{"job.window.size", "30m"}}, std::nullopt, false},
                                                       {{{"clock.at_end", "stop"}}, std::nullopt, false}}) {
        const RunRequest request{scenario_path("subway-2358"), changed.settings, changed.seed};
        const RunResult fresh = load_and_run(request, never), again = load_and_run(request, never, before.run.get());
        const std::string what = changed.settings.empty() ? "seed" : changed.settings.front().path;
        ASSERT_NE(fresh.run, nullptr) << what << render(fresh.problems) << fresh.refusal;
        ASSERT_NE(again.run, nullptr) << what;
        const Simulation &a = fresh.run->simulation(), &b = again.run->simulation();
        EXPECT_EQ(b.tape == before.run->simulation().tape, changed.same_tape) << what;
        EXPECT_EQ(a.tape->input, b.tape->input) << what;
        EXPECT_EQ(a.violations.size(), b.violations.size()) << what;
        ASSERT_EQ(a.modes.size(), b.modes.size()) << what;
        for (std::size_t mode = 0; mode < a.modes.size(); ++mode) {
            EXPECT_EQ(a.modes[mode].mode, b.modes[mode].mode) << what;
            EXPECT_EQ(a.modes[mode].schedule, b.modes[mode].schedule) << what << " " << a.modes[mode].mode;
            EXPECT_EQ(a.modes[mode].state, b.modes[mode].state) << what << " " << a.modes[mode].mode;
            EXPECT_EQ(a.modes[mode].output, b.modes[mode].output) << what << " " << a.modes[mode].mode;
            EXPECT_EQ(a.modes[mode].metrics, b.modes[mode].metrics) << what << " " << a.modes[mode].mode;
        }
    }
}

}  // namespace
}  // namespace tidemark::gui
