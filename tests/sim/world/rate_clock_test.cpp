#include "sim/world/rate_clock.h"

#include "engine/invariant.h"
#include "tests/sim/world/tape_scenarios.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace test;

constexpr std::uint64_t second = 1'000'000'000;

// When the events of one a second fall, in milliseconds after midnight.
std::vector<std::int64_t> seconds_of(RateClock clock) {
    std::vector<std::int64_t> at;
    for (bool running = clock.advance(0); running; running = clock.advance(second))
        at.push_back((clock.now() - day0).count());
    return at;
}
using Instants = std::vector<std::int64_t>;

TEST(RateClock, GoesFromTheBeginningUpToTheEnd) {
    EXPECT_EQ(seconds_of({on(0s), on(3s), {}}), (Instants{0, 1000, 2000}));
    EXPECT_EQ(seconds_of({on(500ms), on(1501ms), {}}), (Instants{500, 1500}));
    EXPECT_EQ(seconds_of({on(1s), on(1s), {}}), Instants{});
    EXPECT_EQ(seconds_of({on(2s), on(1s), {}}), Instants{});
}

TEST(RateClock, RunsFastInABurst) {
    EXPECT_EQ(seconds_of({on(0s), on(4s), {{on(1s), on(2s), {3'000'000}}}}),
              (Instants{0, 1000, 1333, 1666, 2000, 3000}));
    // Half a second of work takes a second at half the rate.
    EXPECT_EQ(seconds_of({on(0s), on(4s), {{on(500ms), on(1500ms), {500'000}}}}), (Instants{0, 1500, 2500, 3500}));
}

TEST(RateClock, StandsStillInASilence) {
    EXPECT_EQ(seconds_of({on(0s), on(5s), {{on(1s), on(3s), {0}}}}), (Instants{0, 3000, 4000}));
    EXPECT_EQ(seconds_of({on(0s), on(5s), {{on(0s), on(3s), {0}}}}), (Instants{3000, 4000}));
    EXPECT_EQ(seconds_of({on(0s), on(5s), {{on(500ms), on(9s), {0}}}}), Instants{0});
}

TEST(RateClock, ChangesThatOverlapMultiply) {
    EXPECT_EQ(seconds_of({on(0s), on(3s), {{on(0s), on(2s), {4'000'000}}, {on(1s), on(3s), {500'000}}}}),
              (Instants{0, 250, 500, 750, 1000, 1500, 2000}));
}

TEST(RateClock, CountsWhatItHasRoomFor) {
    EXPECT_EQ(RateClock(on(0s), on(3s), {}).capacity(), 3 * second);
    EXPECT_EQ(RateClock(on(0s), on(3s), {{on(1s), on(2s), {10'000'000}}}).capacity(), 12 * second);
    EXPECT_THROW(RateClock(on(0s), on(1s), {{on(0s), on(1s), {-1}}}), InvariantViolation);
}

}  // namespace
}  // namespace tidemark
