#include "sim/judge/checks.h"
#include "sim/judge/judgement.h"
#include "sim/judge/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace tidemark {
namespace {

// Where each event's only copy lies in the log; none where it has several, or is not there.
struct Place {
    std::uint32_t partition{UINT32_MAX};
    std::uint64_t offset{0};
};
std::vector<Place> places_of(const Tape& tape) {
    std::vector<Place> places(tape.events.size());
    std::vector<bool> seen(tape.events.size(), false);
    for (const Delivery& delivery : tape.deliveries) {
        Place& place = places[delivery.event.value];
        if (seen[delivery.event.value]) place.partition = UINT32_MAX;
        else if (delivery.offset) place = {delivery.partition.value, delivery.offset->value};
        seen[delivery.event.value] = true;
    }
    return places;
}

ProcessKind kind_of_process(const ModeTrace& trace, ProcessId id) {
    for (const ProcessInfo& process : trace.processes)
        if (process.id == id) return process.kind;
    return ProcessKind::coordinator;
}

void check_log(const Tape& tape, Found& found) {
    for (std::uint32_t p = 0; p < tape.partitions.size(); ++p) {
        ProcessingTime last{ProcessingDuration{INT64_MIN}};
        for (std::uint64_t offset = 0; offset < tape.partitions[p].size(); ++offset) {
            const LogEntry& entry = tape.partitions[p].at(Offset{offset});
            if (entry.appended < last)
                found.report(
                    entry.appended,
                    fmt::format("partition {}: offset {} was appended before offset {}", p, offset, offset - 1),
                    {entry.record.id});
            last = entry.appended;
        }
    }
    for (const Delivery& delivery : tape.deliveries) {
        if (!delivery.offset) continue;
        const LogPartition& partition = tape.partitions.at(delivery.partition.value);
        if (delivery.offset->value < partition.size() && partition.at(*delivery.offset).record.id == delivery.event)
            continue;
        found.report(delivery.arrives,
                     fmt::format("partition {} does not hold at offset {} what was delivered there",
                                 delivery.partition.value, delivery.offset->value),
                     {delivery.event});
    }
}

}  // namespace

void check_partition_order(Judgement& judgement, std::size_t mode, Found& found) {
    const ModeTrace& trace = judgement.trace(mode);
    if (mode == 0) check_log(judgement.tape(), found);
    // A consumer goes on where it stopped; a new life begins there or before.
    struct Reader {
        std::uint32_t incarnation{0};
        std::uint64_t next{0}, furthest{0};
    };
    std::map<std::pair<ProcessId, PartitionId>, Reader> readers;
    // What a source will never take in, it may pass by.
    std::map<std::pair<ProcessId, PartitionId>, std::uint64_t> skipped;
    for (const SkippedEntry& entry : trace.skipped) {
        std::uint64_t& to = skipped[{entry.stamp.process, entry.note.partition}];
        to = std::max(to, entry.note.to.value);
    }
    for (const ReadEntry& entry : trace.reads) {
        const auto [found_reader, is_new] = readers.try_emplace({entry.stamp.process, entry.note.partition});
        Reader& reader = found_reader->second;
        const bool same_life = !is_new && reader.incarnation == entry.stamp.incarnation;
        const std::uint64_t from = entry.note.from.value;
        const auto passed_by = skipped.find({entry.stamp.process, entry.note.partition});
        const bool may_begin_here =
            from <= reader.furthest || (passed_by != skipped.end() && from <= passed_by->second);
        if (same_life ? from != reader.next : !may_begin_here)
            found.report(entry.stamp.at,
                         fmt::format("partition {} was read from offset {} after {}", entry.note.partition.value, from,
                                     same_life ? reader.next : reader.furthest));
        reader.incarnation = entry.stamp.incarnation;
        reader.next = from + entry.note.count;
        reader.furthest = std::max(reader.furthest, reader.next);
    }
    // And a window task processes each partition in its order.
    const std::vector<Place> places = places_of(judgement.tape());
    std::map<std::tuple<ProcessId, std::uint32_t, std::uint32_t>, std::uint64_t> last;
    for (const PlacedEntry& entry : trace.placed) {
        const Place& place = places[entry.placed.event.value];
        if (place.partition == UINT32_MAX || kind_of_process(trace, entry.stamp.process) != ProcessKind::window_task)
            continue;
        std::uint64_t& offset = last[{entry.stamp.process, entry.stamp.incarnation, place.partition}];
        if (place.offset < offset)
            found.report(entry.stamp.at,
                         fmt::format("offset {} of partition {} was processed after offset {}", place.offset,
                                     place.partition, offset),
                         {entry.placed.event});
        offset = place.offset;
    }
}

void check_watermark_monotone(Judgement& judgement, std::size_t mode, Found& found) {
    std::map<std::tuple<ProcessId, std::uint32_t, NoteWatermark::Of>, EventTime> last;
    for (const WatermarkEntry& entry : judgement.trace(mode).watermarks) {
        const auto [known, is_new] =
            last.try_emplace({entry.stamp.process, entry.stamp.incarnation, entry.note.of}, entry.note.watermark);
        if (!is_new && entry.note.watermark < known->second)
            found.report(entry.stamp.at, fmt::format("the watermark went back from {} to {}", to_iso(known->second),
                                                     to_iso(entry.note.watermark)));
        known->second = entry.note.watermark;
    }
}

void check_no_time_travel(Judgement& judgement, std::size_t mode, Found& found) {
    const ModeTrace& trace = judgement.trace(mode);
    const Tape& tape = judgement.tape();
    std::vector<ProcessingTime> arrives(tape.events.size(), processing_time_max);
    std::vector<std::uint32_t> copies(tape.events.size(), 0);
    for (const Delivery& delivery : tape.deliveries) {
        if (delivery.offset) arrives[delivery.event.value] = std::min(arrives[delivery.event.value], delivery.arrives);
        ++copies[delivery.event.value];
        if (lag(delivery.arrives, tape.events[delivery.event.value].happened) < ProcessingDuration{})
            found.report(delivery.arrives, "an event arrived before it happened", {delivery.event});
    }
    const auto caused = [&](EventId event, const Stamp& stamp, std::string_view what) {
        if (stamp.at < arrives[event.value])
            found.report(stamp.at, fmt::format("a record was {} before it arrived", what), {event});
    };
    for (const PlacedEntry& entry : trace.placed)
        caused(entry.placed.event, entry.stamp, "put into a window");
    for (const RefusedEntry& entry : trace.refused)
        caused(entry.refused.record.id, entry.stamp, "refused");
    for (const FilteredEntry& entry : trace.filtered)
        caused(entry.event, entry.stamp, "filtered");
    for (const SideOutputEntry& entry : trace.side_output)
        caused(entry.record.id, entry.stamp, "in the side output");
    const Ledger& ledger = judgement.ledger(mode);
    for (std::uint32_t i = 0; i < trace.rows.size() && !found.enough(); ++i) {
        const Ledger::RowMembers members = ledger.row_members(i);
        // What is fresh in a row lies at the end of its members.
        const std::uint64_t fresh =
            trace.rows[i].row ? std::min<std::uint64_t>(trace.rows[i].row->fresh.count, members.until - members.from)
                              : 0;
        for (std::uint32_t place = members.until - static_cast<std::uint32_t>(fresh); place < members.until; ++place)
            caused(ledger.member(members.list, place), trace.rows[i].stamp, "in an answer");
    }
    // Once for each delivery, in one life: a window holds an event as often as it was delivered, at most.
    std::vector<std::tuple<EventId, ProcessId, std::uint32_t, Window>> placements;
    for (const PlacedEntry& entry : trace.placed) {
        const ProcessKind kind = kind_of_process(trace, entry.stamp.process);
        if (kind != ProcessKind::window_task && kind != ProcessKind::sink_task) continue;
        placements.emplace_back(entry.placed.event, entry.stamp.process, entry.stamp.incarnation, entry.placed.window);
    }
    std::sort(placements.begin(), placements.end());
    for (std::size_t from = 0; from < placements.size();) {
        std::size_t until = from;
        while (until < placements.size() && placements[until] == placements[from])
            ++until;
        const EventId event = std::get<0>(placements[from]);
        if (until - from > copies[event.value])
            found.report(trace.ended,
                         fmt::format("an event was put into one window {} times, and was delivered {} times",
                                     until - from, copies[event.value]),
                         {event});
        from = until;
    }
    // Every entry has its own place in the order.
    Replay replay{trace};
    std::optional<Stamp> last;
    while (const std::optional<Happening> next = replay.next()) {
        const Stamp& stamp = replay.stamp(*next);
        if (last && !earlier(*last, stamp))
            found.report(stamp.at,
                         fmt::format("entry {} does not come after entry {}", stamp.sequence, last->sequence));
        last = stamp;
    }
}

}  // namespace tidemark
