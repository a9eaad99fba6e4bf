#include "sim/judge/checks.h"
#include "sim/judge/judgement.h"
#include "sim/judge/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tidemark {
namespace {

// An aggregate that grows record by record: the plainest way, kept going between the rows of one window and key.
class Growing {
public:
    void add(const AggregateSpec& spec, const Record& record) {
        switch (spec.kind) {
            case AggregateKind::count:
                break;
            case AggregateKind::sum:
            case AggregateKind::mean:
                sum_ += static_cast<std::uint64_t>(record.value);
                break;
            case AggregateKind::min:
                least_ = count_ == 0 ? record.value : std::min(least_, record.value);
                break;
            case AggregateKind::max:
                greatest_ = count_ == 0 ? record.value : std::max(greatest_, record.value);
                break;
            case AggregateKind::distinct:
                distinct_.insert(spec.distinct_of == DistinctOf::user ? record.user.value
                                                                      : static_cast<std::uint64_t>(record.value));
                break;
            case AggregateKind::list:
                list_.insert(record.value);
                break;
        }
        ++count_;
    }
    std::int64_t number(const AggregateSpec& spec) const {
        switch (spec.kind) {
            case AggregateKind::count:
                return static_cast<std::int64_t>(count_);
            case AggregateKind::sum:
            case AggregateKind::mean:
                return static_cast<std::int64_t>(sum_);
            case AggregateKind::min:
                return least_;
            case AggregateKind::max:
                return greatest_;
            case AggregateKind::distinct:
                return static_cast<std::int64_t>(distinct_.size());
            case AggregateKind::list:
                return 0;
        }
        return 0;
    }
    bool gives(const AggregateSpec& spec, const AggregateValue& value) const {
        if (value.count != count_) return false;
        if (spec.kind != AggregateKind::list) return value.number == number(spec);
        const std::multiset<std::int64_t> shown =
            value.values ? std::multiset<std::int64_t>(value.values->begin(), value.values->end())
                         : std::multiset<std::int64_t>{};
        return shown == list_;
    }

private:
    std::uint64_t count_{0}, sum_{0};
    std::int64_t least_{0}, greatest_{0};
    std::set<std::uint64_t> distinct_;
    std::multiset<std::int64_t> list_;
};

Tally tally_of_refused(const ModeTrace& trace, bool side_output) {
    Tally tally;
    for (const RefusedEntry& entry : trace.refused)
        if (!entry.refused.counted_elsewhere && entry.refused.side_output == side_output)
            tally.add(entry.refused.record.id);
    return tally;
}

void expect_equal(Found& found, ProcessingTime at, std::string_view what, std::uint64_t counted, std::uint64_t told) {
    if (counted != told) found.report(at, fmt::format("{}: the counters say {}, the trace {}", what, counted, told));
}

// What window tasks have taken in of a batch whose books are still open when the clock stops.
Tally of_open_books(const ModeTrace& trace) {
    std::map<ProcessId, Stamp> closed;  // the last time that a task closed its books
    for (const ProcessInfo& process : trace.processes)
        if (process.kind == ProcessKind::window_task)
            closed[process.id] = {ProcessingTime{ProcessingDuration{INT64_MIN}}, 0, process.id, 0};
    for (const HeldEntry& entry : trace.held)
        if (const auto task = closed.find(entry.stamp.process); task != closed.end()) task->second = entry.stamp;
    std::set<EventId> events;
    const auto taken = [&](const Stamp& stamp, EventId event) {
        const auto task = closed.find(stamp.process);
        if (task != closed.end() && earlier(task->second, stamp)) events.insert(event);
    };
    for (const PlacedEntry& entry : trace.placed)
        taken(entry.stamp, entry.placed.event);
    for (const RefusedEntry& entry : trace.refused)
        taken(entry.stamp, entry.refused.record.id);
    Tally tally;
    for (const EventId event : events)
        tally.add(event);
    return tally;
}

}  // namespace

// Double entry: what was read is what was filtered, received, or is still on its way. A crash throws away what was on its
// way, so the sums close only between crashes; the ledger at level full follows each event through them.
void check_conservation(Judgement& judgement, std::size_t mode, Found& found) {
    const ModeTrace& trace = judgement.trace(mode);
    const Counters& c = trace.counters;
    Tally out = c.filtered + c.received;
    const bool knows = judgement.knows_lives();
    std::uint64_t in_channel = 0;
    if (knows) {
        out += of_open_books(trace);
        for (const EventId event : judgement.ledger(mode).with_fate(Fate::channel)) {
            out.add(event);
            ++in_channel;
        }
    }
    // A job whose checkpoints fail is restarted without a crash.
    const bool all_saved =
        std::none_of(trace.checkpoints.begin(), trace.checkpoints.end(), [](const CheckpointEntry& entry) {
            return entry.note.step == NoteCheckpoint::Step::expired ||
                   entry.note.step == NoteCheckpoint::Step::declined;
        });
    const bool undisturbed = c.crashes == 0 && c.jobs_failed == 0 && c.restores == 0 && all_saved;
    if (c.read.count > 0) {
        if (out.count - in_channel > c.read.count)
            found.report(trace.ended,
                         fmt::format("{} records came out of {} that were read", out.count - in_channel, c.read.count));
        else if (undisturbed && (knows || out.count == c.read.count) && !(out == c.read))
            found.report(trace.ended,
                         fmt::format("{} records were read; {} were filtered, {} received and {} are on their way: "
                                     "these are not the same records",
                                     c.read.count, c.filtered.count, c.received.count, in_channel));
    }
    if (c.refused_dropped.count + c.refused_side_output.count > c.received.count)
        found.report(trace.ended, fmt::format("{} records were refused of {} received",
                                              c.refused_dropped.count + c.refused_side_output.count, c.received.count));
    if (!knows) return;
    for (const Ledger::Gap& gap : judgement.ledger(mode).gaps())
        found.report(gap.at, gap.message, gap.events);
    const std::vector<EventId> unexplained = judgement.ledger(mode).with_fate(Fate::unexplained);
    if (!unexplained.empty())
        found.report(trace.ended, fmt::format("{} events have no fate", unexplained.size()), unexplained);
}

void check_metrics_consistent(Judgement& judgement, std::size_t mode, Found& found) {
    const ModeTrace& trace = judgement.trace(mode);
    const Counters& c = trace.counters;
    const ProcessingTime at = trace.ended;
    for (const bool side : {false, true}) {
        const Tally counted = side ? c.refused_side_output : c.refused_dropped;
        const Tally told = tally_of_refused(trace, side);
        if (!(counted == told))
            found.report(at, fmt::format("refused records ({}): the counters say {}, the trace {}",
                                         side ? "side output" : "dropped", counted.count, told.count));
    }
    std::uint64_t completed = 0, restored = 0, started = 0, succeeded = 0, failed = 0, crashes = 0;
    for (const CheckpointEntry& entry : trace.checkpoints) {
        completed += entry.note.step == NoteCheckpoint::Step::completed ? 1 : 0;
        restored += entry.note.step == NoteCheckpoint::Step::restored ? 1 : 0;
    }
    for (const JobEntry& entry : trace.jobs) {
        started += entry.note.step == NoteJob::Step::started ? 1 : 0;
        succeeded += entry.note.step == NoteJob::Step::succeeded ? 1 : 0;
        failed += entry.note.step == NoteJob::Step::failed ? 1 : 0;
    }
    for (const FaultEntry& entry : trace.faults)
        crashes += entry.what == FaultEntry::What::crash ? 1 : 0;
    expect_equal(found, at, "completed checkpoints", c.checkpoints_completed, completed);
    expect_equal(found, at, "restores", c.restores, restored);
    expect_equal(found, at, "jobs started", c.jobs_started, started);
    expect_equal(found, at, "jobs succeeded", c.jobs_succeeded, succeeded);
    expect_equal(found, at, "jobs failed", c.jobs_failed, failed);
    expect_equal(found, at, "crashes", c.crashes, crashes);
    if (judgement.knows_answers()) {
        const auto rows = std::count_if(trace.rows.begin(), trace.rows.end(),
                                        [](const RowEntry& entry) { return entry.row.has_value(); });
        expect_equal(found, at, "rows", c.rows_written, static_cast<std::uint64_t>(rows));
        expect_equal(found, at, "rows of the side output", c.side_output_rows, trace.side_output.size());
    }
    if (!judgement.knows_lives()) return;
    if (!trace.fired.empty()) expect_equal(found, at, "panes", c.panes, trace.fired.size());
    expect_equal(found, at, "filtered records", c.filtered.count, trace.filtered.size());
    if (!trace.held.empty()) {
        std::uint64_t peak = 0;
        for (const HeldEntry& entry : trace.held)
            peak = std::max(peak, entry.held);
        expect_equal(found, at, "the most that was held", c.held_peak, peak);
    }
    // The ledger and the metrics tell of the same losses.
    const ModeMetrics& metrics = judgement.metrics(mode);
    std::set<EventId> lost;
    judgement.ledger(mode).each_own_life(std::nullopt, [&](EventId event, KeyId, const Window&, Fate fate) {
        if (fate == Fate::lost) lost.insert(event);
    });
    expect_equal(found, at, "lost events", metrics.lost.value_or(0), lost.size());
}

// Lives are followed as tallies: what the sources had read by the time they saved must be what the window tasks had
// processed by the time they did.
void check_checkpoint_is_prefix(Judgement& judgement, std::size_t mode, Found& found) {
    const ModeTrace& trace = judgement.trace(mode);
    const auto* stream = std::get_if<StreamMode>(&judgement.settings(mode).settings);
    if (stream == nullptr) return;
    const JobLogic& job = judgement.job(mode);
    if (!job.window || !job.aggregate) return;  // a sink that passes rows on holds nothing
    if (const auto* sliding = std::get_if<Sliding>(&*job.window))
        if (sliding->period > sliding->size) return;  // what falls between windows leaves no trace
    struct Books {
        ProcessKind kind{};
        std::uint32_t incarnation{0};
        Tally processed;
        std::optional<EventId> last;  // the record at hand, and the windows that had it
        std::vector<Window> windows;
    };
    std::map<ProcessId, Books> processes;
    for (const ProcessInfo& process : trace.processes)
        processes[process.id].kind = process.kind;
    std::map<CheckpointId, std::map<ProcessId, Tally>> saved;
    std::map<ProcessId, bool> restored;
    const auto books_of = [&](const Stamp& stamp) -> Books& {
        Books& books = processes[stamp.process];
        if (books.incarnation != stamp.incarnation) {
            if (!restored[stamp.process]) books.processed = {};
            restored[stamp.process] = false;
            books.incarnation = stamp.incarnation;
            books.last.reset();
        }
        return books;
    };
    // A record that belongs to several windows is said several times, once for each.
    const auto processed = [&](const Stamp& stamp, EventId event, const std::optional<Window>& window) {
        Books& books = books_of(stamp);
        const bool goes_on = books.last == event && window &&
                             std::find(books.windows.begin(), books.windows.end(), *window) == books.windows.end();
        if (!goes_on) {
            books.processed.add(event);
            books.windows.clear();
        }
        books.last = event;
        if (window) books.windows.push_back(*window);
    };
    Replay replay{trace};
    while (const std::optional<Happening> next = replay.next()) {
        const Stamp& stamp = replay.stamp(*next);
        if (next->column == TraceColumn::reads) {
            const NoteRead& read = trace.reads[next->index].note;
            const LogPartition& partition = judgement.tape().partitions[read.partition.value];
            Books& books = books_of(stamp);
            for (std::uint64_t i = 0; i < read.count; ++i)
                books.processed.add(partition.at(Offset{read.from.value + i}).record.id);
        } else if (next->column == TraceColumn::filtered) {
            Tally one;
            one.add(trace.filtered[next->index].event);
            // A source leaves out what the filter refuses; a window task has processed the copies that it leaves out.
            if (processes[stamp.process].kind == ProcessKind::window_task) books_of(stamp).processed += one;
            else books_of(stamp).processed -= one;
        } else if (next->column == TraceColumn::placed) {
            const Placed& placed = trace.placed[next->index].placed;
            const bool session = std::holds_alternative<Session>(*job.window);
            processed(stamp, placed.event, session ? std::nullopt : std::optional{placed.window});
        } else if (next->column == TraceColumn::refused) {
            const Refused& refused = trace.refused[next->index].refused;
            if (processes[stamp.process].kind == ProcessKind::window_task)
                processed(stamp, refused.record.id, refused.window);
        } else if (next->column == TraceColumn::checkpoints) {
            const NoteCheckpoint& note = trace.checkpoints[next->index].note;
            if (note.step == NoteCheckpoint::Step::saved) {
                saved[note.checkpoint][stamp.process] = books_of(stamp).processed;
            } else if (note.step == NoteCheckpoint::Step::restored) {
                for (auto& [id, books] : processes) {
                    books.processed = saved[note.checkpoint][id];
                    restored[id] = true;
                }
            } else if (note.step == NoteCheckpoint::Step::completed) {
                Tally sources, windows;
                for (const auto& [id, tally] : saved[note.checkpoint]) {
                    if (processes[id].kind == ProcessKind::source_task) sources += tally;
                    if (processes[id].kind == ProcessKind::window_task) windows += tally;
                }
                // Where no input waits for a barrier, the windows hold what comes after it, too.
                const bool waits = !stream->checkpoint || stream->checkpoint->barriers == BarrierMode::aligned;
                if (waits ? !(sources == windows) : windows.count < sources.count)
                    found.report(stamp.at,
                                 fmt::format("checkpoint {}: its sources stand after {} records, its windows hold {}",
                                             note.checkpoint.value, sources.count, windows.count));
            }
        }
    }
}

void check_aggregate_value(Judgement& judgement, std::size_t mode, Found& found) {
    const ModeTrace& trace = judgement.trace(mode);
    const JobLogic& job = judgement.job(mode);
    const Ledger& ledger = judgement.ledger(mode);
    struct Known {
        std::uint32_t list{UINT32_MAX}, from{0}, until{0};
        Growing value;
    };
    std::map<std::pair<Window, KeyId>, Known> cells;
    const AggregateSpec spec = job.aggregate.value_or(AggregateSpec{AggregateKind::sum, DistinctOf::value});
    for (std::uint32_t i = 0; i < trace.rows.size() && !found.enough(); ++i) {
        const std::optional<Row>& row = trace.rows[i].row;
        if (!row || row->tombstone) continue;
        const Ledger::RowMembers members = ledger.row_members(i);
        if (members.empty()) continue;  // of a row without records, or one that I1 reports
        Known passing;
        Known& known = job.aggregate ? cells[{row->window, row->key}] : passing;
        if (known.list != members.list || known.from != members.from || known.until > members.until)
            known = {members.list, members.from, members.from, {}};
        for (; known.until < members.until; ++known.until) {
            const EventId event = ledger.member(members.list, known.until);
            const std::optional<Record> seen =
                judged_record(job, judgement.tape().names, judgement.tape().events[event.value].record);
            if (seen) known.value.add(spec, *seen);
        }
        if (known.value.gives(spec, row->value)) continue;
        found.report(trace.rows[i].stamp.at,
                     fmt::format("the row of {} says {} over {} records; its members give {}",
                                 judgement.cell_name(mode, row->window, row->key), row->value.number, row->value.count,
                                 known.value.number(spec)));
    }
}

}  // namespace tidemark
