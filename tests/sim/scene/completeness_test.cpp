#include "sim/scene/completeness.h"

#include "tests/sim/lesson/played.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tidemark {
namespace {

using namespace std::chrono_literals;
using namespace testing_lesson;
using Names = std::vector<std::string>;

// Four clicks of one minute, two from a tunnel; `slow` waits for all of them.
const char* const two_cohorts = R"(tidemark: 1
id: cohorts
clock: {day0: 2024-04-10, from: "12:00:00", until: "12:10:00", at_end: drain}
costs: none
source:
  - cohort: wifi
    events: [{id: a, at: "12:00:10"}, {id: b, at: "12:00:50"}, {id: c, at: "12:01:30"}]
  - cohort: tunnel
    events:
      - {id: d, at: "12:00:20", arrives: "12:00:40"}
      - {id: e, at: "12:00:30", arrives: "12:05:00"}
job: {window: {kind: tumbling, size: 1m}, aggregate: count}
modes:
  slow: {kind: stream, watermark: {kind: bounded, delay: 5m}}
  clock: {kind: stream, time: processing}
  fast: {kind: stream, watermark: {kind: bounded, delay: 10s}}
)";

TEST(Completeness, IsCountedForAllAndForEachCohort) {
    const auto played = play_text(two_cohorts);
    const CompletenessCurve curve = completeness_curve(*played->judgement);
    EXPECT_EQ(curve.cohorts, (Names{"wifi", "tunnel"}));
    ASSERT_EQ(curve.points.size(), 3U);
    const CompletenessPoint& fast = curve.points[0];
    EXPECT_EQ(fast.name, "fast");
    EXPECT_EQ(fast.mode, 2U) << "ordered by delay, whatever the order of the modes";
    EXPECT_EQ(fast.delay, std::optional<ProcessingDuration>{10s});
    EXPECT_EQ(fast.all, (Share{4, 5}));
    EXPECT_EQ(fast.cohorts, (std::vector<Share>{{3, 3}, {1, 2}}));
    EXPECT_EQ(fast.all.millionths(), 800'000);
    EXPECT_EQ(curve.points[1].name, "slow");
    EXPECT_EQ(curve.points[1].all, (Share{5, 5}));
    EXPECT_EQ(curve.points[2].name, "clock") << "it has nothing to wait for";
    EXPECT_EQ(curve.points[2].delay, std::nullopt);
    EXPECT_EQ(curve.points[2].cohorts[1], (Share{1, 2})) << "the late one is counted in another minute";
}

// The fast one's two windows answer at 12:01:30 and at the end, 12:10.
TEST(Completeness, SaysHowLongOneWaits) {
    const auto played = play_text(two_cohorts);
    const CompletenessCurve curve = completeness_curve(*played->judgement);
    EXPECT_EQ(curve.points[0].wait, std::optional<ProcessingDuration>{30s});
}

TEST(Completeness, KnowsNothingOfWhatComesAfterTheInstant) {
    const auto played = play_text(two_cohorts);
    const ProcessingTime two = played->scenario->clock.from + 2min;
    const CompletenessCurve curve = completeness_curve(*played->judgement, two);
    EXPECT_EQ(curve.points[0].all, (Share{3, 5})) << "a, b and d; the click of 12:01 waits for its window";
    EXPECT_EQ(curve.points[1].all, (Share{0, 5}));
}

TEST(Completeness, WithoutEventsIsComplete) { EXPECT_EQ(Share{}.millionths(), 1'000'000); }

}  // namespace
}  // namespace tidemark
