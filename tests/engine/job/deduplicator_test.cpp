#include "engine/job/deduplicator.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

EventTime at(std::int64_t seconds) { return EventTime{std::chrono::seconds{seconds}}; }
Record record(std::uint64_t id, std::int64_t seconds) {
    Record record;
    record.id = EventId{id};
    record.at = at(seconds);
    return record;
}

TEST(Deduplicator, OnlyTheFirstOfAnIdIsFirst) {
    Deduplicator ids{Deduplication{}};
    EXPECT_TRUE(ids.is_first(record(1, 10)));
    EXPECT_FALSE(ids.is_first(record(1, 10)));
    EXPECT_TRUE(ids.is_first(record(2, 10)));
    EXPECT_EQ(ids.known(), 2u);
}

TEST(Deduplicator, WithoutALimitNothingIsForgotten) {
    Deduplicator ids{Deduplication{}};
    EXPECT_TRUE(ids.is_first(record(1, 10)));
    ids.forget(event_time_max);
    EXPECT_FALSE(ids.is_first(record(1, 10)));
}

TEST(Deduplicator, ForgetsAnIdWhenTheWatermarkHasPassedItsRecordByTheLimit) {
    Deduplicator ids{Deduplication{std::chrono::seconds{5}}};
    EXPECT_TRUE(ids.is_first(record(1, 10)));
    EXPECT_TRUE(ids.is_first(record(2, 12)));
    ids.forget(at(15) - EventDuration{1});
    EXPECT_FALSE(ids.is_first(record(1, 10))) << "14.999 s is not yet 5 s behind";
    ids.forget(at(15));
    EXPECT_EQ(ids.known(), 1u);
    EXPECT_TRUE(ids.is_first(record(1, 10))) << "a copy that comes now counts again";
    EXPECT_FALSE(ids.is_first(record(2, 12)));
}

TEST(Deduplicator, ALimitBeyondAllTimeIsNoLimit) {
    Deduplicator ids{Deduplication{EventDuration::max()}};
    EXPECT_TRUE(ids.is_first(record(1, 10)));
    ids.forget(at(1'000'000));
    EXPECT_FALSE(ids.is_first(record(1, 10)));
}

TEST(Deduplicator, IsAValueWhoseDigestIsThatOfWhatItKnows) {
    Deduplicator one{Deduplication{std::chrono::seconds{5}}};
    EXPECT_EQ(one.digest(), 0u);
    one.is_first(record(1, 10));
    Deduplicator saved = one;
    one.is_first(record(2, 11));
    EXPECT_NE(one.digest(), saved.digest());
    saved.is_first(record(2, 11));
    EXPECT_EQ(one.digest(), saved.digest());
    EXPECT_EQ(one.bytes(), 32u);
    one.forget(at(100));
    EXPECT_EQ(one.digest(), 0u);
}

}  // namespace
}  // namespace tidemark
