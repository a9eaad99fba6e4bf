#include "engine/windowing/aggregate.h"

#include "engine/windowing/accumulator.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

std::string shown(AggregateKind kind, const std::vector<std::int64_t>& values) {
    const AggregateSpec spec{kind, DistinctOf::value};
    Accumulator accumulator;
    std::uint64_t id = 0;
    for (const std::int64_t value : values)
        accumulator.add(spec, {EventId{id++}, EventTime{}, value, KeyId{}, UserId{}});
    return to_string(spec, accumulator.value(spec));
}

TEST(Aggregate, IsShownInIntegersAlone) {
    EXPECT_EQ(shown(AggregateKind::count, {7, 7}), "2");
    EXPECT_EQ(shown(AggregateKind::sum, {7, -9}), "-2");
    EXPECT_EQ(shown(AggregateKind::min, {7, -9, 3}), "-9");
    EXPECT_EQ(shown(AggregateKind::max, {-7, -9}), "-7");
    EXPECT_EQ(shown(AggregateKind::mean, {7, 8}), "7.500000");
    EXPECT_EQ(shown(AggregateKind::mean, {-1, -1, 0}), "-0.666667");
    EXPECT_EQ(shown(AggregateKind::mean, {0, 0, 1}), "0.333333");
    EXPECT_EQ(shown(AggregateKind::mean, {INT64_MIN}), "-9223372036854775808.000000");
    EXPECT_EQ(shown(AggregateKind::distinct, {0, 5, 0, -5, 5}), "3");
    EXPECT_EQ(shown(AggregateKind::list, {3, 1, 2}), "[1,2,3]");
}

TEST(Aggregate, OfNothingIsNothing) {
    EXPECT_EQ(shown(AggregateKind::count, {}), "0");
    EXPECT_EQ(shown(AggregateKind::sum, {}), "0");
    EXPECT_EQ(shown(AggregateKind::min, {}), "null");
    EXPECT_EQ(shown(AggregateKind::mean, {}), "null");
    EXPECT_EQ(shown(AggregateKind::list, {}), "[]");
}

TEST(Aggregate, RoundsAMeanUpToTheNextWhole) {
    EXPECT_EQ(to_string({AggregateKind::mean, DistinctOf::value}, {10'000'000, 19'999'999, 0, nullptr}), "2.000000");
}

TEST(Accumulator, MergesAsIfTheRecordsHadBeenItsOwn) {
    for (const AggregateKind kind : {AggregateKind::count, AggregateKind::sum, AggregateKind::min, AggregateKind::max,
                                     AggregateKind::mean, AggregateKind::distinct, AggregateKind::list}) {
        const AggregateSpec spec{kind, DistinctOf::user};
        Accumulator all, first, second;
        for (std::uint32_t i = 0; i < 100; ++i) {
            const Record record{EventId{i}, EventTime{}, static_cast<std::int64_t>(i * 37 % 50) - 25, KeyId{},
                                UserId{i % 13}};
            all.add(spec, record);
            (i < 40 ? first : second).add(spec, record);
        }
        first.merge(spec, second);
        EXPECT_EQ(to_string(spec, first.value(spec)), to_string(spec, all.value(spec)));
        EXPECT_EQ(first.count(), 100U);
        EXPECT_EQ(first.members(), all.members());
        Digest a, b;
        first.add_to(a);
        all.add_to(b);
        EXPECT_EQ(a.value(), b.value());
        first.merge(spec, Accumulator{});
        EXPECT_EQ(first.count(), 100U);
    }
}

TEST(NumberSet, HoldsWhatWasPutIn) {
    NumberSet set;
    for (std::int64_t i = -500; i < 500; ++i)
        EXPECT_TRUE(set.insert(i * 1'000'003));
    for (std::int64_t i = -500; i < 500; ++i)
        EXPECT_FALSE(set.insert(i * 1'000'003));
    EXPECT_EQ(set.size(), 1000U);
    set.clear();
    EXPECT_EQ(set.size(), 0U);
    EXPECT_EQ(set.digest(), NumberSet{}.digest());
}

}  // namespace
}  // namespace tidemark
