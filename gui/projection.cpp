#include "gui/projection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tidemark::gui {
namespace {

constexpr std::int64_t second = 1'000'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr std::int64_t steps[] = {1,           10,      100,        1'000,      5'000,      10'000,      50'000,
                                  100'000,     500'000, second,     2 * second, 5 * second, 10 * second, 15 * second,
                                  30 * second, minute,  2 * minute, 4 * minute, 5 * minute, 10 * minute, 15 * minute,
                                  30 * minute, hour,    2 * hour,   3 * hour,   6 * hour,   12 * hour,   day,
                                  2 * day,     7 * day, 14 * day,   30 * day,   90 * day,   365 * day};

std::int64_t floor_step(std::int64_t at, std::int64_t step) {
    const std::int64_t rest = at % step;
    return at - (rest < 0 ? rest + step : rest);
}

std::string tick_text(std::int64_t at, std::int64_t step, std::int64_t day0) {
    const std::int64_t day_number = floor_step(at - day0, day) / day;
    const std::int64_t rest = at - day0 - day_number * day;
    const std::int64_t h = rest / hour, m = rest / minute % 60, s = rest / second % 60, us = rest % second;
    if (step >= day) return fmt::format("D{:+}", day_number);
    if (step >= minute) return fmt::format("{:02}:{:02}", h, m);
    if (step >= second) return fmt::format("{:02}:{:02}:{:02}", h, m, s);
    if (step >= 1'000) return fmt::format("{:02}:{:02}.{:03}", m, s, us / 1'000);
    return fmt::format("{:02}.{:06}", s, us);
}

}  // namespace

float Axis::at(std::int64_t value) const {
    const double span = std::max(1.0, static_cast<double>(until) - static_cast<double>(from));
    const double share = (static_cast<double>(value) - static_cast<double>(from)) / span;
    return start + static_cast<float>(std::clamp(share, -4.0, 5.0)) * (end - start);
}

std::int64_t Axis::value(float pixel) const {
    const float length = end - start;
    const double share = length == 0 ? 0 : static_cast<double>((pixel - start) / length);
    return from + std::llround(share * (static_cast<double>(until) - static_cast<double>(from)));
}

ImVec2 Projection::point(std::int64_t processing_time, std::int64_t event_time) const {
    const float along = processing.at(processing_time), up = event.at(event_time);
    return turned ? ImVec2(up, along) : ImVec2(along, up);
}

Projection::Box Projection::box(std::int64_t x0, std::int64_t y0, std::int64_t x1, std::int64_t y1) const {
    const ImVec2 a = point(x0, y0), b = point(x1, y1);
    return {ImVec2(std::min(a.x, b.x), std::min(a.y, b.y)), ImVec2(std::max(a.x, b.x), std::max(a.y, b.y))};
}

Projection project(const View& view, const Rect& plot, bool turned) {
    Projection p;
    p.plot = plot;
    p.turned = turned;
    p.processing.from = view.seen.from.time_since_epoch().count();
    p.processing.until = view.seen.until.time_since_epoch().count();
    p.event.from = view.happened.from.time_since_epoch().count();
    p.event.until = view.happened.until.time_since_epoch().count();
    Axis& across = turned ? p.event : p.processing;
    Axis& up = turned ? p.processing : p.event;
    across.start = plot.x;
    across.end = plot.right();
    up.start = plot.bottom();
    up.end = plot.y;
    return p;
}

std::vector<TimeTick> time_ticks(std::int64_t from, std::int64_t until, double most, ProcessingTime day0) {
    std::vector<TimeTick> ticks;
    if (until <= from || most < 1) return ticks;
    const double wanted = (static_cast<double>(until) - static_cast<double>(from)) / most;
    const auto* step = std::find_if(std::begin(steps), std::end(steps),
                                    [&](std::int64_t s) { return static_cast<double>(s) >= wanted; });
    std::int64_t width =
        step == std::end(steps) ? floor_step(static_cast<std::int64_t>(wanted), 365 * day) + 365 * day : *step;
    width = std::max<std::int64_t>(1, width);
    const std::int64_t zero = day0.time_since_epoch().count();
    for (std::int64_t at = floor_step(from - zero, width) + zero; at <= until; at += width)
        if (at >= from) ticks.push_back({at, tick_text(at, width, zero)});
    return ticks;
}

std::vector<std::int64_t> number_ticks(std::int64_t from, std::int64_t until, double most) {
    std::vector<std::int64_t> ticks;
    if (until < from || most < 1) return ticks;
    const double wanted = std::max(1.0, (static_cast<double>(until) - static_cast<double>(from)) / most);
    std::int64_t step = 1;
    for (std::int64_t power = 1; static_cast<double>(step) < wanted && power < INT64_MAX / 100; power *= 10)
        for (const std::int64_t digit : {1, 2, 5, 10})
            if (static_cast<double>(step) < wanted) step = digit * power;
    for (std::int64_t at = floor_step(from, step); at <= until; at += step)
        if (at >= from) ticks.push_back(at);
    return ticks;
}

}  // namespace tidemark::gui
