#include "sim/world/watch.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {

EventTime Watch::Known::at(ProcessingTime now) {
    for (; next < coming.size() && coming[next].at <= now; ++next)
        passed = std::max(passed, coming[next].watermark);
    return passed;
}

void Watch::report(std::string_view invariant, ProcessingTime at, std::string message, std::vector<EventId> events) {
    constexpr auto most = 5;
    const auto known = std::count_if(sightings_.begin(), sightings_.end(),
                                     [&](const Sighting& sighting) { return sighting.invariant == invariant; });
    if (known < most) sightings_.push_back({invariant, at, std::move(message), std::move(events)});
}

void Watch::went_back(ProcessingTime at) {
    report("no_time_travel", at, fmt::format("it was {} and is {}", to_iso(last_), to_iso(at)));
}

void Watch::read(ProcessingTime at, Actor actor, const NoteRead& read) {
    const auto [found, is_new] = readers_.try_emplace({actor.process, read.partition});
    Reader& reader = found->second;
    const bool same_life = !is_new && reader.incarnation == actor.incarnation;
    std::uint64_t& furthest = furthest_.try_emplace(read.partition, 0).first->second;
    const std::uint64_t from = read.from.value;
    if (same_life ? from != reader.next : from > furthest)
        report("partition_order", at,
               fmt::format("partition {} was read from offset {} after {}", read.partition.value, from,
                           same_life ? reader.next : furthest));
    reader.incarnation = actor.incarnation;
    reader.next = from + read.count;
    furthest = std::max(furthest, reader.next);
}

// What nobody will take in, a reader may pass by.
void Watch::skipped(const NoteSkipped& skipped) {
    std::uint64_t& furthest = furthest_.try_emplace(skipped.partition, 0).first->second;
    furthest = std::max(furthest, skipped.to.value);
}

void Watch::received(Actor receiver, const Message& message) {
    if (!lateness_) return;
    if (const auto* batch = std::get_if<RecordBatch>(&message)) {
        Known& known = known_[receiver];
        known.at(processing_time_max);  // the batch before is done
        known.coming.clear();
        known.next = 0;
        for (const WatermarkStep& step : batch->steps)
            if (step.kind == WatermarkStep::Kind::watermark) known.coming.push_back(step);
    } else if (std::holds_alternative<EndOfInput>(message)) {
        known_[receiver].passed = event_time_max;
    }
}

void Watch::sent(ProcessingTime at, Actor sender, const Send& send) {
    if (const auto* batch = std::get_if<RecordBatch>(&send.message)) {
        if (batch->steps.empty()) return;
        EventTime& last = sent_.try_emplace({sender, send.to}, event_time_min).first->second;
        for (const WatermarkStep& step : batch->steps) {
            if (step.kind != WatermarkStep::Kind::watermark) continue;
            if (step.watermark < last)
                report("watermark_monotone", at,
                       fmt::format("the watermark went back from {} to {}", to_iso(last), to_iso(step.watermark)));
            last = step.watermark;
        }
    } else if (const auto* panes = std::get_if<PaneBatch>(&send.message)) {
        if (lateness_) on_time(at, sender, *panes);
    }
}

void Watch::on_time(ProcessingTime at, Actor task, const PaneBatch& batch) {
    const EventTime watermark = known_[task].at(at);
    for (const Pane& pane : batch.panes) {
        if (pane.timing != PaneTiming::on_time || pane.window.max_timestamp() <= watermark) continue;
        report("no_fire_before_watermark", at,
               fmt::format("a window that ends at {} fired on time while the watermark stood at {}",
                           to_iso(pane.window.end), to_iso(watermark)));
        return;
    }
}

// What every profile's rule has in common: the window had its last instant at the record's or later.
void Watch::refused(ProcessingTime at, Actor task, const Refused& refused) {
    if (!lateness_ || refused.finished) return;
    const EventTime watermark = known_[task].at(at);
    if (saturating_add(refused.record.at, *lateness_) <= watermark) return;
    report("late_is_late", at,
           fmt::format("a record of {} was refused while the watermark stood at {}", to_iso(refused.record.at),
                       to_iso(watermark)),
           {refused.record.id});
}

}  // namespace tidemark
