#include "engine/time.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace tidemark {
namespace {

using namespace std::chrono_literals;

template <class A, class B, class = void>
struct CanSubtract : std::false_type {};
template <class A, class B>
struct CanSubtract<A, B, std::void_t<decltype(std::declval<A>() - std::declval<B>())>> : std::true_type {};

TEST(Time, EventTimeAndProcessingTimeDoNotMix) {
    static_assert(CanSubtract<EventTime, EventTime>::value);
    static_assert(!CanSubtract<ProcessingTime, EventTime>::value);
    static_assert(!std::is_convertible_v<EventTime, ProcessingTime>);
    EXPECT_EQ(lag(ProcessingTime{5ms}, EventTime{3ms}), 2ms);
}

TEST(Time, ReadsTheClockDownwards) {
    EXPECT_EQ(clock_reading(ProcessingTime{1999us}), EventTime{1ms});
    EXPECT_EQ(clock_reading(ProcessingTime{-1us}), EventTime{-1ms});
    EXPECT_EQ(instant_of(EventTime{2ms}), ProcessingTime{2000us});
    EXPECT_EQ(instant_of(event_time_max), processing_time_max);
}

TEST(Time, SaturatesAtTheEnds) {
    EXPECT_EQ(saturating_add(event_time_max, 1ms), event_time_max);
    EXPECT_EQ(saturating_add(event_time_min, -1ms), event_time_min);
    EXPECT_EQ(saturating_subtract(event_time_min, 1ms), event_time_min);
    EXPECT_EQ(saturating_subtract(event_time_max, -1ms), event_time_max);
    EXPECT_EQ(lag(ProcessingTime{0us}, event_time_min), ProcessingDuration{INT64_MAX});
}

TEST(Time, FloorsNegativeTimesDownwards) {
    EXPECT_EQ(floor_to(EventTime{-8ms}, 7ms, 0ms), EventTime{-14ms});
    EXPECT_EQ(floor_to(EventTime{-1ms}, 7ms, 3ms), EventTime{-4ms});
    EXPECT_EQ(floor_to(EventTime{1470902048450ms}, 24h, -8h), EventTime{1470844800000ms});
}

TEST(Time, PrintsOneTimestampForm) {
    EXPECT_EQ(to_iso(EventTime{1712793480000ms}), "2024-04-10 23:58:00.000");
    EXPECT_EQ(to_iso(ProcessingTime{1712793480000001us}), "2024-04-10 23:58:00.000001");
    EXPECT_EQ(to_iso(EventTime{-1ms}), "1969-12-31 23:59:59.999");
    EXPECT_EQ(to_iso(event_time_min), "min");
    EXPECT_EQ(to_string(EventDuration{90'000}), "90s");
    EXPECT_EQ(to_string(ProcessingDuration{250}), "250us");
    EXPECT_EQ(to_string(EventDuration{INT64_MAX}), "9223372036854775807ms");
}

TEST(Time, TheCalendarGoesBothWays) {
    for (std::int64_t day : {-800'000, -1, 0, 59, 60, 11'016, 19'823, 2'932'896}) {
        const CivilDate date = civil_from_days(day);
        EXPECT_EQ(days_from_civil(date.year, date.month, date.day), day);
    }
    EXPECT_EQ(days_from_civil(2024, 4, 10), 19'823);
}

}  // namespace
}  // namespace tidemark
