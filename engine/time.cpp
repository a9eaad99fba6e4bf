#include "engine/time.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    std::int64_t quotient = a / b;
    return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

std::int64_t saturated_sum(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) return b > 0 ? INT64_MAX : INT64_MIN;
    return sum;
}

std::int64_t saturated_product(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product)) return (a > 0) == (b > 0) ? INT64_MAX : INT64_MIN;
    return product;
}

std::string date_and_clock(std::int64_t ms) {
    const std::int64_t days = floor_div(ms, day_ms);
    const std::int64_t in_day = ms - days * day_ms;
    const CivilDate date = civil_from_days(days);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}", date.year, date.month, date.day, in_day / 3'600'000,
                       in_day / 60'000 % 60, in_day / 1000 % 60, in_day % 1000);
}

}  // namespace

ProcessingDuration lag(ProcessingTime seen, EventTime happened) {
    const std::int64_t happened_us = saturated_product(happened.time_since_epoch().count(), 1000);
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(seen.time_since_epoch().count(), happened_us, &difference))
        return ProcessingDuration{happened_us < 0 ? INT64_MAX : INT64_MIN};
    return ProcessingDuration{difference};
}

EventTime clock_reading(ProcessingTime now) {
    return EventTime{EventDuration{floor_div(now.time_since_epoch().count(), 1000)}};
}

ProcessingTime instant_of(EventTime at) {
    return ProcessingTime{ProcessingDuration{saturated_product(at.time_since_epoch().count(), 1000)}};
}

EventTime saturating_add(EventTime at, EventDuration by) {
    return EventTime{EventDuration{saturated_sum(at.time_since_epoch().count(), by.count())}};
}

EventTime saturating_subtract(EventTime at, EventDuration by) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(at.time_since_epoch().count(), by.count(), &difference))
        return by.count() > 0 ? event_time_min : event_time_max;
    return EventTime{EventDuration{difference}};
}

ProcessingTime saturating_add(ProcessingTime at, ProcessingDuration by) {
    return ProcessingTime{ProcessingDuration{saturated_sum(at.time_since_epoch().count(), by.count())}};
}

EventTime floor_to(EventTime at, EventDuration size, EventDuration offset) {
    const std::int64_t t = at.time_since_epoch().count();
    std::int64_t into = (t % size.count() - offset.count() % size.count()) % size.count();
    if (into < 0) into += size.count();
    return saturating_subtract(at, EventDuration{into});
}

std::string to_iso(EventTime at) {
    if (at == event_time_min) return "min";
    if (at == event_time_max) return "max";
    return date_and_clock(at.time_since_epoch().count());
}

std::string to_iso(ProcessingTime at) {
    if (at == processing_time_max) return "max";
    const std::int64_t us = at.time_since_epoch().count();
    const std::int64_t ms = floor_div(us, 1000);
    return fmt::format("{}{:03}", date_and_clock(ms), us - ms * 1000);
}

std::string to_string(ProcessingDuration duration) {
    struct Unit {
        std::int64_t us;
        const char* name;
    };
    constexpr Unit units[] = {{86'400'000'000, "d"}, {3'600'000'000, "h"}, {60'000'000, "m"}, {1'000'000, "s"}, {1000, "ms"}};
    const std::int64_t us = duration.count();
    if (us == 0) return "0s";
    for (const Unit& unit : units)
        if (us % unit.us == 0) return fmt::format("{}{}", us / unit.us, unit.name);
    return fmt::format("{}us", us);
}

std::string to_string(EventDuration duration) {
    if (duration.count() > INT64_MAX / 1000 || duration.count() < INT64_MIN / 1000) return fmt::format("{}ms", duration.count());
    return to_string(ProcessingDuration{duration});
}

// Howard Hinnant's days_from_civil: eras of 400 years, March as the first month.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = floor_div(year, 400);
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

CivilDate civil_from_days(std::int64_t days) {
    days += 719'468;
    const std::int64_t era = floor_div(days, 146'097);
    const std::int64_t day_of_era = days - era * 146'097;
    const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const unsigned day = static_cast<unsigned>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    const unsigned month = static_cast<unsigned>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

}  // namespace tidemark
