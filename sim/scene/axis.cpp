#include "sim/scene/axis.h"

#include "sim/judge/clock_text.h"
#include "sim/scene/words.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::int64_t second = 1'000'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr std::int64_t steps[] = {1'000,       2'000,    5'000,      10'000,     20'000,      50'000,      100'000,
                                  200'000,     500'000,  second,     2 * second, 5 * second,  10 * second, 15 * second,
                                  30 * second, minute,   2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute,
                                  hour,        2 * hour, 3 * hour,   6 * hour,   12 * hour,   day,         2 * day,
                                  7 * day,     14 * day, 28 * day,   84 * day,   168 * day,   336 * day};

std::string tick_text(ProcessingTime at, std::int64_t step, const Clock& clock) {
    // An axis of a day or less has no room to say which.
    constexpr ProcessingDuration one_day{day};
    std::string text = clock_text(at, clock);
    if (clock.until && *clock.until - clock.from <= one_day && text.front() == 'D') text.erase(0, text.find(' ') + 1);
    if (step >= minute && text.size() >= 8) text.resize(text.size() - 3);
    if (step >= day) {
        const std::size_t space = text.find(' ');
        return space == std::string::npos ? "D+0" : text.substr(0, space);
    }
    return text;
}

}  // namespace

std::vector<AxisTick> time_ticks(ProcessingTime from, ProcessingTime until, std::size_t most, const Clock& clock) {
    std::vector<AxisTick> ticks;
    if (until <= from || most == 0) return ticks;
    const std::int64_t span = (until - from).count();
    std::int64_t step = steps[0];
    for (const std::int64_t candidate : steps) {
        step = candidate;
        if (span / step < static_cast<std::int64_t>(most)) break;
    }
    const std::int64_t origin = clock.day0.time_since_epoch().count();
    std::int64_t since = from.time_since_epoch().count() - origin;
    since = since >= 0 ? (since + step - 1) / step * step : -(-since / step * step);
    for (; since + origin <= until.time_since_epoch().count() && ticks.size() < most + 1; since += step)
        ticks.push_back({since + origin, tick_text(ProcessingTime{ProcessingDuration{since + origin}}, step, clock)});
    return ticks;
}

std::vector<AxisTick> time_ticks(EventTime from, EventTime until, std::size_t most, const Clock& clock) {
    std::vector<AxisTick> ticks = time_ticks(instant_of(from), instant_of(until), most, clock);
    for (AxisTick& tick : ticks)
        tick.at /= 1000;
    return ticks;
}

std::vector<AxisTick> number_ticks(std::int64_t bottom, std::int64_t top, std::size_t most) {
    std::vector<AxisTick> ticks;
    if (top < bottom || most == 0) return ticks;
    const std::uint64_t span = static_cast<std::uint64_t>(top) - static_cast<std::uint64_t>(bottom);
    std::uint64_t step = 1;
    for (unsigned i = 0; span / step >= most && step < UINT64_MAX / 20; ++i)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2;  // 1, 2, 5, 10, 20, 50
    const auto stride = static_cast<std::int64_t>(step);
    for (std::int64_t at = bottom / stride * stride; at <= top; at += stride) {
        if (at >= bottom) ticks.push_back({at, signed_text(at)});
        if (at > INT64_MAX - stride) break;
    }
    return ticks;
}

}  // namespace tidemark
