#include "sim/judge/ledger_writer.h"

#include <fmt/format.h>

#include <algorithm>

// The part of the ledger's writer that closes the books at the end of a run.
namespace tidemark {

void LedgerWriter::finish() {
    if (overwrite_) finish_overwrite();
    settle_down();
    settle_pending();
    settle_cleared();
    settle_unplaced();
    if (settings_) {
        if (const auto* batch = std::get_if<BatchMode>(&settings_->settings)) settle_unread_by_batch(*batch);
    }
    look_for_vanished();
}

// What is down when the clock ends would begin at its last checkpoint.
void LedgerWriter::settle_down() {
    if (crash_) roll_back_pipeline(last_completed_, true);
    for (const auto& [id, crash] : job_crashes_) {
        // A micro-batch begins with the state of the last batch that it finished; a batch job with none.
        const auto saved = last_completed_ ? snapshots_.find({id, *last_completed_}) : snapshots_.end();
        roll_back(processes_[id], saved == snapshots_.end() ? Snapshot{} : saved->second, crash, true);
    }
}

// Panes that left their operator and reached no reader.
void LedgerWriter::settle_pending() {
    for (const auto& [key, panes] : pending_) {
        for (const PendingPane& pane : panes) {
            const FiredEntry& fired = trace_.fired[pane.fired];
            if (fired.stamp.incarnation != processes_[fired.stamp.process].incarnation) continue;
            for (std::uint32_t i = pane.members.from; i < pane.members.until; ++i) {
                const std::uint32_t line = books_.lists[pane.members.list].entries[i];
                if (books_.entries[line].visible == 0 && books_.entries[line].fate == Fate::held)
                    step(line, fired.stamp.at, Fate::uncommitted, Cause::fired, pane.fired);
            }
        }
    }
}

// State that was dropped before any answer showed it.
void LedgerWriter::settle_cleared() {
    for (const auto& [key, lists] : cleared_) {
        for (const std::uint32_t list : lists) {
            for (const std::uint32_t line : books_.lists[list].entries) {
                const BookEntry& book = books_.entries[line];
                if (book.in_state == 0 && book.visible == 0 && book.fate == Fate::held)
                    step(line, *books_.lists[list].cleared, Fate::lost, Cause::state_cleared, UINT32_MAX);
            }
        }
    }
    // A line that only mirrored where its event was held.
    for (std::uint32_t line = 0; line < books_.own_cell.size(); ++line) {
        const BookEntry& book = books_.entries[line];
        if (book.fate != Fate::held || book.in_state > 0 || book.visible > 0) continue;
        bool held = false;
        books_.each_entry(EventId{book.event},
                          [&](std::uint32_t other) { held = held || books_.entries[other].in_state > 0; });
        if (!held) step(line, now_.at, Fate::lost, Cause::state_cleared, UINT32_MAX);
    }
}

// Events that the job takes and that lie in no window at all (sliding windows shorter than their period).
void LedgerWriter::settle_unplaced() {
    const std::optional<WindowSpec>& window = books_.truth.job().window;
    if (books_.passes_rows_on() || std::holds_alternative<Global>(*window)) return;
    for (std::uint32_t line = 0; line < books_.own_cell.size(); ++line) {
        const BookEntry& book = books_.entries[line];
        if (books_.own_cell[line] != UINT32_MAX || !books_.truth.takes(EventId{book.event})) continue;
        if (book.fate == Fate::channel)
            step(line, books_.arrives[book.event], Fate::filtered, Cause::filter, UINT32_MAX);
    }
}

// A batch that has read a partition does not see what comes into it later.
void LedgerWriter::settle_unread_by_batch(const BatchMode& batch) {
    struct Run {
        ProcessingTime started{};
        Window partition{};
        std::uint32_t job{0};
    };
    std::map<std::uint64_t, ProcessingTime> started;  // the last attempt of a run
    std::map<std::uint64_t, bool> succeeded;
    for (const JobEntry& entry : trace_.jobs)
        if (entry.note.step == NoteJob::Step::succeeded) succeeded[entry.note.run] = true;
    std::vector<Run> runs;
    for (std::uint32_t i = 0; i < trace_.jobs.size(); ++i) {
        const NoteJob& note = trace_.jobs[i].note;
        if (note.step == NoteJob::Step::started) started[note.run] = trace_.jobs[i].stamp.at;
        if (note.step == NoteJob::Step::read && succeeded.count(note.run) > 0)
            runs.push_back({started[note.run], note.partition, i});
    }
    const bool by_arrival = batch.partition_by == BatchMode::PartitionBy::ingest_time;
    for (std::uint32_t line = 0; line < books_.own_cell.size(); ++line) {
        const BookEntry& book = books_.entries[line];
        const ProcessingTime arrives = books_.arrives[book.event];
        if (book.fate != Fate::log || book.first_step != UINT32_MAX || arrives == processing_time_max) continue;
        // A run answers for the windows that end in its partition, and reads what was filed there.
        const GeneratedEvent& event = books_.tape().events[book.event];
        const Window window = books_.window_of(line);
        const EventTime last = event.record.at == event.happened ? window.max_timestamp() : event.record.at;
        if (by_arrival) {
            const Window filed = windows_containing(Tumbling{batch.partition_size, {}}, clock_reading(arrives)).front();
            if (last < filed.start || last >= filed.end) {
                step(line, arrives, Fate::lost, Cause::misfiled, UINT32_MAX);
                continue;
            }
        }
        std::optional<std::uint32_t> missed, passed_by;
        for (const Run& run : runs) {
            if (last < run.partition.start || last >= run.partition.end) continue;
            (arrives > run.started ? missed : passed_by) = run.job;
        }
        if (passed_by) {
            gap(trace_.jobs[*passed_by].stamp.at,
                fmt::format("run {} read the partition in which an event lay, and did nothing with it",
                            trace_.jobs[*passed_by].note.run),
                {EventId{book.event}});
            step(line, arrives, Fate::unexplained, Cause::none, *passed_by);
        } else {
            step(line, arrives, missed ? Fate::lost : Fate::log, missed ? Cause::after_cut : Cause::not_read_by_end,
                 missed.value_or(UINT32_MAX));
        }
    }
}

// Channels keep their order: where a record came out, those of its key before it in its partition came out too.
void LedgerWriter::look_for_vanished() {
    std::map<std::pair<std::uint32_t, KeyId>, std::uint64_t> furthest;  // one past the last offset that came out
    const auto came_out = [&](EventId event) {
        const BookEntry& book = books_.entries[books_.own_first[event.value]];
        return book.fate != Fate::channel && book.fate != Fate::log && book.fate != Fate::lost;
    };
    const auto way_of = [&](std::uint32_t partition, EventId event) {
        return std::pair{partition, books_.key_of(books_.own_first[event.value])};
    };
    const auto each_read = [&](auto visit) {
        for (const auto& [id, process] : processes_) {
            for (const std::uint32_t index : process.holder.reads) {
                const NoteRead& read = trace_.reads[index].note;
                const LogPartition& partition = books_.tape().partitions[read.partition.value];
                for (std::uint64_t i = 0; i < read.count; ++i)
                    visit(read.partition.value, read.from.value + i,
                          partition.at(Offset{read.from.value + i}).record.id);
            }
        }
    };
    each_read([&](std::uint32_t partition, std::uint64_t offset, EventId event) {
        if (!came_out(event)) return;
        std::uint64_t& known = furthest[way_of(partition, event)];
        known = std::max(known, offset + 1);
    });
    each_read([&](std::uint32_t partition, std::uint64_t offset, EventId event) {
        bool in_channel = false;
        for (std::uint32_t own = books_.own_first[event.value]; own < books_.own_first[event.value + 1]; ++own)
            in_channel = in_channel || books_.entries[own].fate == Fate::channel;
        if (!in_channel || offset + 1 >= furthest[way_of(partition, event)]) return;
        for (std::uint32_t own = books_.own_first[event.value]; own < books_.own_first[event.value + 1]; ++own) {
            if (books_.entries[own].fate != Fate::channel) continue;
            gap(books_.steps[books_.entries[own].last_step].at,
                fmt::format("a record was read (partition {}, offset {}) and never came out of its channel", partition,
                            offset),
                {event});
            step(own, now_.at, Fate::unexplained, Cause::none, UINT32_MAX);
        }
    });
}

}  // namespace tidemark
