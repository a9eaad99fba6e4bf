#include "sim/judge/clock_text.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    const std::int64_t quotient = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

// "23:58:00", "00:00:31.5": microseconds into a day.
std::string time_of_day(std::int64_t us) {
    std::string text = fmt::format("{:02}:{:02}:{:02}", us / 3'600'000'000, us / 60'000'000 % 60, us / 1'000'000 % 60);
    if (us % 1'000'000 != 0) {
        text += fmt::format(".{:06}", us % 1'000'000);
        while (text.back() == '0')
            text.pop_back();
    }
    return text;
}

std::string clock_text_us(std::int64_t us, const Clock& clock) {
    const std::int64_t since = us - clock.day0.time_since_epoch().count();
    const std::int64_t days = floor_div(since, day_us);
    const std::string day = days == 0 ? "" : days > 0 ? fmt::format("D+{} ", days) : fmt::format("D{} ", days);
    return day + time_of_day(since - days * day_us);
}

std::string short_text_us(std::int64_t us, const Clock& clock) {
    const std::int64_t since = us - clock.day0.time_since_epoch().count();
    std::string text = time_of_day(since - floor_div(since, day_us) * day_us);
    if (text.size() == 8 && text.compare(5, 3, ":00") == 0) text.resize(5);
    return text;
}

bool is_end_of_time(EventTime at) { return at == event_time_min || at == event_time_max; }

}  // namespace

std::string clock_text(ProcessingTime at, const Clock& clock) {
    return clock_text_us(at.time_since_epoch().count(), clock);
}

std::string clock_text(EventTime at, const Clock& clock) {
    if (is_end_of_time(at)) return at == event_time_min ? "min" : "max";
    return clock_text(instant_of(at), clock);
}

std::string short_clock_text(EventTime at, const Clock& clock) {
    if (is_end_of_time(at)) return at == event_time_min ? "min" : "max";
    return short_text_us(instant_of(at).time_since_epoch().count(), clock);
}

std::string short_clock_text(ProcessingTime at, const Clock& clock) {
    return short_text_us(at.time_since_epoch().count(), clock);
}

std::string label_text(EventTime start, const Clock& clock) {
    const bool one_day = clock.until && *clock.until - clock.from <= ProcessingDuration{day_us};
    if (one_day || is_end_of_time(start)) return short_clock_text(start, clock);
    std::string text = clock_text(start, clock);
    if (text.size() >= 8 && text.compare(text.size() - 3, 3, ":00") == 0) text.resize(text.size() - 3);
    return text;
}

std::string window_text(const Window& window, const Clock& clock) {
    if (window == global_window) return "all of time";
    return fmt::format("[{}, {})", label_text(window.start, clock), label_text(window.end, clock));
}

std::string duration_text(ProcessingDuration duration) {
    const bool negative = duration.count() < 0;
    const std::uint64_t us =
        negative ? 0 - static_cast<std::uint64_t>(duration.count()) : static_cast<std::uint64_t>(duration.count());
    const std::string sign = negative ? "-" : "";
    const auto two = [&](std::uint64_t unit, const char* name, std::uint64_t below, const char* name_below) {
        const std::uint64_t whole = us / unit, rest = us % unit / below;
        if (rest == 0) return fmt::format("{}{} {}", sign, whole, name);
        return fmt::format("{}{} {} {} {}", sign, whole, name, rest, name_below);
    };
    if (us >= 86'400'000'000) return two(86'400'000'000, "d", 3'600'000'000, "h");
    if (us >= 3'600'000'000) return two(3'600'000'000, "h", 60'000'000, "min");
    if (us >= 60'000'000) return two(60'000'000, "min", 1'000'000, "s");
    const auto decimal = [&](std::uint64_t unit, const char* name) {
        std::string text = fmt::format("{}{}", sign, us / unit);
        if (const std::uint64_t rest = us % unit / (unit / 1000); rest != 0) {
            text += fmt::format(".{:03}", rest);
            while (text.back() == '0')
                text.pop_back();
        }
        return fmt::format("{} {}", text, name);
    };
    if (us >= 1'000'000) return decimal(1'000'000, "s");
    if (us >= 1000) return decimal(1000, "ms");
    return us == 0 ? "0 s" : fmt::format("{}{} us", sign, us);
}

std::string duration_text(EventDuration duration) {
    if (duration.count() > INT64_MAX / 1000 || duration.count() < INT64_MIN / 1000) return "for ever";
    return duration_text(ProcessingDuration{duration});
}

std::string count_text(std::uint64_t count) {
    std::string text = fmt::format("{}", count);
    for (std::size_t place = text.size(); place > 3;) {
        place -= 3;
        text.insert(place, " ");
    }
    return text;
}

}  // namespace tidemark
