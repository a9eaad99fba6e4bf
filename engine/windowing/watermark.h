#pragma once

#include "engine/time.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace tidemark {

// What a generator or a valve sends on, in this order: active, the watermark, idle.
struct WatermarkEmission {
    bool active{false};
    std::optional<EventTime> watermark{};
    bool idle{false};
    bool empty() const { return !active && !watermark && !idle; }
    friend bool operator==(const WatermarkEmission&, const WatermarkEmission&) = default;
};

// Makes watermarks of records that come at most `bound` out of order: the latest event time - bound - 1ms, in Flink's
// meaning (F-M1). Emitted after each record (`per_record`) or now and then (`tick`); never the same or a lower one twice
// (F-M2), and none before the first record. A plain value.
class WatermarkGenerator {
public:
    // Without `idle_after` it is never idle.
    explicit WatermarkGenerator(EventDuration bound, std::optional<ProcessingDuration> idle_after = {})
        : bound_(bound), idle_after_(idle_after) {}

    void record(EventTime at) {
        if (!any_ || at > latest_) latest_ = at;
        any_ = true;
        active_since_probe_ = true;
    }

    // The watermark, if it advanced. Where the source was idle before (`idle()`), this ends it: say `active` first.
    std::optional<EventTime> per_record() {
        if (!any_) return std::nullopt;
        const EventTime watermark = saturating_subtract(latest_, bound_ + EventDuration{1});
        if (watermark <= emitted_) return std::nullopt;
        emitted_ = watermark;
        idle_ = false;
        return watermark;
    }

    // The periodic emission. The timer of idleness starts at the first tick that saw no record since the tick before;
    // idle once more than `idle_after` has passed since then (F-M3), said once. Active again with the next watermark
    // that advances.
    WatermarkEmission tick(ProcessingTime now);

    // What was emitted last; event_time_min before.
    EventTime current() const { return emitted_; }
    bool idle() const { return idle_; }

private:
    bool inactive_for_too_long(ProcessingTime now);

    EventDuration bound_;
    std::optional<ProcessingDuration> idle_after_;
    EventTime latest_{event_time_min};
    EventTime emitted_{event_time_min};
    std::optional<ProcessingTime> inactive_since_;
    bool any_{false};
    bool active_since_probe_{false};
    bool idle_{false};
};

// The watermarks and idleness of the splits of one source become one (F-M12): the minimum over the splits that are not
// idle, never back; all idle is idle, without a flush; no splits at all says nothing. A plain value.
class SplitWatermarks {
public:
    // Splits are numbered in the order in which they are added.
    std::size_t add_split();
    void remove_split(std::size_t split);
    void watermark(std::size_t split, EventTime watermark);
    void idle(std::size_t split);
    // What changed since the last call.
    WatermarkEmission emit();

private:
    struct Split {
        EventTime watermark{event_time_min};
        bool idle{false};
        bool removed{false};
    };
    std::vector<Split> splits_;
    EventTime emitted_{event_time_min};
    bool idle_{false};
};

// The watermarks and idleness of the input channels of one task become one (F-M5 to F-M11). A plain value.
class WatermarkValve {
public:
    // All channels are active at first and have no watermark yet: nothing leaves before each has one (F-M5).
    explicit WatermarkValve(std::size_t channels) : channels_(channels) {}

    // A watermark that is not above the channel's last, or that comes while the channel is idle (F-M7), is ignored.
    WatermarkEmission watermark(std::size_t channel, EventTime watermark);
    WatermarkEmission idle(std::size_t channel);
    WatermarkEmission active(std::size_t channel);

    std::size_t channels() const { return channels_.size(); }
    // What left last; event_time_min before.
    EventTime current() const { return emitted_; }

private:
    struct Channel {
        EventTime watermark{event_time_min};
        bool active{true};
        bool aligned{true};  // not behind what has left already (F-M8)
    };
    std::optional<EventTime> advance_to_minimum();
    std::optional<EventTime> flush_to_maximum();
    bool any_active() const;

    std::vector<Channel> channels_;
    EventTime emitted_{event_time_min};
    bool idle_{false};
};

}  // namespace tidemark
