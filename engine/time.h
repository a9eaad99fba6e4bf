#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace tidemark {

// Two clocks that must not be mixed. Neither has a now(): time enters only as an argument.
struct EventClock {};
struct ProcessingClock {};

// When it happened: milliseconds since 1970-01-01T00:00:00Z, as the real engines count. May be negative.
using EventTime = std::chrono::time_point<EventClock, std::chrono::milliseconds>;
// When we saw it: the virtual clock, microseconds since 1970-01-01T00:00:00Z.
using ProcessingTime = std::chrono::time_point<ProcessingClock, std::chrono::microseconds>;

using EventDuration = std::chrono::milliseconds;
using ProcessingDuration = std::chrono::microseconds;

// The first and the last instant of event time. As watermarks: "nothing is known yet" and "nothing more will come".
inline constexpr EventTime event_time_min{EventDuration{INT64_MIN}};
inline constexpr EventTime event_time_max{EventDuration{INT64_MAX}};
inline constexpr ProcessingTime processing_time_max{ProcessingDuration{INT64_MAX}};

// The bridges between the clocks; `seen - happened` does not compile.
// How long after it happened it was seen, in microseconds; saturates where the difference does not fit.
ProcessingDuration lag(ProcessingTime seen, EventTime happened);
// The event time that a clock without error shows at this processing time (whole milliseconds, rounded down).
EventTime clock_reading(ProcessingTime now);
// The first processing time at which `clock_reading` shows `at`; saturates at the ends of processing time.
ProcessingTime instant_of(EventTime at);

// Sums that stop at the ends of time instead of overflowing (F-W3: end + lateness may pass the end).
EventTime saturating_add(EventTime at, EventDuration by);
EventTime saturating_subtract(EventTime at, EventDuration by);
ProcessingTime saturating_add(ProcessingTime at, ProcessingDuration by);

// Floor of `at - offset` to a multiple of `size` (> 0), plus `offset`; right for negative times (F-A1, B-13).
EventTime floor_to(EventTime at, EventDuration size, EventDuration offset);

// "2024-04-10 23:58:00.000" (event time, three decimals) and "2024-04-10 23:58:00.000000" (processing time, six),
// "min"/"max" at the ends of time: the one timestamp form of every machine-readable output.
std::string to_iso(EventTime at);
std::string to_iso(ProcessingTime at);

// A duration as scenarios write it: the largest unit of d, h, m, s, ms, us that divides it ("90s", "1h", "250us").
std::string to_string(ProcessingDuration duration);
std::string to_string(EventDuration duration);

// Days of the proleptic Gregorian calendar since 1970-01-01, and back.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day);
struct CivilDate {
    std::int64_t year;
    unsigned month, day;
};
CivilDate civil_from_days(std::int64_t days);

}  // namespace tidemark
