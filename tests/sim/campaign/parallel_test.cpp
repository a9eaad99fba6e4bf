#include "sim/campaign/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace tidemark {
namespace {

TEST(InOrder, TellsInOrderWhateverEndsFirst) {
    constexpr std::uint64_t count = 500, ahead = 16;
    std::vector<std::uint64_t> ring(ahead), told;
    std::atomic<std::uint64_t> telling{0};
    std::atomic<bool> too_far{false};
    in_order(
        4, count, ahead,
        [&](std::uint64_t i) {
            if (i >= telling + ahead) too_far = true;
            if (i % 50 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(3));
            ring[i % ahead] = i * i;
        },
        [&](std::uint64_t i) {
            told.push_back(ring[i % ahead]);
            ++telling;
            return true;
        });
    ASSERT_EQ(told.size(), count);
    for (std::uint64_t i = 0; i < count; ++i)
        EXPECT_EQ(told[i], i * i);
    EXPECT_FALSE(too_far) << "a result would have been overwritten before it was told";
}

TEST(InOrder, StopsWhereItIsToldTo) {
    for (const std::size_t threads : {1u, 3u}) {
        std::vector<std::uint64_t> told;
        in_order(
            threads, UINT64_MAX, 8, [](std::uint64_t) {},
            [&](std::uint64_t i) {
                told.push_back(i);
                return told.size() < 10;
            });
        EXPECT_EQ(told.size(), 10u);
        EXPECT_EQ(told.back(), 9u);
    }
}

TEST(InOrder, PassesOnWhatWorkThrows) {
    for (const std::size_t threads : {1u, 3u}) {
        const auto fails = [](std::uint64_t i) {
            if (i == 20) throw std::runtime_error("twenty");
        };
        EXPECT_THROW(in_order(threads, 1000, 4, fails, [](std::uint64_t) { return true; }), std::runtime_error);
    }
}

TEST(InOrder, HasNothingToDoWithNothing) {
    in_order(
        2, 0, 4, [](std::uint64_t) { FAIL(); }, [](std::uint64_t) { return false; });
}

}  // namespace
}  // namespace tidemark
