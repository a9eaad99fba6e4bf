#include "gui/viewport.h"

#include <algorithm>
#include <cmath>

namespace tidemark::gui {
namespace {

constexpr double smallest_span = 1'000;  // microseconds

double length(const TimeRange& range) { return static_cast<double>((range.until - range.from).count()); }
double length(const EventTimeRange& range) { return static_cast<double>((range.until - range.from).count()); }

// Around the point at `share`, to a span of this many ticks.
template <typename Range>
void resize(Range& range, double share, double span) {
    using Duration = typename decltype(range.from)::duration;
    const double old = length(range);
    const auto moved = static_cast<std::int64_t>(std::llround(share * (old - span)));
    range.from += Duration{moved};
    range.until = range.from + Duration{std::max<std::int64_t>(1, std::llround(span))};
}

template <typename Range>
void shift(Range& range, double share) {
    using Duration = typename decltype(range.from)::duration;
    const Duration by{static_cast<std::int64_t>(std::llround(share * length(range)))};
    range.from += by;
    range.until += by;
}

}  // namespace

void make_equal(View& view) {
    const double height = length(view.seen) / 1'000 * view.rows / std::max(1U, view.columns);
    resize(view.happened, 0, std::max(1.0, height));
}

void zoom(View& view, Place place, double factor, const View& whole) {
    const double old = length(view.seen);
    const double span = std::clamp(old * factor, smallest_span, 4 * std::max(smallest_span, length(whole.seen)));
    const double applied = span / old;
    resize(view.seen, place.across, span);
    resize(view.happened, place.up, length(view.happened) * applied);
}

void pan(View& view, double across, double up) {
    shift(view.seen, across);
    shift(view.happened, up);
}

TimeRange with_room(TimeRange seen, ProcessingTime end) {
    if (seen.until >= end && seen.from < end) seen.until = end + (end - seen.from) / 6;
    return seen;
}

void show_range(View& view, TimeRange seen, bool equal, const View& whole) {
    if (seen.until <= seen.from) return;
    view.seen = seen;
    if (equal) {
        view.happened.from = clock_reading(seen.from);
        make_equal(view);
        return;
    }
    const EventTime from = std::max(clock_reading(seen.from), whole.happened.from);
    const EventTime until = std::min(clock_reading(seen.until), whole.happened.until);
    view.happened = from < until ? EventTimeRange{from, until} : whole.happened;
}

void follow(View& view) {
    const double share = static_cast<double>((view.now - view.seen.from).count()) / std::max(1.0, length(view.seen));
    if (share >= 0 && share <= 1) return;
    pan(view, share - 0.5, share - 0.5);
}

}  // namespace tidemark::gui
