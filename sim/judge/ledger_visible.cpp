#include "sim/judge/ledger_writer.h"

#include <fmt/format.h>

#include <algorithm>

// The part of the ledger's writer that follows what readers see.
namespace tidemark {

void LedgerWriter::row(std::uint32_t index) {
    const RowEntry& entry = trace_.rows[index];
    if (!entry.row) {
        overwrite_ = Overwrite{index, {}};
        return;
    }
    const Row& row = *entry.row;
    const CellKey key{row.window, row.key};
    fired_before_.reset();
    std::optional<Stretch> members;
    if (!row.tombstone && row.value.count > 0) {
        members = members_of(index);
        if (members) {
            books_.row_members[index] = *members;
        } else {
            gap(entry.stamp.at,
                fmt::format("a row of {} records was written whose members nothing explains", row.value.count), {});
        }
    }
    const std::vector<Stretch> shown = members ? std::vector<Stretch>{*members} : std::vector<Stretch>{};
    if (entry.kind == WriteKind::overwrite && overwrite_) {
        Overwrite::Cell& cell = overwrite_->cells[key];
        cell.row = index;
        cell.members.insert(cell.members.end(), shown.begin(), shown.end());
        return;
    }
    // Of a job that passes rows on, an upsert goes by the event: it replaces a row by itself.
    const bool again =
        members && books_.passes_rows_on() && entry.kind == WriteKind::upsert &&
        books_.entries[shown_as(books_.lists[members->list].entries[members->from], key.first)].visible > 0;
    if (again) return;
    if (row.tombstone || (entry.kind == WriteKind::upsert && !books_.passes_rows_on())) {
        change_visible(index, key, row.tombstone ? std::vector<Stretch>{} : shown);
    } else {
        show(index, key, {}, shown);
        std::vector<Stretch>& visible = visible_[key];
        visible.insert(visible.end(), shown.begin(), shown.end());
        visible_from_[key.first.start].insert(key);
    }
    answered_.try_emplace(row.window, entry.stamp.at);
}

// An overwrite is one change: what it clears and writes again never was gone.
void LedgerWriter::finish_overwrite() {
    const Overwrite overwrite = std::move(*overwrite_);
    overwrite_.reset();
    fired_before_.reset();
    const RowEntry& begun = trace_.rows[overwrite.row];
    std::vector<CellKey> gone;
    const auto end = visible_from_.lower_bound(begun.partition->end);
    for (auto start = visible_from_.lower_bound(begun.partition->start); start != end; ++start)
        for (const CellKey& key : start->second)
            if (overwrite.cells.count(key) == 0) gone.push_back(key);
    for (const auto& [key, cell] : overwrite.cells)
        change_visible(cell.row, key, cell.members);
    for (const CellKey& key : gone)
        change_visible(overwrite.row, key, {});
    for (const auto& [key, cell] : overwrite.cells)
        answered_.try_emplace(key.first, begun.stamp.at);
}

void LedgerWriter::change_visible(std::uint32_t row, const CellKey& key, std::vector<Stretch> next) {
    std::vector<Stretch>& visible = visible_[key];
    visible_from_[key.first.start].insert(key);
    const bool grows = visible.size() == 1 && next.size() == 1 && visible[0].list == next[0].list &&
                       visible[0].from == next[0].from && next[0].until >= visible[0].until;
    if (grows) show(row, key, {}, {{next[0].list, visible[0].until, next[0].until}});
    else show(row, key, visible, next);
    visible = std::move(next);
}

void LedgerWriter::show(std::uint32_t row, const CellKey& key, const std::vector<Stretch>& gone,
                        const std::vector<Stretch>& come) {
    // What comes is counted first: what was there and comes again never was gone.
    std::vector<std::uint32_t> now_seen, now_gone;
    for (const Stretch& stretch : come) {
        for (std::uint32_t i = stretch.from; i < stretch.until; ++i) {
            const std::uint32_t line = shown_as(books_.lists[stretch.list].entries[i], key.first);
            if (books_.entries[line].visible++ == 0) now_seen.push_back(line);
        }
    }
    for (const Stretch& stretch : gone) {
        for (std::uint32_t i = stretch.from; i < stretch.until; ++i) {
            const std::uint32_t line = shown_as(books_.lists[stretch.list].entries[i], key.first);
            if (--books_.entries[line].visible == 0) now_gone.push_back(line);
        }
    }
    for (const std::uint32_t line : now_seen)
        seen(line, row);
    for (const std::uint32_t line : now_gone)
        unseen(line, row);
}

void LedgerWriter::seen(std::uint32_t entry, std::uint32_t row) {
    const RowEntry& written = trace_.rows[row];
    const ProcessingTime at = written.stamp.at;
    if (fired_before_ && trace_.fired[*fired_before_].stamp.at < at)
        step(entry, trace_.fired[*fired_before_].stamp.at, Fate::uncommitted, Cause::fired, *fired_before_);
    Fate fate = Fate::counted_on_time;
    Cause cause = Cause::visible;
    const ProcessKind kind = processes_[written.stamp.process].kind;
    if (kind == ProcessKind::repair_job) {
        fate = Fate::corrected;
        cause = Cause::repaired;
    } else if (kind == ProcessKind::batch_job) {
        const auto answered = answered_.find(written.row->window);
        if (answered != answered_.end() && answered->second < at) {
            fate = Fate::corrected;
            cause = Cause::rerun;
        }
    } else if (written.row->timing != PaneTiming::on_time) {
        fate = written.row->timing == PaneTiming::early ? Fate::counted_early : Fate::counted_late;
    }
    step(entry, at, fate, cause, row);
    ProcessingTime& first = books_.first_counted[books_.entries[entry].event];
    first = std::min(first, at);
    if (books_.is_own(entry)) return;
    const std::uint32_t event = books_.entries[entry].event;
    for (std::uint32_t own = books_.own_first[event]; own < books_.own_first[event + 1]; ++own) {
        const bool open = is_open(own) || (sessions_ && books_.entries[own].visible == 0);
        if (open && books_.entries[own].fate != Fate::elsewhere)
            step(own, at, Fate::elsewhere, Cause::wrong_window, row);
    }
}

void LedgerWriter::unseen(std::uint32_t entry, std::uint32_t row) {
    const ProcessingTime at = trace_.rows[row].stamp.at;
    const auto gone = [&](std::uint32_t line) {
        const bool held = books_.entries[line].in_state > 0;
        step(line, at, held ? Fate::held : Fate::lost, Cause::replaced, row);
    };
    gone(entry);
    if (books_.is_own(entry)) return;
    const EventId event{books_.entries[entry].event};
    bool still_seen = false;
    books_.each_entry(event, [&](std::uint32_t line) { still_seen = still_seen || books_.entries[line].visible > 0; });
    if (still_seen) return;
    for (std::uint32_t own = books_.own_first[event.value]; own < books_.own_first[event.value + 1]; ++own)
        if (books_.entries[own].fate == Fate::elsewhere) gone(own);
}

// Which records a row shows: those of the pane that it comes from; else what a process holds, or held, for its window
// and key; else what was shown before and what a repair adds.
std::optional<Stretch> LedgerWriter::members_of(std::uint32_t index) {
    const RowEntry& entry = trace_.rows[index];
    const Row& row = *entry.row;
    const CellKey key{row.window, row.key};
    if (const auto members = pending_members(key, row)) return members;
    const auto held_by = [&](const ProcessBooks& process) -> std::optional<Stretch> {
        const auto cell = process.holder.cells.find(key);
        if (cell == process.holder.cells.end()) return std::nullopt;
        return stretch_of(cell->second, row.value.count, row.value.members);
    };
    if (const auto members = held_by(processes_[entry.stamp.process])) return members;
    for (const auto& [id, process] : processes_)
        if (const auto members = held_by(process)) return members;
    if (const auto lists = cleared_.find(key); lists != cleared_.end()) {
        for (auto list = lists->second.rbegin(); list != lists->second.rend(); ++list)
            if (const auto members = stretch_of(*list, row.value.count, row.value.members)) return members;
    }
    return repaired_members(index);
}

// The pane that a row comes from is no longer pending.
std::optional<Stretch> LedgerWriter::pending_members(const CellKey& key, const Row& row) {
    const auto panes = pending_.find(key);
    if (panes == pending_.end()) return std::nullopt;
    for (auto pane = panes->second.begin(); pane != panes->second.end(); ++pane) {
        const Stretch members = pane->members;
        const MemberList& list = books_.lists[members.list];
        if (members.until - members.from != row.value.count ||
            list.sum(members.until) - list.sum(members.from) != row.value.members)
            continue;
        fired_before_ = pane->fired;
        panes->second.erase(pane);
        if (panes->second.empty()) pending_.erase(panes);
        return members;
    }
    return std::nullopt;
}

// Rows that were in a transaction which the store had given up are gone, whatever their checkpoint says.
void LedgerWriter::transaction(std::uint32_t index) {
    const TransactionEntry& entry = trace_.transactions[index];
    if (entry.fact.what != TransactionFact::What::expired) return;
    for (const Row& row : entry.fact.gone) {
        const CellKey key{row.window, row.key};
        const std::optional<Stretch> members = pending_members(key, row);
        if (!members) continue;
        for (std::uint32_t i = members->from; i < members->until; ++i) {
            const std::uint32_t line = shown_as(books_.lists[members->list].entries[i], row.window);
            if (books_.entries[line].visible == 0)
                step(line, entry.stamp.at, Fate::lost, Cause::transaction_expired, index);
        }
    }
}

std::optional<Stretch> LedgerWriter::repaired_members(std::uint32_t index) {
    const RowEntry& entry = trace_.rows[index];
    const Row& row = *entry.row;
    if (processes_[entry.stamp.process].kind != ProcessKind::repair_job) return std::nullopt;
    const CellKey key{row.window, row.key};
    const auto list = static_cast<std::uint32_t>(books_.lists.size());
    books_.lists.emplace_back();
    if (const auto visible = visible_.find(key); visible != visible_.end())
        for (const Stretch& stretch : visible->second)
            for (std::uint32_t i = stretch.from; i < stretch.until; ++i)
                hold(list, books_.lists[stretch.list].entries[i]);
    const auto& late = processes_[entry.stamp.process].holder.cells;
    const auto added = late.find(key);
    if (added == late.end()) return std::nullopt;
    const std::vector<std::uint32_t> lines = books_.lists[added->second].entries;
    for (const std::uint32_t line : lines)
        hold(list, line);
    return stretch_of(list, row.value.count, row.value.members);
}

}  // namespace tidemark
