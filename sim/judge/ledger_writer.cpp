#include "sim/judge/ledger_writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

bool is_refused(Fate fate) { return fate == Fate::dropped || fate == Fate::side_output; }

}  // namespace

LedgerWriter::LedgerWriter(LedgerBooks& books) : books_(books), trace_(books.trace()) {
    for (const Mode& mode : books_.simulation.scenario->modes) {
        if (mode.name == trace_.mode) settings_ = &mode;
    }
    const JobLogic& job = books_.truth.job();
    sessions_ = job.window && std::holds_alternative<Session>(*job.window);
    for (const ProcessInfo& process : trace_.processes)
        processes_[process.id].kind = process.kind;
}

void LedgerWriter::write() {
    lay_out();
    note_last_mentions();
    choose_checkpoints();
    Replay replay{trace_};
    while (const std::optional<Happening> next = replay.next())
        happened(*next, replay.stamp(*next));
    finish();
}

// Every event has a line for each window that is its own, before anything happens.
void LedgerWriter::lay_out() {
    const std::size_t events = books_.tape().events.size();
    books_.own_first.reserve(events + 1);
    for (std::uint32_t event = 0; event < events; ++event) {
        books_.own_first.push_back(static_cast<std::uint32_t>(books_.own_cell.size()));
        const std::vector<std::uint32_t> cells = books_.truth.cells_of(EventId{event});
        for (const std::uint32_t cell : cells)
            books_.own_cell.push_back(cell);
        if (cells.empty()) books_.own_cell.push_back(UINT32_MAX);
        for (std::size_t i = books_.own_first.back(); i < books_.own_cell.size(); ++i) {
            books_.entries.emplace_back();
            books_.entries.back().event = event;
        }
    }
    books_.own_first.push_back(static_cast<std::uint32_t>(books_.own_cell.size()));
    books_.first_extra.assign(events, UINT32_MAX);
    books_.first_counted.assign(events, processing_time_max);
    books_.arrives.assign(events, processing_time_max);
    books_.row_members.assign(trace_.rows.size(), {});
    books_.steps.reserve(trace_.placed.size() * 2 + trace_.filtered.size() + events);
    for (const Delivery& delivery : books_.tape().deliveries) {
        if (!delivery.offset) continue;
        ProcessingTime& arrives = books_.arrives[delivery.event.value];
        arrives = std::min(arrives, delivery.arrives);
    }
    lose_on_the_way();
}

// What never reaches the log has no other step.
void LedgerWriter::lose_on_the_way() {
    const std::vector<Incident>& incidents = books_.tape().incidents;
    for (std::uint32_t i = 0; i < incidents.size(); ++i) {
        const Incident& incident = incidents[i];
        if (incident.what == Mishap::unreadable) unreadable_.emplace(incident.event, i);
        if (!is_loss(incident.what) || incident.at > books_.simulation.scenario->clock.until) continue;
        const std::uint64_t event = incident.event.value;
        for (std::uint32_t own = books_.own_first[event]; own < books_.own_first[event + 1]; ++own)
            step(own, incident.at, Fate::lost,
                 incident.what == Mishap::outbox_full ? Cause::no_room : Cause::never_arrived, i);
    }
}

void LedgerWriter::note_last_mentions() {
    last_mention_.assign(books_.tape().events.size(), Stamp{ProcessingTime{ProcessingDuration{INT64_MIN}}, 0, {}, 0});
    const auto mention = [&](EventId event, const Stamp& stamp) {
        Stamp& last = last_mention_[event.value];
        if (earlier(last, stamp)) last = stamp;
    };
    for (const PlacedEntry& entry : trace_.placed)
        mention(entry.placed.event, entry.stamp);
    for (const RefusedEntry& entry : trace_.refused)
        mention(entry.refused.record.id, entry.stamp);
    for (const FilteredEntry& entry : trace_.filtered)
        mention(entry.event, entry.stamp);
    for (const ReadEntry& entry : trace_.reads) {
        const LogPartition& partition = books_.tape().partitions[entry.note.partition.value];
        for (std::uint64_t i = 0; i < entry.note.count; ++i)
            mention(partition.at(Offset{entry.note.from.value + i}).record.id, entry.stamp);
    }
}

// Only what is restored later has to be remembered as it was.
void LedgerWriter::choose_checkpoints() {
    using Step = NoteCheckpoint::Step;
    for (const CheckpointEntry& entry : trace_.checkpoints) {
        if (entry.note.step == Step::restored) wanted_.insert(entry.note.checkpoint);
        // What all have acknowledged is complete as soon as the store has heard of it, whoever dies meanwhile.
        const bool durable = entry.note.step == Step::acknowledged &&
                             entry.stamp.at + books_.simulation.scenario->costs.store_request <=
                                 books_.simulation.scenario->clock.until.value_or(entry.stamp.at);
        if (durable || entry.note.step == Step::completed) last_completed_ = entry.note.checkpoint;
    }
    if (last_completed_ && !trace_.faults.empty()) wanted_.insert(*last_completed_);
}

void LedgerWriter::happened(Happening happening, const Stamp& stamp) {
    now_ = stamp;
    if (overwrite_) {
        const RowEntry& begun = trace_.rows[overwrite_->row];
        const bool goes_on = happening.column == TraceColumn::rows && trace_.rows[happening.index].row &&
                             trace_.rows[happening.index].kind == WriteKind::overwrite && stamp.at == begun.stamp.at &&
                             stamp.process == begun.stamp.process && stamp.incarnation == begun.stamp.incarnation;
        if (!goes_on) finish_overwrite();
    }
    const bool restored = happening.column == TraceColumn::checkpoints &&
                          trace_.checkpoints[happening.index].note.step == NoteCheckpoint::Step::restored;
    const bool says_itself = happening.column != TraceColumn::rows && happening.column != TraceColumn::side_output &&
                             happening.column != TraceColumn::faults && happening.column != TraceColumn::transactions;
    if (says_itself && !restored) new_life(stamp);
    switch (happening.column) {
        case TraceColumn::faults:
            fault(happening.index);
            break;
        case TraceColumn::jobs:
            job(happening.index);
            break;
        case TraceColumn::checkpoints:
            checkpoint(happening.index);
            break;
        case TraceColumn::reads:
            read(happening.index);
            break;
        case TraceColumn::filtered:
            filtered(happening.index);
            break;
        case TraceColumn::merged:
            merged(happening.index);
            break;
        case TraceColumn::placed:
            placed(happening.index);
            break;
        case TraceColumn::refused:
            refused(happening.index);
            break;
        case TraceColumn::fired:
            fired(happening.index);
            break;
        case TraceColumn::cleared:
            cleared(happening.index);
            break;
        case TraceColumn::rows:
            row(happening.index);
            break;
        case TraceColumn::side_output:
            break;
        case TraceColumn::skipped:
            skipped(happening.index);
            break;
        case TraceColumn::transactions:
            transaction(happening.index);
            break;
    }
    if (restored) new_life(stamp);
}

// A process that speaks in a new life has forgotten what it held, unless a checkpoint was restored before.
void LedgerWriter::new_life(const Stamp& stamp) {
    ProcessBooks& process = processes_[stamp.process];
    if (!process.heard) {
        process.heard = true;
        process.incarnation = stamp.incarnation;
        process.rolled_back = false;
        return;
    }
    if (stamp.incarnation == process.incarnation) return;
    if (!process.rolled_back) {
        if (is_pipeline(process.kind)) roll_back_pipeline(std::nullopt, false);
        else roll_back_job(stamp.process, {});
    }
    process.incarnation = stamp.incarnation;
    process.rolled_back = false;
}

bool LedgerWriter::is_pipeline(ProcessKind kind) const {
    return kind == ProcessKind::source_task || kind == ProcessKind::window_task || kind == ProcessKind::sink_task;
}

// ---- lines of the books --------------------------------------------------------------------------------------------

// The own line where the window is one of the event's own (a session's window is settled only when it is shown), else the
// line of a window into which the mode put it besides.
std::uint32_t LedgerWriter::entry_for(EventId event, const Window& window) {
    const std::uint32_t first = books_.own_first[event.value];
    if (sessions_ && books_.own_cell[first] != UINT32_MAX) return first;
    return shown_as(first, window);
}

// The line of the same event for the window in which it is shown.
std::uint32_t LedgerWriter::shown_as(std::uint32_t member, const Window& window) {
    if (books_.window_of(member) == window) return member;
    const std::uint32_t event = books_.entries[member].event;
    for (std::uint32_t own = books_.own_first[event]; own < books_.own_first[event + 1]; ++own)
        if (books_.window_of(own) == window) return own;
    const auto own_count = static_cast<std::uint32_t>(books_.own_cell.size());
    std::uint32_t* link = &books_.first_extra[event];
    while (*link != UINT32_MAX) {
        if (books_.extras[*link - own_count].window == window) return *link;
        link = &books_.extras[*link - own_count].next;
    }
    *link = static_cast<std::uint32_t>(books_.entries.size());
    const std::uint32_t entry = *link;
    books_.extras.push_back({window, UINT32_MAX});  // may move what `link` points to
    books_.entries.emplace_back();
    books_.entries.back().event = event;
    return entry;
}

void LedgerWriter::step(std::uint32_t entry, ProcessingTime at, Fate fate, Cause cause, std::uint32_t source) {
    BookEntry& line = books_.entries[entry];
    if (line.last_step != UINT32_MAX) at = std::max(at, books_.steps[line.last_step].at);
    const auto place = static_cast<std::uint32_t>(books_.steps.size());
    books_.steps.push_back({at, UINT32_MAX, source, fate, cause});
    if (line.last_step == UINT32_MAX) line.first_step = place;
    else books_.steps[line.last_step].next = place;
    line.last_step = place;
    line.fate = fate;
}

template <class Visit>
void LedgerWriter::each_own(std::uint32_t entry, Visit visit) {
    const std::uint32_t event = books_.entries[entry].event;
    for (std::uint32_t own = books_.own_first[event]; own < books_.own_first[event + 1]; ++own)
        visit(own);
}

// Whether nothing final has been said of a line.
bool LedgerWriter::is_open(std::uint32_t entry) const {
    const BookEntry& line = books_.entries[entry];
    return line.in_state == 0 && line.visible == 0 && !is_refused(line.fate) && line.fate != Fate::filtered;
}

void LedgerWriter::gap(ProcessingTime at, std::string message, std::vector<EventId> events) {
    constexpr std::size_t most = 100;
    if (books_.gaps.size() < most) books_.gaps.push_back({at, std::move(message), std::move(events)});
}

// ---- on the way into state -----------------------------------------------------------------------------------------

void LedgerWriter::read(std::uint32_t index) {
    const ReadEntry& entry = trace_.reads[index];
    processes_[entry.stamp.process].holder.reads.push_back(index);
    const LogPartition& partition = books_.tape().partitions[entry.note.partition.value];
    for (std::uint64_t i = 0; i < entry.note.count; ++i) {
        const LogEntry& taken = partition.at(Offset{entry.note.from.value + i});
        for (std::uint32_t own = books_.own_first[taken.record.id.value];
             own < books_.own_first[taken.record.id.value + 1]; ++own)
            if (books_.entries[own].fate == Fate::log && books_.entries[own].in_state == 0 &&
                books_.entries[own].visible == 0)
                step(own, std::max(entry.stamp.at, taken.appended), Fate::channel, Cause::read, index);
    }
}

// What a source will never take in, of what has arrived for it.
void LedgerWriter::skipped(std::uint32_t index) {
    const SkippedEntry& entry = trace_.skipped[index];
    const LogPartition& partition = books_.tape().partitions[entry.note.partition.value];
    for (std::uint64_t offset = entry.note.from.value; offset < entry.note.to.value; ++offset) {
        const EventId event = partition.at(Offset{offset}).record.id;
        for (std::uint32_t own = books_.own_first[event.value]; own < books_.own_first[event.value + 1]; ++own)
            if (books_.entries[own].fate == Fate::log && is_open(own))
                step(own, entry.stamp.at, Fate::lost, Cause::skipped, index);
    }
}

void LedgerWriter::filtered(std::uint32_t index) {
    const FilteredEntry& entry = trace_.filtered[index];
    if (entry.duplicate) return;  // the event has the fate of its first copy
    const auto unreadable = unreadable_.find(entry.event);
    for (std::uint32_t own = books_.own_first[entry.event.value]; own < books_.own_first[entry.event.value + 1];
         ++own) {
        if (!is_open(own)) continue;
        if (unreadable == unreadable_.end()) step(own, entry.stamp.at, Fate::filtered, Cause::filter, index);
        else step(own, entry.stamp.at, Fate::lost, Cause::unreadable, unreadable->second);
    }
}

void LedgerWriter::placed(std::uint32_t index) {
    const PlacedEntry& entry = trace_.placed[index];
    const Placed& placed = entry.placed;
    const std::uint32_t line = entry_for(placed.event, placed.window);
    auto& cells = processes_[entry.stamp.process].holder.cells;
    const auto [cell, is_new] =
        cells.try_emplace({placed.window, placed.key}, static_cast<std::uint32_t>(books_.lists.size()));
    if (is_new) books_.lists.emplace_back();
    hold(cell->second, line);
    BookEntry& book = books_.entries[line];
    ++book.in_state;
    const Cause cause = placed.late ? Cause::placed_late : Cause::placed;
    if (book.visible == 0 && (book.fate != Fate::held || book.in_state == 1))
        step(line, entry.stamp.at, Fate::held, cause, index);
    if (books_.is_own(line)) return;
    each_own(line, [&](std::uint32_t own) {
        if (is_open(own) && books_.entries[own].fate != Fate::elsewhere)
            step(own, entry.stamp.at, Fate::held, cause, index);
    });
}

void LedgerWriter::hold(std::uint32_t list, std::uint32_t entry) {
    MemberList& members = books_.lists[list];
    const std::uint64_t before = members.sum(members.size());
    members.entries.push_back(entry);
    members.sums.push_back(before + scatter(EventId{books_.entries[entry].event}));
}

void LedgerWriter::merged(std::uint32_t index) {
    const Merged& merged = trace_.merged[index].merged;
    auto& cells = processes_[trace_.merged[index].stamp.process].holder.cells;
    std::vector<std::uint32_t> parts;
    const auto take = [&](const Window& window) {
        const auto cell = cells.find({window, merged.key});
        if (cell == cells.end()) return;
        parts.push_back(cell->second);
        cells.erase(cell);
    };
    for (const Window& window : merged.from)
        take(window);
    take(merged.into);
    if (parts.empty()) return;
    std::uint32_t whole = parts.front();
    if (parts.size() > 1) {
        // What panes have shown comes first, so that what is fresh stays together.
        whole = static_cast<std::uint32_t>(books_.lists.size());
        books_.lists.emplace_back();
        for (const bool shown : {true, false}) {
            for (const std::uint32_t part : parts) {
                const std::uint32_t from = shown ? 0 : books_.lists[part].fired;
                const std::uint32_t until = shown ? books_.lists[part].fired : books_.lists[part].size();
                for (std::uint32_t i = from; i < until; ++i)
                    hold(whole, books_.lists[part].entries[i]);
            }
            if (shown) books_.lists[whole].fired = books_.lists[whole].size();
        }
    }
    cells[{merged.into, merged.key}] = whole;
}

void LedgerWriter::refused(std::uint32_t index) {
    const RefusedEntry& entry = trace_.refused[index];
    const EventId event = entry.refused.record.id;
    std::vector<std::uint32_t> lines;
    const std::uint32_t first = books_.own_first[event.value], last = books_.own_first[event.value + 1];
    for (std::uint32_t own = first; own < last; ++own)
        if (entry.refused.window && !sessions_ && books_.window_of(own) == *entry.refused.window) lines.push_back(own);
    if (lines.empty())
        for (std::uint32_t own = first; own < last; ++own)
            lines.push_back(own);
    const Fate fate = entry.refused.side_output ? Fate::side_output : Fate::dropped;
    Cause cause = entry.refused.finished ? Cause::trigger_finished : Cause::window_expired;
    if (settings_ && std::holds_alternative<MicroBatchMode>(settings_->settings)) cause = Cause::batch_watermark;
    for (const std::uint32_t line : lines) {
        if (!is_open(line) || books_.entries[line].fate == Fate::elsewhere) continue;
        step(line, entry.stamp.at, fate, cause, index);
        processes_[entry.stamp.process].holder.refused.push_back(line);
    }
}

void LedgerWriter::fired(std::uint32_t index) {
    const FiredEntry& entry = trace_.fired[index];
    const Pane& pane = entry.pane;
    if (pane.tombstone || pane.value.count == 0) return;
    const auto& cells = processes_[entry.stamp.process].holder.cells;
    const auto cell = cells.find({pane.window, pane.key});
    if (cell == cells.end()) return;
    const std::optional<Stretch> members = stretch_of(cell->second, pane.value.count, pane.value.members);
    if (!members) return;
    MemberList& list = books_.lists[cell->second];
    list.fired = std::max(list.fired, members->until);
    pending_[cell->first].push_back({index, *members});
}

// Where in a list these members lie: what fired is all of it, its end, or what came after the last firing.
std::optional<Stretch> LedgerWriter::stretch_of(std::uint32_t list, std::uint64_t count, std::uint64_t members) const {
    const MemberList& held = books_.lists[list];
    if (count == 0 || count > held.size()) return std::nullopt;
    const auto n = static_cast<std::uint32_t>(count);
    const std::uint32_t size = held.size();
    for (const std::uint32_t from : {std::uint32_t{0}, size - n, held.fired}) {
        if (from + n > size || from + n < from) continue;
        if (held.sum(from + n) - held.sum(from) == members) return Stretch{list, from, from + n};
    }
    return std::nullopt;
}

void LedgerWriter::cleared(std::uint32_t index) {
    const ClearedEntry& entry = trace_.cleared[index];
    auto& cells = processes_[entry.stamp.process].holder.cells;
    const auto cell = cells.find({entry.window, entry.key});
    if (cell == cells.end()) return;
    MemberList& list = books_.lists[cell->second];
    list.cleared = entry.stamp.at;
    for (const std::uint32_t line : list.entries)
        if (books_.entries[line].in_state > 0) --books_.entries[line].in_state;
    cleared_[cell->first].push_back(cell->second);
    cells.erase(cell);
}

// ---- lives ---------------------------------------------------------------------------------------------------------

LedgerWriter::Snapshot LedgerWriter::snapshot(const Holder& holder) const {
    Snapshot taken;
    taken.cells.reserve(holder.cells.size());
    for (const auto& [key, list] : holder.cells)
        taken.cells.push_back({key, list, books_.lists[list].size(), books_.lists[list].fired});
    taken.refused = holder.refused.size();
    taken.reads = holder.reads.size();
    return taken;
}

void LedgerWriter::checkpoint(std::uint32_t index) {
    const CheckpointEntry& entry = trace_.checkpoints[index];
    const CheckpointId checkpoint = entry.note.checkpoint;
    if (entry.note.step == NoteCheckpoint::Step::saved && wanted_.count(checkpoint) > 0) {
        snapshots_[{entry.stamp.process, checkpoint}] = snapshot(processes_[entry.stamp.process].holder);
    } else if (entry.note.step == NoteCheckpoint::Step::restored) {
        ProcessBooks& process = processes_[entry.stamp.process];
        if (is_pipeline(process.kind) || process.kind == ProcessKind::coordinator) {
            roll_back_pipeline(checkpoint, false);
            return;
        }
        const auto saved = snapshots_.find({entry.stamp.process, checkpoint});
        roll_back_job(entry.stamp.process, saved == snapshots_.end() ? Snapshot{} : saved->second);
        process.rolled_back = true;
    }
}

void LedgerWriter::job(std::uint32_t index) {
    const JobEntry& entry = trace_.jobs[index];
    ProcessBooks& process = processes_[entry.stamp.process];
    const bool is_job = process.kind == ProcessKind::batch_job || process.kind == ProcessKind::repair_job;
    if (is_job && entry.note.step == NoteJob::Step::started && !process.holder.cells.empty())
        roll_back_job(entry.stamp.process, {});
}

void LedgerWriter::fault(std::uint32_t index) {
    const FaultEntry& entry = trace_.faults[index];
    if (entry.what != FaultEntry::What::crash) return;
    const ProcessKind kind = processes_[entry.stamp.process].kind;
    if (is_pipeline(kind)) {
        if (!crash_) crash_ = index;
    } else {
        job_crashes_.try_emplace(entry.stamp.process, index);
    }
}

// One task down takes all of them back to the same cut.
void LedgerWriter::roll_back_pipeline(std::optional<CheckpointId> checkpoint, bool read_again) {
    for (auto& [id, process] : processes_) {
        if (!is_pipeline(process.kind)) continue;
        Snapshot to;
        if (checkpoint) {
            const auto saved = snapshots_.find({id, *checkpoint});
            if (saved != snapshots_.end()) to = saved->second;
        }
        roll_back(process, to, crash_, read_again);
        process.rolled_back = true;
    }
    crash_.reset();
}

void LedgerWriter::roll_back_job(ProcessId id, const Snapshot& to) {
    const auto crash = job_crashes_.find(id);
    roll_back(processes_[id], to, crash == job_crashes_.end() ? std::nullopt : std::optional{crash->second}, false);
    if (crash != job_crashes_.end()) job_crashes_.erase(crash);
}

void LedgerWriter::roll_back(ProcessBooks& process, const Snapshot& to, std::optional<std::uint32_t> crash,
                             bool read_again) {
    const ProcessingTime at = crash ? trace_.faults[*crash].stamp.at : now_.at;
    Holder& holder = process.holder;
    std::vector<std::uint32_t> lines;
    for (const auto& [key, list] : holder.cells) {
        for (const std::uint32_t line : books_.lists[list].entries) {
            if (books_.entries[line].in_state > 0) --books_.entries[line].in_state;
            lines.push_back(line);
        }
    }
    holder.cells.clear();
    for (const Snapshot::Cell& cell : to.cells) {
        std::uint32_t list = cell.list;
        if (books_.lists[list].size() != cell.size || books_.lists[list].cleared) {
            list = static_cast<std::uint32_t>(books_.lists.size());
            books_.lists.emplace_back();
            for (std::uint32_t i = 0; i < cell.size; ++i)
                hold(list, books_.lists[cell.list].entries[i]);
        }
        books_.lists[list].fired = cell.fired;
        for (const std::uint32_t line : books_.lists[list].entries) {
            BookEntry& book = books_.entries[line];
            ++book.in_state;
            if (book.visible == 0 && book.fate != Fate::held && book.fate != Fate::uncommitted)
                step(line, at, Fate::held, Cause::placed, UINT32_MAX);
        }
        holder.cells[cell.key] = list;
    }
    for (std::size_t i = std::min(to.refused, holder.refused.size()); i < holder.refused.size(); ++i)
        lines.push_back(holder.refused[i]);
    holder.refused.resize(std::min(to.refused, holder.refused.size()));
    for (std::size_t i = std::min(to.reads, holder.reads.size()); i < holder.reads.size(); ++i) {
        const NoteRead& read = trace_.reads[holder.reads[i]].note;
        const LogPartition& partition = books_.tape().partitions[read.partition.value];
        for (std::uint64_t k = 0; k < read.count; ++k) {
            const EventId event = partition.at(Offset{read.from.value + k}).record.id;
            for (std::uint32_t own = books_.own_first[event.value]; own < books_.own_first[event.value + 1]; ++own)
                if (books_.entries[own].fate == Fate::channel) lines.push_back(own);
        }
    }
    holder.reads.resize(std::min(to.reads, holder.reads.size()));
    for (const std::uint32_t line : lines) {
        taken_back(line, at, crash, read_again);
        if (!books_.is_own(line)) each_own(line, [&](std::uint32_t own) { taken_back(own, at, crash, read_again); });
    }
}

// What was in memory alone is gone: the log gives it again, or it is lost.
void LedgerWriter::taken_back(std::uint32_t entry, ProcessingTime at, std::optional<std::uint32_t> crash,
                              bool read_again) {
    const BookEntry& line = books_.entries[entry];
    if (line.in_state > 0 || line.visible > 0) return;
    const bool again = read_again || earlier(now_, last_mention_[line.event]);
    const bool in_memory = line.fate == Fate::held || line.fate == Fate::uncommitted || line.fate == Fate::channel;
    if (!in_memory && !(is_refused(line.fate) && again)) return;
    step(entry, at, again ? Fate::log : Fate::lost, again ? Cause::replay : Cause::not_read_again,
         crash.value_or(UINT32_MAX));
}

}  // namespace tidemark
