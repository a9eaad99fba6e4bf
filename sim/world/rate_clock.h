#pragma once

#include "engine/time.h"
#include "sim/scenario/scenario.h"

#include <cstdint>
#include <vector>

namespace tidemark {

// Tells when the events of a rate fall, where bursts and silences multiply the rate in intervals of event time: a clock
// that runs fast in a burst and stands still in a silence. Exact to the nanosecond; overlapping changes multiply.
class RateClock {
public:
    RateClock(EventTime from, EventTime until, const std::vector<RateChange>& changes);

    // Lets so much time pass at the plain rate. False where that leads to `until` or beyond.
    bool advance(std::uint64_t nanoseconds) {
        into_ += nanoseconds;
        while (segment_ < segments_.size() && into_ >= segments_[segment_].capacity) {
            into_ -= segments_[segment_].capacity;
            ++segment_;
        }
        return segment_ < segments_.size();
    }
    // The true instant, rounded down to milliseconds. Only while `advance` was true.
    EventTime now() const {
        const Segment& segment = segments_[segment_];
        const std::uint64_t nanoseconds =
            segment.factor == plain ? into_
                                    : into_ / segment.factor * plain + into_ % segment.factor * plain / segment.factor;
        return segment.from + EventDuration{static_cast<std::int64_t>(nanoseconds / 1'000'000)};
    }
    // Of nanoseconds at the plain rate, from the start to `until`: how many events, if divided by their gap.
    std::uint64_t capacity() const;

private:
    static constexpr std::uint64_t plain = 1'000'000;  // millionths
    struct Segment {
        EventTime from;
        std::uint64_t factor;    // in millionths
        std::uint64_t capacity;  // nanoseconds at the plain rate
    };
    std::vector<Segment> segments_;
    std::size_t segment_{0};
    std::uint64_t into_{0};  // nanoseconds at the plain rate since the segment's start
};

}  // namespace tidemark
