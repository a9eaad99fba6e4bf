#include "sim/judge/truth.h"

#include "tests/sim/judge/hand_made.h"

#include <gtest/gtest.h>

namespace tidemark::hand_made {
namespace {

JobLogic job_of_windows(WindowSpec window, AggregateKind kind = AggregateKind::count) {
    JobLogic job;
    job.window = window;
    job.aggregate = AggregateSpec{kind, DistinctOf::value};
    return job;
}
Window window(std::int64_t from, std::int64_t until) { return {event_at(from), event_at(until)}; }

TEST(Truth, GoesByTheTrueInstantWhateverTheDeviceShowed) {
    const auto tape = tape_of({{"fast", 50, {51}, 1, "", 20}, {"never arrived", 55, {}}, {"twice", 58, {59, 60}}});
    const Truth truth{*tape, job_of_windows(Tumbling{seconds(60), {}}), EngineName::flink};
    ASSERT_EQ(truth.cells().size(), 1u);
    EXPECT_EQ(truth.cells()[0].window, window(0, 60));
    EXPECT_EQ(truth.cells()[0].value.number, 3);
}

TEST(Truth, PutsAnEventIntoEverySlidingWindowThatContainsIt) {
    const auto tape = tape_of({{"a", 65, {65}}});
    const Truth truth{*tape, job_of_windows(Sliding{seconds(60), seconds(20), {}}), EngineName::flink};
    ASSERT_EQ(truth.cells_of(EventId{0}).size(), 3u);
    EXPECT_EQ(truth.cells()[0].window, window(20, 80));
    EXPECT_EQ(truth.cells()[2].window, window(60, 120));
    const Truth gaps{*tape, job_of_windows(Sliding{seconds(5), seconds(20), {}}), EngineName::flink};
    EXPECT_TRUE(gaps.cells().empty());
    EXPECT_TRUE(gaps.takes(EventId{0}));
}

TEST(Truth, CutsTumblingWindowsAtTheOffsetAlsoBeforeTheEpoch) {
    const std::vector<Window> before = windows_containing(Tumbling{EventDuration{7}, {}}, EventTime{EventDuration{-8}});
    ASSERT_EQ(before.size(), 1u);
    EXPECT_EQ(before[0].start, EventTime{EventDuration{-14}});
    const std::vector<Window> moved =
        windows_containing(Tumbling{EventDuration{7}, EventDuration{3}}, EventTime{EventDuration{-1}});
    EXPECT_EQ(moved[0].start, EventTime{EventDuration{-4}});
}

TEST(Truth, SessionsTouchAsTheirEngineSays) {
    const auto tape = tape_of({{"a", 0, {0}}, {"b", 10, {10}}, {"c", 21, {21}}});
    const JobLogic job = job_of_windows(Session{seconds(10)});
    const Truth flink{*tape, job, EngineName::flink}, beam{*tape, job, EngineName::beam},
        kafka{*tape, job, EngineName::kafka};
    ASSERT_EQ(flink.cells().size(), 2u);
    EXPECT_EQ(flink.cells()[0].window, window(0, 20));
    EXPECT_EQ(beam.cells().size(), 3u);
    ASSERT_EQ(kafka.cells().size(), 2u);
    EXPECT_EQ(kafka.cells()[0].window.end,
              event_at(10) + EventDuration{1});  // closed: its last record is its last instant
}

TEST(Truth, SessionsAreOfOneKey) {
    const auto tape = tape_of({{"a", 0, {0}, 1, "x"}, {"b", 5, {5}, 1, "y"}, {"c", 9, {9}, 1, "x"}});
    const Truth truth{*tape, job_of_windows(Session{seconds(10)}), EngineName::flink};
    ASSERT_EQ(truth.cells().size(), 2u);
    EXPECT_EQ(truth.cells()[0].members, std::vector<EventId>({EventId{1}}));
    EXPECT_EQ(truth.cells()[1].members, std::vector<EventId>({EventId{0}, EventId{2}}));
}

TEST(Truth, FiltersMapsAndKeysAsTheJobSays) {
    const auto tape = tape_of({{"a", 1, {1}, 5, "x"}, {"b", 2, {2}, 20, "x"}, {"c", 3, {3}, 30, "y"}});
    JobLogic job = job_of_windows(Tumbling{seconds(60), {}}, AggregateKind::sum);
    job.filter.value_min = 10;
    job.map = {2, 1};
    const Truth by_key{*tape, job, EngineName::flink};
    EXPECT_FALSE(by_key.takes(EventId{0}));
    ASSERT_EQ(by_key.cells().size(), 2u);
    EXPECT_EQ(by_key.cells()[0].value.number, 41);
    EXPECT_EQ(by_key.over_keys(window(0, 60)).number, 102);
    job.key = KeyBy::none;
    const Truth of_all{*tape, job, EngineName::flink};
    ASSERT_EQ(of_all.cells().size(), 1u);
    EXPECT_EQ(of_all.cells()[0].value.number, 102);
}

TEST(Truth, KnowsEveryAggregate) {
    const auto tape = tape_of({{"a", 1, {1}, 5}, {"b", 2, {2}, 5}, {"c", 3, {3}, -6}});
    const auto folded = [&](AggregateKind kind) {
        const Truth truth{*tape, job_of_windows(Tumbling{seconds(60), {}}, kind), EngineName::flink};
        return value_of(*truth.job().aggregate, truth.cells().at(0).value);
    };
    EXPECT_EQ(folded(AggregateKind::count), Value{std::int64_t{3}});
    EXPECT_EQ(folded(AggregateKind::sum), Value{std::int64_t{4}});
    EXPECT_EQ(folded(AggregateKind::min), Value{std::int64_t{-6}});
    EXPECT_EQ(folded(AggregateKind::max), Value{std::int64_t{5}});
    EXPECT_EQ(folded(AggregateKind::mean), Value{Millionths{1'333'333}});
    EXPECT_EQ(folded(AggregateKind::distinct), Value{std::int64_t{2}});
    EXPECT_EQ(folded(AggregateKind::list), Value{std::string{"[-6,5,5]"}});
}

TEST(Truth, OfAJobThatPassesRowsOnIsHowManyHappened) {
    const auto tape = tape_of({{"a", 0, {0}}, {"b", 59, {70}}, {"c", 60, {60}}});
    const Truth truth{*tape, JobLogic{}, EngineName::flink};
    EXPECT_TRUE(truth.cells().empty());
    EXPECT_EQ(truth.happened_in(event_at(0), event_at(60)), 2u);
}

}  // namespace
}  // namespace tidemark::hand_made
