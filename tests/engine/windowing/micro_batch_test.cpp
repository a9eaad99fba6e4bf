#include "engine/windowing/micro_batch.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace std::chrono_literals;

Record record(std::uint64_t id, EventDuration at, std::int64_t value = 1, std::uint32_t key = 1) {
    return {EventId{id}, EventTime{at}, value, KeyId{key}, UserId{}};
}

MicroBatchOptions sums(OutputMode output) {
    MicroBatchOptions options;
    options.window = Tumbling{10s, 0s};
    options.delay = 5s;
    options.output = output;
    options.aggregate.kind = AggregateKind::sum;
    return options;
}

TEST(MicroBatch, OrdersItsRowsByWindowThenKey) {
    MicroBatchQuery query{sums(OutputMode::update)};
    const auto result = query.run({record(1, 15s, 1, 9), record(2, 3s, 2, 5), record(3, 3s, 4, 2)});
    ASSERT_EQ(result.rows.size(), 3U);
    EXPECT_EQ(result.rows[0].key, KeyId{2});
    EXPECT_EQ(result.rows[1].key, KeyId{5});
    EXPECT_EQ(result.rows[2].key, KeyId{9});
    EXPECT_EQ(result.rows[0].value.number, 4);
}

TEST(MicroBatch, SaysWhatARowShowsForTheFirstTime) {
    MicroBatchQuery query{sums(OutputMode::complete)};
    query.run({record(1, 3s)});
    const auto result = query.run({record(2, 4s), record(3, 14s)});
    ASSERT_EQ(result.rows.size(), 2U);
    EXPECT_EQ(result.rows[0].value.count, 2U);
    EXPECT_EQ(result.rows[0].fresh_count, 1U);
    EXPECT_EQ(result.rows[0].fresh_members, scatter(EventId{2}));
    EXPECT_EQ(query.unfired(), Tally{});
}

TEST(MicroBatch, TheBooksOfAppendBalance) {
    MicroBatchQuery query{sums(OutputMode::append)};
    Tally read, shown, late;
    for (std::uint64_t id = 0; id < 500; ++id) {
        const Record one = record(id, EventDuration{static_cast<std::int64_t>(id) * 700 -
                                                    static_cast<std::int64_t>(scatter(EventId{id}) % 30'000)});
        read.add(one.id);
        const auto result = query.run({one}, true);
        for (const Record& refused : result.late)
            late.add(refused.id);
        EXPECT_EQ(result.placed.size() + result.late.size(), 1U);
        for (const MicroBatchRow& row : result.rows)
            shown += {row.fresh_count, row.fresh_members};
        EXPECT_EQ(shown + late + query.unfired(), read);
    }
    EXPECT_GT(late.count, 0U);
    EXPECT_GT(shown.count, 0U);
}

TEST(MicroBatch, AReplayedBatchGivesTheSameRows) {
    MicroBatchQuery query{sums(OutputMode::append)};
    query.run({record(1, 3s), record(2, 14s)});
    const MicroBatchQuery state_store = query;
    const auto first = query.run({record(3, 30s), record(4, 5s)});
    MicroBatchQuery again = state_store;
    again.restore_watermark(*state_store.watermark());
    const auto second = again.run({record(3, 30s), record(4, 5s)});
    ASSERT_EQ(first.rows.size(), second.rows.size());
    EXPECT_EQ(again.digest(), query.digest());
    EXPECT_EQ(again.watermark(), query.watermark());
}

TEST(MicroBatch, TheWatermarkOfTheLogsNeverGoesBack) {
    MicroBatchQuery query{sums(OutputMode::append)};
    query.restore_watermark(EventTime{20s});
    query.restore_watermark(EventTime{10s});
    EXPECT_EQ(query.watermark(), EventTime{20s});
    EXPECT_TRUE(query.no_data_batch_due());
    query.run({});
    EXPECT_FALSE(query.no_data_batch_due());
}

TEST(MicroBatch, SlidingWindowsTakeWhatIsNotYetLate) {
    MicroBatchOptions options = sums(OutputMode::update);
    options.window = Sliding{10s, 5s, 0s};
    options.no_data_batches = false;
    MicroBatchQuery query{options};
    query.run({record(1, 20s)});
    query.run({});
    const auto result = query.run({record(2, 12s), record(3, 7s)}, true);
    EXPECT_EQ(result.dropped_groups, 2U);  // [5s,15s), twice one group, and [0s,10s) end by 15s
    ASSERT_EQ(result.late.size(), 1U);
    EXPECT_EQ(result.late[0].id, EventId{3});
    ASSERT_EQ(result.placed.size(), 1U);
    EXPECT_EQ(result.placed[0].second, (Window{EventTime{10s}, EventTime{20s}}));
}

}  // namespace
}  // namespace tidemark
