#include "sim/world/rate_clock.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::uint64_t factor_limit = 1'000'000'000'000;  // a million times

// Of two factors in millionths.
std::uint64_t product(std::uint64_t a, std::uint64_t b) {
    return std::min(a / 1'000'000 * b + a % 1'000'000 * b / 1'000'000, factor_limit);
}

}  // namespace

RateClock::RateClock(EventTime from, EventTime until, const std::vector<RateChange>& changes) {
    std::vector<EventTime> edges{from, std::max(from, until)};
    for (const RateChange& change : changes) {
        INVARIANT(change.factor.value >= 0 && change.factor.value <= static_cast<std::int64_t>(factor_limit),
                  "a rate times {} millionths", change.factor.value);
        edges.push_back(std::clamp(change.from, edges[0], edges[1]));
        edges.push_back(std::clamp(change.until, edges[0], edges[1]));
    }
    std::sort(edges.begin(), edges.end());
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        if (edges[i] == edges[i + 1]) continue;
        std::uint64_t factor = plain;
        for (const RateChange& change : changes)
            if (change.from <= edges[i] && edges[i] < change.until)
                factor = product(factor, static_cast<std::uint64_t>(change.factor.value));
        const auto milliseconds = static_cast<std::uint64_t>((edges[i + 1] - edges[i]).count());
        // A millisecond is 10^6 nanoseconds, the factor is in millionths: their product is whole nanoseconds.
        const bool fits = factor == 0 || milliseconds <= INT64_MAX / factor;
        segments_.push_back({edges[i], factor, fits ? milliseconds * factor : INT64_MAX});
    }
}

std::uint64_t RateClock::capacity() const {
    std::uint64_t sum = 0;
    for (const Segment& segment : segments_)
        sum = std::min<std::uint64_t>(sum + segment.capacity, INT64_MAX);
    return sum;
}

}  // namespace tidemark
