#include "sim/world/trace_writer.h"

#include "engine/visitor.h"

#include <algorithm>

namespace tidemark {
namespace {

using Kind = ScheduleEntry::Kind;

template <class Variant>
std::uint8_t alternative(const Variant& variant) {
    return static_cast<std::uint8_t>(variant.index());
}

std::uint64_t ticks(ProcessingTime at) { return static_cast<std::uint64_t>(at.time_since_epoch().count()); }
std::uint64_t ticks(EventTime at) { return static_cast<std::uint64_t>(at.time_since_epoch().count()); }

void add_row(FingerprintBuilder& digest, const Row& row) {
    digest.add(std::uint64_t{row.key.value});
    digest.add(ticks(row.window.start));
    digest.add(ticks(row.window.end));
    digest.add(row.value.count);
    digest.add(static_cast<std::uint64_t>(row.value.number));
    digest.add(row.value.members);
    if (row.value.values)
        for (const std::int64_t value : *row.value.values)
            digest.add(static_cast<std::uint64_t>(value));
    digest.add(static_cast<std::uint64_t>(row.timing) | (row.tombstone ? 8U : 0U));
}

}  // namespace

TraceWriter::TraceWriter(std::string mode, TraceLevel level, Watch watch) : level_(level), watch_(std::move(watch)) {
    trace_.mode = std::move(mode);
}

void TraceWriter::add_process(ProcessKind kind, std::string name) {
    trace_.processes.push_back({ProcessId{static_cast<std::uint32_t>(trace_.processes.size())}, kind, std::move(name)});
}

Stamp TraceWriter::stamp(ProcessingTime at, Actor actor) { return {at, sequence_++, actor.process, actor.incarnation}; }

void TraceWriter::scheduled(ProcessingTime at, Actor actor, Kind kind, std::uint8_t what, std::uint64_t detail) {
    watch_.happened(at);
    trace_.ended = std::max(trace_.ended, at);
    schedule_.add(ticks(at));
    schedule_.add(std::uint64_t{actor.process.value} << 32 | static_cast<std::uint64_t>(kind) << 8 | what);
    schedule_.add(detail);
    if (at_least(TraceLevel::full)) trace_.schedule_entries.push_back({at, actor.process.value, kind, what, 0, detail});
}

void TraceWriter::input(ProcessingTime at, Actor actor, const Input& input) {
    ++trace_.counters.inputs;
    std::visit(Visitor{
                   [&](const Start& start) { scheduled(at, actor, Kind::start, 0, start.incarnation); },
                   [&](const Received& received) {
                       watch_.received(actor, received.message);
                       scheduled(at, actor, Kind::message, alternative(received.message), credit_of(received.message));
                   },
                   [&](const TimerFired& timer) { scheduled(at, actor, Kind::timer, 0, timer.timer.value); },
                   [&](const Answered& answered) {
                       const auto* fetched = std::get_if<Fetched>(&answered.body);
                       scheduled(at, actor, Kind::answer, alternative(answered.body),
                                 fetched ? fetched->from.value << 16 | fetched->range.count : answered.question.value);
                   },
                   [&](const ProcessFailed& failed) { scheduled(at, actor, Kind::failure, 0, failed.process.value); },
                   [&](const PlaceRecovered& place) { scheduled(at, actor, Kind::recovery, 0, place.process.value); },
                   [&](const Drain&) { scheduled(at, actor, Kind::drain, 0, 0); },
               },
               input);
}

void TraceWriter::effect(ProcessingTime at, Actor actor, const Effect& effect) {
    if (const auto* said = std::get_if<Note>(&effect)) {
        note(at, actor, *said);
        return;
    }
    if (const auto* send = std::get_if<Send>(&effect)) {
        sent(at, actor, *send);
        return;
    }
    ++trace_.counters.effects;
    std::visit(
        Visitor{
            [](const Send&) {},
            [&](const SetTimer& timer) { scheduled(at, actor, Kind::set_timer, 0, timer.timer.value); },
            [&](const CancelTimer& timer) { scheduled(at, actor, Kind::cancel_timer, 0, timer.timer.value); },
            [&](const Ask& ask) { scheduled(at, actor, Kind::ask, alternative(ask.operation), ask.question.value); },
            [&](const Pause& pause) { scheduled(at, actor, Kind::pause, 0, pause.from.value); },
            [&](const ResumeAll&) { scheduled(at, actor, Kind::resume, 0, 0); },
            [&](const Stop& stop) { scheduled(at, actor, Kind::stop, 0, stop.process.value); },
            [&](const Deploy& deploy) {
                scheduled(at, actor, Kind::deploy, deploy.restored ? 1 : 0, deploy.process.value);
            },
            [](const Note&) {},
        },
        effect);
}

void TraceWriter::sent(ProcessingTime at, Actor actor, const Send& send) {
    watch_.sent(at, actor, send);
    ++trace_.counters.effects;
    scheduled(at, actor, Kind::send, alternative(send.message), send.to.value);
}

void TraceWriter::note(ProcessingTime at, Actor actor, const Note& note) {
    Counters& counters = trace_.counters;
    const bool full = at_least(TraceLevel::full);
    std::visit(Visitor{
                   [&](const NoteRead& read) {
                       watch_.read(at, actor, read);
                       // Offsets that an earlier life had taken in are read again.
                       const std::uint64_t end = read.from.value + read.count;
                       std::uint64_t& furthest = furthest_read_.try_emplace(read.partition, 0).first->second;
                       counters.records_replayed +=
                           std::min(end, std::max(furthest, read.from.value)) - read.from.value;
                       furthest = std::max(furthest, end);
                       if (full) trace_.reads.push_back({stamp(at, actor), read});
                   },
                   [&](const NoteWatermark& watermark) {
                       if (full) trace_.watermarks.push_back({stamp(at, actor), watermark});
                   },
                   [&](const NoteIdle& idle) {
                       if (full) trace_.idles.push_back({stamp(at, actor), idle.idle});
                   },
                   [&](const NoteFiltered& filtered) {
                       if (full) trace_.filtered.push_back({stamp(at, actor), filtered.event, filtered.duplicate});
                   },
                   [&](const NotePlaced& placed) {
                       if (full) trace_.placed.push_back({stamp(at, actor), placed.placed});
                   },
                   [&](const NoteRefused& refused) {
                       watch_.refused(at, actor, refused.refused);
                       if (!refused.refused.counted_elsewhere)
                           (refused.refused.side_output ? counters.refused_side_output : counters.refused_dropped)
                               .add(refused.refused.record.id);
                       if (full || !refused.refused.counted_elsewhere)
                           trace_.refused.push_back({stamp(at, actor), refused.refused});
                   },
                   [&](const NoteMerged& merged) {
                       if (full) trace_.merged.push_back({stamp(at, actor), merged.merged});
                   },
                   [&](const NoteCleared& cleared) {
                       if (full) trace_.cleared.push_back({stamp(at, actor), cleared.key, cleared.window});
                   },
                   [&](const NoteFired& fired) {
                       if (full) trace_.fired.push_back({stamp(at, actor), fired.pane});
                   },
                   [&](const NoteBooks& books) {
                       counters.read += books.read;
                       counters.filtered += books.filtered;
                       counters.deduplicated += books.deduplicated;
                       counters.received += books.received;
                       counters.placements += books.placements;
                       counters.late_kept += books.late_kept;
                       counters.panes += books.panes;
                       counters.panes_early += books.panes_early;
                       counters.panes_on_time += books.panes_on_time;
                       counters.panes_late += books.panes_late;
                       counters.records_replayed += books.replayed;
                       if (books.holds_state) holds(at, actor, {books.held, books.held_closed});
                   },
                   [&](const NoteCheckpoint& checkpoint) {
                       using Step = NoteCheckpoint::Step;
                       counters.checkpoints_completed += checkpoint.step == Step::completed ? 1 : 0;
                       counters.restores += checkpoint.step == Step::restored ? 1 : 0;
                       counters.checkpoint_bytes += checkpoint.step == Step::saved ? checkpoint.bytes : 0;
                       state_.add(ticks(at));
                       state_.add(std::uint64_t{checkpoint.checkpoint.value} << 8 |
                                  static_cast<std::uint64_t>(checkpoint.step));
                       state_.add(checkpoint.bytes);
                       state_.add(checkpoint.state_digest);
                       trace_.checkpoints.push_back({stamp(at, actor), checkpoint});
                   },
                   [&](const NoteJob& job) {
                       using Step = NoteJob::Step;
                       counters.jobs_started += job.step == Step::started ? 1 : 0;
                       counters.jobs_succeeded += job.step == Step::succeeded ? 1 : 0;
                       counters.jobs_failed += job.step == Step::failed ? 1 : 0;
                       trace_.jobs.push_back({stamp(at, actor), job});
                   },
                   [&](const NoteSkipped& skipped) {
                       watch_.skipped(skipped);
                       trace_.skipped.push_back({stamp(at, actor), skipped});
                   },
               },
               note);
}

// The state of a mode is what all its tasks hold together.
void TraceWriter::holds(ProcessingTime at, Actor actor, Held now) {
    Held& before = held_by_[actor.process];
    held_.all += now.all - before.all;
    held_.closed += now.closed - before.closed;
    before = now;
    Counters& counters = trace_.counters;
    counters.held_at_end = held_.all;
    counters.held_peak = std::max(counters.held_peak, held_.all);
    counters.held_closed_peak = std::max(counters.held_closed_peak, held_.closed);
    if (at_least(TraceLevel::full)) trace_.held.push_back({stamp(at, actor), held_.all, held_.closed});
}

void TraceWriter::arrival(ProcessingTime at, Actor actor, const Operation& operation, const Stores::Applied& applied) {
    ++trace_.counters.arrivals;
    scheduled(at, actor, Kind::arrival, alternative(operation), applied.bytes);
    for (const TransactionFact& fact : applied.transactions)
        transaction(at, actor, fact);
    if (!applied.committed.empty()) {
        WriteRows visible;
        visible.kind = WriteKind::append;
        visible.rows = applied.committed;
        rows(at, actor, visible);
    }
    if (!applied.changed) return;
    if (const auto* write = std::get_if<WriteRows>(&operation)) rows(at, actor, *write);
    if (const auto* late = std::get_if<WriteLate>(&operation)) {
        trace_.counters.side_output_rows += late->records.size();
        for (const Record& record : late->records) {
            output_.add(ticks(at));
            output_.add(record.id.value);
            if (at_least(TraceLevel::answers)) trace_.side_output.push_back({stamp(at, actor), record});
        }
    }
}

void TraceWriter::transaction(ProcessingTime at, Actor actor, const TransactionFact& fact) {
    output_.add(ticks(at));
    output_.add(std::uint64_t{fact.name.attempt} << 32 | fact.name.number);
    output_.add(static_cast<std::uint64_t>(fact.what) << 56 | fact.rows);
    trace_.transactions.push_back({stamp(at, actor), fact});
}

void TraceWriter::rows(ProcessingTime at, Actor actor, const WriteRows& write) {
    output_.add(ticks(at));
    output_.add(static_cast<std::uint64_t>(write.kind));
    if (write.partition) {
        output_.add(ticks(write.partition->start));
        output_.add(ticks(write.partition->end));
        if (at_least(TraceLevel::answers))
            trace_.rows.push_back({stamp(at, actor), write.kind, write.partition, std::nullopt});
    }
    trace_.counters.rows_written += write.rows.size();
    for (const Row& row : write.rows) {
        add_row(output_, row);
        if (at_least(TraceLevel::answers)) trace_.rows.push_back({stamp(at, actor), write.kind, write.partition, row});
    }
}

void TraceWriter::crash(ProcessingTime at, Actor actor, std::uint32_t fault) {
    ++trace_.counters.crashes;
    scheduled(at, actor, Kind::crash, 0, fault);
    trace_.faults.push_back({stamp(at, actor), FaultEntry::What::crash, fault});
}

void TraceWriter::fault(ProcessingTime at, Actor actor, FaultEntry::What what, std::uint32_t fault) {
    trace_.faults.push_back({stamp(at, actor), what, fault});
}

void TraceWriter::recovered(ProcessingTime at, Actor actor, std::uint32_t fault) {
    trace_.faults.push_back({stamp(at, actor), FaultEntry::What::recovered, fault});
}

ModeTrace TraceWriter::finish() {
    trace_.schedule = schedule_.fingerprint();
    trace_.state = state_.fingerprint();
    trace_.output = output_.fingerprint();
    FingerprintBuilder metrics;
    const Counters& c = trace_.counters;
    for (const Tally& tally : {c.read, c.filtered, c.received, c.refused_dropped, c.refused_side_output}) {
        metrics.add(tally.count);
        metrics.add(tally.members);
    }
    for (const std::uint64_t number : {c.placements,
                                       c.late_kept,
                                       c.panes,
                                       c.panes_early,
                                       c.panes_on_time,
                                       c.panes_late,
                                       c.rows_written,
                                       c.side_output_rows,
                                       c.held_at_end,
                                       c.held_peak,
                                       c.held_closed_peak,
                                       c.checkpoints_completed,
                                       c.restores,
                                       c.crashes,
                                       c.jobs_started,
                                       c.jobs_succeeded,
                                       c.jobs_failed,
                                       c.records_replayed,
                                       c.inputs,
                                       c.effects,
                                       c.arrivals,
                                       c.checkpoint_bytes,
                                       static_cast<std::uint64_t>(c.busy.count())})
        metrics.add(number);
    if (c.deduplicated.count > 0) metrics.add(c.deduplicated.count, c.deduplicated.members);  // where asked for
    trace_.metrics = metrics.fingerprint();
    // Processes note ahead of each other inside a batch; readers get every column in order.
    const auto in_order = [](auto& column) {
        std::stable_sort(column.begin(), column.end(), [](const auto& a, const auto& b) {
            return a.stamp.at != b.stamp.at ? a.stamp.at < b.stamp.at : a.stamp.sequence < b.stamp.sequence;
        });
    };
    in_order(trace_.refused);
    in_order(trace_.checkpoints);
    in_order(trace_.jobs);
    in_order(trace_.transactions);
    in_order(trace_.skipped);
    in_order(trace_.faults);
    in_order(trace_.rows);
    in_order(trace_.side_output);
    in_order(trace_.reads);
    in_order(trace_.watermarks);
    in_order(trace_.idles);
    in_order(trace_.placed);
    in_order(trace_.filtered);
    in_order(trace_.merged);
    in_order(trace_.cleared);
    in_order(trace_.fired);
    in_order(trace_.held);
    return std::move(trace_);
}

}  // namespace tidemark
