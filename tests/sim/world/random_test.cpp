#include "sim/world/random.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace tidemark {
namespace {

// Computed by an independent program (arbitrary-precision integers). A change here changes every scenario's future.
TEST(Random, KnownAnswers) {
    EXPECT_EQ(hash_of(""), 0xcbf29ce484222325u);
    EXPECT_EQ(hash_of("foobar"), 0x85944171f73967e8u);
    EXPECT_EQ((Entity{"device", "3"}.hash), 0x2759434507d07605u);
    EXPECT_EQ(draw(Seed{0}, Purpose::event_gap, Entity{""}, 0), 0x0bff8b269c48b1deu);
    EXPECT_EQ(draw(Seed{1}, Purpose::event_gap, Entity{"crowd"}, 0), 0xae45f109108cbfa3u);
    EXPECT_EQ(draw(Seed{1}, Purpose::event_gap, Entity{"crowd"}, 1), 0xf681d9da0039b573u);
    EXPECT_EQ(draw(Seed{2}, Purpose::event_gap, Entity{"crowd"}, 0), 0x1d75c47e9efec92eu);
    EXPECT_EQ(draw(Seed{1}, Purpose::event_value, Entity{"crowd"}, 0), 0xdaae789fa9196098u);
    EXPECT_EQ(draw(Seed{1}, Purpose::network_delay, Entity{"crowd"}, 7), 0xbb5833be5d102eb5u);
    EXPECT_EQ(draw(Seed{42}, Purpose::offline_user, Entity("crowd", "u7"), 0), 0x89364d34c6c7ae82u);
    EXPECT_EQ(draw(Seed{UINT64_MAX}, Purpose::online_phase, Entity{"device/3"}, UINT64_MAX), 0xee77255b50f32363u);
    EXPECT_EQ((Draws{Seed{1}, Purpose::network_delay, Entity{"crowd"}}(7, 2)), 0xefc70afc2335d6f1u);
    EXPECT_EQ((Draws{Seed{1}, Purpose::network_delay, Entity{"crowd"}}(7, 0)), 0xbb5833be5d102eb5u);
}

TEST(Random, TheRegistryOfPurposesIsFrozen) {
    const std::array<std::pair<Purpose, int>, 11> registry{{{Purpose::event_gap, 101},
                                                            {Purpose::event_user, 102},
                                                            {Purpose::event_key, 103},
                                                            {Purpose::event_value, 104},
                                                            {Purpose::offline_user, 105},
                                                            {Purpose::online_phase, 106},
                                                            {Purpose::offline_phase, 107},
                                                            {Purpose::clock_skew, 108},
                                                            {Purpose::flush_order, 109},
                                                            {Purpose::duplicate, 110},
                                                            {Purpose::network_delay, 201}}};
    for (const auto& [purpose, number] : registry)
        EXPECT_EQ(static_cast<int>(purpose), number);
    EXPECT_EQ(layer_of(Purpose::duplicate), Layer::world);
    EXPECT_EQ(layer_of(Purpose::network_delay), Layer::network);
}

TEST(Random, LayersHaveSeedsOfTheirOwn) {
    EXPECT_NE(Draws::layer_seed(Seed{1}, Layer::world), Draws::layer_seed(Seed{1}, Layer::network));
    EXPECT_NE(Draws::layer_seed(Seed{1}, Layer::world), Draws::layer_seed(Seed{2}, Layer::world));
}

TEST(Random, MultipliesToTheHighHalf) {
    EXPECT_EQ(multiply_high(0x0123456789abcdef, 0xfedcba9876543210), 0x121fa00ad77d742u);
    EXPECT_EQ(multiply_high(UINT64_MAX, UINT64_MAX), UINT64_MAX - 1);
    EXPECT_EQ(multiply_high(UINT64_MAX, 1), 0u);
}

TEST(Random, BelowIsEvenAndInRange) {
    const Draws draws{Seed{7}, Purpose::event_key, Entity{"test"}};
    std::array<int, 10> counts{};
    for (std::uint64_t i = 0; i < 100'000; ++i)
        ++counts.at(below(draws(i), counts.size()));
    for (const int count : counts)
        EXPECT_NEAR(count, 10'000, 400);  // four standard deviations
    EXPECT_EQ(below(UINT64_MAX, 3), 2u);
    EXPECT_EQ(below(UINT64_MAX, 1), 0u);
}

TEST(Random, AHigherChanceKeepsWhatALowerOneGave) {
    const Draws draws{Seed{7}, Purpose::duplicate, Entity{"test"}};
    const Chance rare{50'000}, common{100'000};
    int rare_count = 0, common_count = 0;
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        EXPECT_TRUE(!rare(draws(i)) || common(draws(i))) << i;
        rare_count += rare(draws(i)) ? 1 : 0;
        common_count += common(draws(i)) ? 1 : 0;
    }
    EXPECT_NEAR(rare_count, 5'000, 300);
    EXPECT_NEAR(common_count, 10'000, 400);
}

TEST(Random, NeverAndAlwaysAreExact) {
    EXPECT_FALSE(Chance{0}(0));
    EXPECT_TRUE(Chance{0}.never());
    EXPECT_TRUE(Chance{1'000'000}(UINT64_MAX));
    EXPECT_TRUE(Chance{1}(18'446'744'073'708));  // floor(2^64 / 10^6) is 18'446'744'073'709
    EXPECT_FALSE(Chance{1}(18'446'744'073'709));
    EXPECT_FALSE(Chance{333'333}(6'148'908'542'321'825'968));
    EXPECT_TRUE(Chance{333'333}(6'148'908'542'321'825'967));
}

TEST(Random, NeighbouringIndexesShareNothing) {
    const Draws draws{Seed{7}, Purpose::event_gap, Entity{"test"}};
    int differing = 0;
    for (std::uint64_t i = 0; i < 10'000; ++i)
        differing += __builtin_popcountll(draws(i) ^ draws(i + 1));
    EXPECT_NEAR(differing, 320'000, 1'600);
}

}  // namespace
}  // namespace tidemark
