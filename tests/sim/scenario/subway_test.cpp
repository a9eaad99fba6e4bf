#include "sim/scenario/load.h"
#include "sim/scenario/values.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace std::chrono_literals;

const std::string subway = std::string{TIDEMARK_SOURCE_DIR} + "/scenarios/subway-2358.yaml";

FileText no_files(const std::string&) { return {std::nullopt, "no files in this test"}; }

TEST(SubwayFile, LoadsAsItIsWritten) {
    const Loaded loaded = load_scenario_file(subway);
    ASSERT_TRUE(loaded.scenario) << render(loaded.problems);
    const Scenario& s = *loaded.scenario;
    EXPECT_EQ(s.id, "subway-2358");
    EXPECT_EQ(s.seed, 42u);
    EXPECT_EQ(to_iso(*s.clock.until), "2024-04-11 00:40:00.000000");
    EXPECT_EQ(s.clock.at_end, Clock::AtEnd::drain);
    EXPECT_EQ(s.costs, Costs{});
    ASSERT_EQ(s.sources.size(), 3u);
    const auto& wifi = std::get<PeriodicEvents>(s.sources[0].events);
    EXPECT_EQ(s.sources[0].name, "wifi");
    EXPECT_EQ(wifi.count, 40u);
    EXPECT_EQ(to_iso(wifi.first), "2024-04-10 23:50:30.000");
    EXPECT_EQ(std::get<FixedDelay>(s.sources[0].delay).value, 1s);
    EXPECT_EQ(std::get<std::vector<OfflineInterval>>(*s.sources[1].offline).front().why, "in the subway");
    ASSERT_EQ(s.modes.size(), 4u);
    EXPECT_EQ(s.modes[0].name, "naive");
    EXPECT_EQ(kind_of(s.modes[2]), "micro_batch");
    const auto& stream = std::get<StreamMode>(s.modes[1].settings);
    EXPECT_EQ(stream.watermark.delay, 30s);
    EXPECT_FALSE(stream.watermark.emit_every);
    EXPECT_EQ(stream.allowed_lateness, 10min);
    EXPECT_EQ(stream.late, LatePolicy::side_output);
    EXPECT_EQ(stream.checkpoint->every, 2min);
    EXPECT_EQ(stream.job, s.job.logic) << "modes inherit the job";
    const auto& batch = std::get<BatchMode>(s.modes[3].settings);
    EXPECT_EQ(batch.partition_size, 1h) << "by default the window's size";
    ASSERT_EQ(batch.schedule.at.size(), 1u);
    EXPECT_EQ(to_iso(batch.schedule.at[0]), "2024-04-11 00:30:00.000000");
    ASSERT_EQ(s.expect.size(), 11u);
    const auto& panes = std::get<Expectation::OfQuery>(s.expect[4].claim);
    EXPECT_EQ(std::get<std::vector<ExpectedPane>>(std::get<Value>(panes.than)).size(), 3u);
    const auto& when = std::get<Expectation::OfQuery>(s.expect[8].claim);
    EXPECT_EQ(when.precision, 1s);
    EXPECT_EQ(std::get<Query>(std::get<Expectation::OfQuery>(s.expect[9].claim).than).mode, "naive");
    ASSERT_TRUE(s.lesson);
    EXPECT_EQ(s.lesson->steps.size(), 6u);
}

TEST(SubwayFile, ResolvesToAScenarioThatResolvesToItself) {
    const Loaded first = load_scenario_file(subway);
    ASSERT_TRUE(first.scenario);
    const std::string text = resolved(*first.scenario);
    const Loaded second = load_scenario_text("resolved.yaml", text, {}, no_files);
    ASSERT_TRUE(second.scenario) << render(second.problems);
    EXPECT_EQ(resolved(*second.scenario), text);
}

TEST(SubwayFile, IsChangedBySettings) {
    const Loaded loaded = load_scenario_file(
        subway, {{"stream.watermark.delay", "25m"}, {"batch.partition_by", "ingest_time"}, {"seed", "7"}});
    ASSERT_TRUE(loaded.scenario) << render(loaded.problems);
    EXPECT_EQ(std::get<StreamMode>(loaded.scenario->modes[1].settings).watermark.delay, 25min);
    EXPECT_EQ(std::get<BatchMode>(loaded.scenario->modes[3].settings).partition_by,
              BatchMode::PartitionBy::ingest_time);
    EXPECT_EQ(loaded.scenario->seed, 7u);
}

TEST(SubwayFile, AnInstantWithoutADayIsOnTheDayOnWhichItsClockRuns) {
    const Clock clock = load_scenario_file(subway).scenario->clock;  // from 23:50 to D+1 00:40
    const auto iso = [&](const char* text) { return to_iso(*instant_from(text, clock).value); };
    EXPECT_EQ(iso("23:58:00"), "2024-04-10 23:58:00.000000");
    EXPECT_EQ(iso("00:06:00"), "2024-04-11 00:06:00.000000");
    EXPECT_EQ(iso("D+1 00:06:00"), "2024-04-11 00:06:00.000000");
    EXPECT_EQ(iso("00:41:00"), "2024-04-10 00:41:00.000000");  // on no day: as it is written
    EXPECT_EQ(iso("end"), "2024-04-11 00:40:00.000000");
    EXPECT_FALSE(instant_from("30:61", clock).value);
}

}  // namespace
}  // namespace tidemark
