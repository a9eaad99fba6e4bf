#include "engine/windowing/watermark.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {

// ---- generator -----------------------------------------------------------------------------------------------------

WatermarkEmission WatermarkGenerator::tick(ProcessingTime now) {
    WatermarkEmission emission;
    const bool was_idle = idle_;
    if (inactive_for_too_long(now)) {
        emission.idle = !was_idle;
        idle_ = true;
        return emission;
    }
    emission.watermark = per_record();
    emission.active = was_idle && emission.watermark;
    return emission;
}

bool WatermarkGenerator::inactive_for_too_long(ProcessingTime now) {
    if (!idle_after_) return false;
    if (active_since_probe_) {
        active_since_probe_ = false;
        inactive_since_.reset();
        return false;
    }
    if (!inactive_since_) {
        inactive_since_ = now;
        return false;
    }
    return now > saturating_add(*inactive_since_, *idle_after_);
}

// ---- splits --------------------------------------------------------------------------------------------------------

std::size_t SplitWatermarks::add_split() {
    splits_.push_back({});
    return splits_.size() - 1;
}

void SplitWatermarks::remove_split(std::size_t split) { splits_.at(split).removed = true; }

void SplitWatermarks::watermark(std::size_t split, EventTime watermark) {
    Split& one = splits_.at(split);
    one.idle = false;
    one.watermark = std::max(one.watermark, watermark);
}

void SplitWatermarks::idle(std::size_t split) { splits_.at(split).idle = true; }

WatermarkEmission SplitWatermarks::emit() {
    bool any = false, any_active = false;
    EventTime minimum = event_time_max;
    for (const Split& split : splits_) {
        if (split.removed) continue;
        any = true;
        if (split.idle) continue;
        any_active = true;
        minimum = std::min(minimum, split.watermark);
    }
    WatermarkEmission emission;
    if (!any) return emission;
    if (!any_active) {
        emission.idle = !idle_;
        idle_ = true;
        return emission;
    }
    emission.active = idle_;
    idle_ = false;
    if (minimum > emitted_) emission.watermark = emitted_ = minimum;
    return emission;
}

// ---- valve ---------------------------------------------------------------------------------------------------------

WatermarkEmission WatermarkValve::watermark(std::size_t channel, EventTime watermark) {
    Channel& from = channels_.at(channel);
    if (!from.active || watermark <= from.watermark) return {};
    from.watermark = watermark;
    if (watermark >= emitted_) from.aligned = true;
    return {.watermark = advance_to_minimum()};
}

WatermarkEmission WatermarkValve::idle(std::size_t channel) {
    Channel& from = channels_.at(channel);
    if (!from.active) return {};
    from.active = false;
    from.aligned = false;
    const bool held_back = from.watermark == emitted_;  // it was the minimum (F-M6)
    if (any_active()) return {.watermark = held_back ? advance_to_minimum() : std::nullopt};
    idle_ = true;
    return {.watermark = held_back ? flush_to_maximum() : std::nullopt, .idle = true};
}

WatermarkEmission WatermarkValve::active(std::size_t channel) {
    Channel& from = channels_.at(channel);
    if (from.active) return {};
    from.active = true;
    from.aligned = from.watermark >= emitted_;
    const bool woken = idle_;
    idle_ = false;
    return {.active = woken};
}

std::optional<EventTime> WatermarkValve::advance_to_minimum() {
    EventTime minimum = event_time_max;
    bool any = false;
    for (const Channel& channel : channels_) {
        if (!channel.aligned) continue;
        any = true;
        minimum = std::min(minimum, channel.watermark);
    }
    if (!any || minimum <= emitted_) return std::nullopt;  // F-M10: nothing aligned, nothing said
    return emitted_ = minimum;
}

// The last active channel went idle: nothing will hold the others back any more (F-M9).
std::optional<EventTime> WatermarkValve::flush_to_maximum() {
    EventTime maximum = event_time_min;
    for (const Channel& channel : channels_)
        maximum = std::max(maximum, channel.watermark);
    if (maximum <= emitted_) return std::nullopt;
    return emitted_ = maximum;
}

bool WatermarkValve::any_active() const {
    return std::any_of(channels_.begin(), channels_.end(), [](const Channel& channel) { return channel.active; });
}

}  // namespace tidemark
