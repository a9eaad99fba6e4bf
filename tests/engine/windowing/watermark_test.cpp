#include "engine/windowing/watermark.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace std::chrono_literals;

TEST(WatermarkGenerator, SpeaksAfterEachRecordThatAdvancesIt) {
    WatermarkGenerator generator{5s};
    EXPECT_EQ(generator.per_record(), std::nullopt);
    generator.record(EventTime{20s});
    EXPECT_EQ(generator.per_record(), EventTime{14'999ms});
    EXPECT_EQ(generator.per_record(), std::nullopt);
    generator.record(EventTime{12s});
    EXPECT_EQ(generator.per_record(), std::nullopt);
    generator.record(EventTime{20'001ms});
    EXPECT_EQ(generator.per_record(), EventTime{15s});
    EXPECT_EQ(generator.current(), EventTime{15s});
}

TEST(WatermarkGenerator, NeverGoesBackAndStopsAtTheEndsOfTime) {
    WatermarkGenerator generator{5s};
    generator.record(event_time_min + 1ms);
    EXPECT_EQ(generator.per_record(), std::nullopt);
    generator.record(event_time_max);
    EXPECT_EQ(generator.per_record(), event_time_max - 5'001ms);
    generator.record(EventTime{0s});
    EXPECT_EQ(generator.tick(ProcessingTime{1s}).watermark, std::nullopt);
}

TEST(WatermarkGenerator, AWatermarkEndsIdleness) {
    WatermarkGenerator generator{0s, 10ms};
    generator.record(EventTime{1s});
    EXPECT_EQ(generator.tick(ProcessingTime{0ms}).watermark, EventTime{999ms});
    generator.tick(ProcessingTime{5ms});
    EXPECT_FALSE(generator.tick(ProcessingTime{15ms}).idle);
    EXPECT_TRUE(generator.tick(ProcessingTime{16ms}).idle);
    EXPECT_TRUE(generator.idle());
    generator.record(EventTime{2s});
    EXPECT_EQ(generator.per_record(), EventTime{1'999ms});
    EXPECT_FALSE(generator.idle());
}

// F-M12
TEST(SplitWatermarks, AreTheMinimumOfThoseThatAreNotIdle) {
    SplitWatermarks splits;
    const auto a = splits.add_split(), b = splits.add_split();
    splits.watermark(a, EventTime{2s});
    EXPECT_EQ(splits.emit().watermark, std::nullopt);
    splits.watermark(b, EventTime{5s});
    EXPECT_EQ(splits.emit().watermark, EventTime{2s});
    splits.idle(a);
    EXPECT_EQ(splits.emit().watermark, EventTime{5s});
    splits.watermark(a, EventTime{3s});
    EXPECT_EQ(splits.emit(), WatermarkEmission{}) << "never back";
}

// F-M12
TEST(SplitWatermarks, FallIdleTogetherWithoutAFlush) {
    SplitWatermarks splits;
    const auto a = splits.add_split(), b = splits.add_split();
    splits.watermark(a, EventTime{2s});
    splits.watermark(b, EventTime{5s});
    splits.emit();
    splits.idle(b);
    splits.idle(a);
    const WatermarkEmission emission = splits.emit();
    EXPECT_TRUE(emission.idle);
    EXPECT_EQ(emission.watermark, std::nullopt);
    EXPECT_TRUE(splits.emit().empty()) << "said once";
    splits.watermark(a, EventTime{6s});
    EXPECT_EQ(splits.emit(), (WatermarkEmission{true, EventTime{6s}, false}));
}

// F-M12
TEST(SplitWatermarks, SayNothingWithoutSplitsAndMoveWhenOneGoes) {
    SplitWatermarks splits;
    EXPECT_TRUE(splits.emit().empty());
    const auto a = splits.add_split(), b = splits.add_split();
    splits.watermark(a, EventTime{2s});
    splits.watermark(b, EventTime{5s});
    splits.emit();
    splits.remove_split(a);
    EXPECT_EQ(splits.emit().watermark, EventTime{5s});
    splits.remove_split(b);
    EXPECT_TRUE(splits.emit().empty());
}

}  // namespace
}  // namespace tidemark
