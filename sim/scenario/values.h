#pragma once

#include "sim/scenario/scenario.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The words of scenario files: what a scalar looks like that is a duration, a clock time, a rate. Pure functions; each
// way back (`*_text`) writes what its parser reads.
namespace tidemark {

// A value, or why there is none (a sentence without full stop, and what to write instead).
template <class T>
struct Parsed {
    std::optional<T> value;
    std::string why, hint;
    static Parsed good(T value) { return {std::move(value), {}, {}}; }
    static Parsed bad(std::string why, std::string hint = {}) {
        return {std::nullopt, std::move(why), std::move(hint)};
    }
};

// The longest duration of a scenario: 100 years.
inline constexpr ProcessingDuration duration_most = std::chrono::hours{24 * 36'525};

// "42", "-7": decimal, no sign '+', no leading zeros, in [minimum, maximum].
Parsed<std::int64_t> integer_from(std::string_view text, std::int64_t minimum, std::int64_t maximum);
// Up to 2^64 - 1.
Parsed<std::uint64_t> unsigned_from(std::string_view text);

// An integer and a unit, no blank: "90s", "150ms", "-5m". At most 100 years either way.
Parsed<ProcessingDuration> duration_from(std::string_view text);
// The unit of the duration's last digit: 1 s for "90s".
ProcessingDuration precision_of_duration(std::string_view text);

// "23:58:00", "23:58", "23:58:00.250" on day0; "D+1 00:03:00" on a day relative to it; "2024-04-10T23:58:00Z" or
// "2024-04-10 23:58:00" (UTC) anywhere. Up to six decimals.
Parsed<ProcessingTime> clock_from(std::string_view text, ProcessingTime day0);
// An instant of a run: the same, and "end". A time without a day that lies before the clock's start means the next day
// where the clock still runs then: "00:06:00" of a clock from 23:50 to D+1 00:40.
Parsed<ProcessingTime> instant_from(std::string_view text, const Clock& clock);
// What the last digit written stands for: 1 s for "23:58:00", 1 m for "23:58".
ProcessingDuration precision_of_clock(std::string_view text);
std::string clock_text(ProcessingTime at, ProcessingTime day0);

// "2024-04-10": midnight, UTC.
Parsed<ProcessingTime> date_from(std::string_view text);
std::string date_text(ProcessingTime midnight);

// "1.25": fixed point, at most six decimals, |value| up to 10^12.
Parsed<Millionths> decimal_from(std::string_view text);
std::string decimal_text(Millionths value);
// "5%", "0.05%": 0% to 100%, at most four decimals.
Parsed<Millionths> share_from(std::string_view text);
std::string share_text(Millionths share);
// "100/s", "0.5/s": millionths a second, above 0.
Parsed<std::int64_t> rate_from(std::string_view text);
std::string rate_text(std::int64_t millionths_a_second);

}  // namespace tidemark
