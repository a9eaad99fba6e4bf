#include "sim/judge/checks.h"
#include "sim/judge/judgement.h"
#include "sim/judge/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace tidemark {
namespace {

// Whether a window had expired, read from the rules once more and not from the operator (F-W3, F-W4, B-15, K-2, K-5).
// `clock`: the watermark; of Kafka, the stream time with the record at hand.
bool expired(const StreamMode& stream, const Window& window, EventTime clock) {
    if (clock == event_time_min) return false;
    switch (stream.profile) {
        case EngineName::flink:
            return saturating_add(window.max_timestamp(), stream.allowed_lateness) <= clock && window != global_window;
        case EngineName::beam:
            return saturating_add(window.end, stream.allowed_lateness) <= clock && window.end != event_time_max;
        case EngineName::kafka: {
            if (const auto* session = std::get_if<Session>(&*stream.job.window))
                return saturating_add(saturating_add(window.max_timestamp(), stream.allowed_lateness), session->gap) <
                       clock;
            return saturating_add(window.end, stream.allowed_lateness) <= clock;
        }
    }
    return false;
}

// Goes through watermarks alongside another column: what a window task knew just before an entry of it.
class WatermarkSoFar {
public:
    explicit WatermarkSoFar(const ModeTrace& trace) : trace_(trace) {}
    EventTime before(const Stamp& stamp) {
        for (; next_ < trace_.watermarks.size() && earlier(trace_.watermarks[next_].stamp, stamp); ++next_) {
            const WatermarkEntry& entry = trace_.watermarks[next_];
            if (entry.note.of != NoteWatermark::Of::task) continue;
            Known& known = known_[{entry.stamp.process, entry.stamp.incarnation}];
            known = {known.now, entry.note.watermark};
        }
        const auto known = known_.find({stamp.process, stamp.incarnation});
        return known == known_.end() ? event_time_min : known->second.now;
    }
    // The one before that: what a window must have outlived to fire while the watermark moves.
    EventTime previous(const Stamp& stamp) const {
        const auto known = known_.find({stamp.process, stamp.incarnation});
        return known == known_.end() ? event_time_min : known->second.previous;
    }

private:
    const ModeTrace& trace_;
    std::size_t next_{0};
    struct Known {
        EventTime previous{event_time_min}, now{event_time_min};
    };
    std::map<std::pair<ProcessId, std::uint32_t>, Known> known_;
};

// The stream whose windows follow event time; null where the rules of lateness do not apply.
const StreamMode* event_time_stream(const Judgement& judgement, std::size_t mode) {
    const auto* stream = std::get_if<StreamMode>(&judgement.settings(mode).settings);
    return stream && stream->time == TimeDomain::event && stream->job.window && stream->job.aggregate ? stream
                                                                                                      : nullptr;
}

std::set<ProcessId> window_tasks(const ModeTrace& trace) {
    std::set<ProcessId> tasks;
    for (const ProcessInfo& process : trace.processes)
        if (process.kind == ProcessKind::window_task) tasks.insert(process.id);
    return tasks;
}

// S-3: a record is late where its window had ended by the watermark of the batch before; every batch says the one that it
// ran with. In complete output nothing is late (S-5).
void check_micro_batch_lateness(Judgement& judgement, std::size_t mode, const MicroBatchMode& micro, Found& found) {
    const ModeTrace& trace = judgement.trace(mode);
    if (!micro.job.window || !micro.watermark_delay || micro.time != TimeDomain::event) return;
    std::map<std::uint64_t, EventTime> ran_with;  // by batch
    std::uint64_t batch = 0;
    std::size_t next_watermark = 0;
    const auto watermark_before = [&](const Stamp& stamp) {
        for (; next_watermark < trace.watermarks.size() && earlier(trace.watermarks[next_watermark].stamp, stamp);
             ++next_watermark)
            ran_with[batch] = trace.watermarks[next_watermark].note.watermark;
        const auto later = ran_with.lower_bound(batch);
        return later == ran_with.begin() ? event_time_min : std::prev(later)->second;
    };
    const bool complete = micro.output == OutputMode::complete;
    Replay replay{trace};
    while (const std::optional<Happening> next = replay.next()) {
        if (found.enough()) return;
        const Stamp& stamp = replay.stamp(*next);
        if (next->column == TraceColumn::jobs && trace.jobs[next->index].note.step == NoteJob::Step::started) {
            watermark_before(stamp);
            batch = trace.jobs[next->index].note.run;
        } else if (next->column == TraceColumn::placed) {
            const Placed& placed = trace.placed[next->index].placed;
            const EventTime watermark = watermark_before(stamp);
            if (!complete && placed.window.end <= watermark)
                found.report(
                    stamp.at,
                    fmt::format("a record was taken into {} although the batch before ran with the watermark {}",
                                judgement.cell_name(mode, placed.window, placed.key), to_iso(watermark)),
                    {placed.event});
        } else if (next->column == TraceColumn::refused) {
            const Refused& refused = trace.refused[next->index].refused;
            const EventTime watermark = watermark_before(stamp);
            const std::vector<Window> windows = windows_containing(*micro.job.window, refused.record.at);
            const bool late = std::all_of(windows.begin(), windows.end(),
                                          [&](const Window& window) { return window.end <= watermark; });
            if (complete || !late)
                found.report(stamp.at,
                             fmt::format("a record was refused although the batch before ran with the watermark {}",
                                         to_iso(watermark)),
                             {refused.record.id});
        }
    }
}

}  // namespace

void check_no_fire_before_watermark(Judgement& judgement, std::size_t mode, Found& found) {
    const StreamMode* stream = event_time_stream(judgement, mode);
    const ModeTrace& trace = judgement.trace(mode);
    if (!stream || stream->profile == EngineName::kafka) return;  // Kafka's updates wait for nothing
    const std::set<ProcessId> tasks = window_tasks(trace);
    WatermarkSoFar watermarks{trace};
    std::set<std::tuple<ProcessId, std::uint32_t, Window, KeyId>> gone;
    Replay replay{trace};
    while (const std::optional<Happening> next = replay.next()) {
        const Stamp& stamp = replay.stamp(*next);
        if (tasks.count(stamp.process) == 0) continue;
        if (next->column == TraceColumn::cleared) {
            const ClearedEntry& entry = trace.cleared[next->index];
            gone.insert({stamp.process, stamp.incarnation, entry.window, entry.key});
        } else if (next->column == TraceColumn::placed) {
            const Placed& placed = trace.placed[next->index].placed;
            gone.erase({stamp.process, stamp.incarnation, placed.window, placed.key});
        } else if (next->column == TraceColumn::fired) {
            const Pane& pane = trace.fired[next->index].pane;
            const EventTime watermark = watermarks.before(stamp);
            const EventTime due = stream->profile == EngineName::beam ? pane.window.end : pane.window.max_timestamp();
            const std::string cell = judgement.cell_name(mode, pane.window, pane.key);
            if (pane.timing == PaneTiming::on_time && watermark < due)
                found.report(stamp.at,
                             fmt::format("{} fired on time while the watermark stood at {}", cell, to_iso(watermark)));
            if (pane.timing == PaneTiming::late && expired(*stream, pane.window, watermarks.previous(stamp)))
                found.report(stamp.at, fmt::format("{} fired late after the watermark {} had passed its lateness", cell,
                                                   to_iso(watermarks.previous(stamp))));
            if (gone.count({stamp.process, stamp.incarnation, pane.window, pane.key}) > 0)
                found.report(stamp.at, fmt::format("{} fired after its state was dropped", cell));
        }
        if (found.enough()) return;
    }
}

void check_late_is_late(Judgement& judgement, std::size_t mode, Found& found) {
    if (const auto* micro = std::get_if<MicroBatchMode>(&judgement.settings(mode).settings)) {
        check_micro_batch_lateness(judgement, mode, *micro, found);
        return;
    }
    const StreamMode* stream = event_time_stream(judgement, mode);
    const ModeTrace& trace = judgement.trace(mode);
    if (!stream) return;
    const bool kafka = stream->profile == EngineName::kafka;
    const bool session = std::holds_alternative<Session>(*stream->job.window);
    const std::vector<GeneratedEvent>& events = judgement.tape().events;
    const std::set<ProcessId> tasks = window_tasks(trace);
    WatermarkSoFar watermarks{trace};
    std::map<std::pair<ProcessId, std::uint32_t>, EventTime> stream_time;
    // What the task's clock showed when a record came.
    const auto clock_at = [&](const Stamp& stamp, EventTime record) {
        EventTime clock = watermarks.before(stamp);
        if (!kafka) return clock;
        EventTime& known = stream_time.try_emplace({stamp.process, stamp.incarnation}, event_time_min).first->second;
        known = std::max({known, clock, record});
        return known;
    };
    Replay replay{trace};
    while (const std::optional<Happening> next = replay.next()) {
        if (found.enough()) return;
        const Stamp& stamp = replay.stamp(*next);
        if (tasks.count(stamp.process) == 0) continue;
        if (next->column == TraceColumn::placed) {
            const Placed& placed = trace.placed[next->index].placed;
            const EventTime at = events[placed.event.value].record.at;
            const EventTime clock = clock_at(stamp, at);
            // Beam judges a session's record by its own window, before it merges (B-11).
            const Window judged = session && stream->profile == EngineName::beam
                                      ? windows_containing(*stream->job.window, at).front()
                                      : placed.window;
            if (expired(*stream, judged, clock))
                found.report(stamp.at,
                             fmt::format("a record was taken into {} although that had expired at {}",
                                         judgement.cell_name(mode, judged, placed.key), to_iso(clock)),
                             {placed.event});
        } else if (next->column == TraceColumn::refused) {
            const Refused& refused = trace.refused[next->index].refused;
            const EventTime at = refused.record.at;
            const EventTime clock = clock_at(stamp, at);
            if (refused.finished || (kafka && at < EventTime{})) continue;
            std::vector<Window> judged = windows_containing(*stream->job.window, at);
            if (kafka && session) judged = {{at, at + EventDuration{1}}};
            if (refused.window && !session) judged = {*refused.window};
            for (const Window& window : judged) {
                if (expired(*stream, window, clock)) continue;
                found.report(stamp.at,
                             fmt::format("a record was refused although {} had not expired: the watermark stood at {}",
                                         judgement.cell_name(mode, window, refused.record.key), to_iso(clock)),
                             {refused.record.id});
                break;
            }
        }
    }
}

}  // namespace tidemark
