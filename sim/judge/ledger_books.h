#pragma once

#include "sim/judge/ledger.h"
#include "sim/simulation.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tidemark {

// What a mode did with an event, from the log on; its way to the log stands in the tape. `source` is an index into the
// column of the trace that the cause speaks of.
struct BookStep {
    ProcessingTime at{};
    std::uint32_t next{UINT32_MAX};
    std::uint32_t source{UINT32_MAX};
    Fate fate{Fate::log};
    Cause cause{Cause::none};
};

// An event and a window: one line of the books.
struct BookEntry {
    std::uint32_t event{0};
    std::uint32_t first_step{UINT32_MAX}, last_step{UINT32_MAX};
    std::uint32_t in_state{0};  // placements that the mode holds now
    std::uint32_t visible{0};   // how often it is in what readers see now
    Fate fate{Fate::log};       // as of the last step; log: the mode has not heard of it
};

// The records that a window and key held, in the order of placement. What an answer shows is a stretch of such a list.
struct MemberList {
    std::vector<std::uint32_t> entries;
    std::vector<std::uint64_t> sums;  // of the scattered ids of the first 1, 2, ... members
    std::uint32_t fired{0};           // so many have been in a pane
    std::optional<ProcessingTime> cleared;

    std::uint64_t sum(std::uint32_t count) const { return count == 0 ? 0 : sums[count - 1]; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(entries.size()); }
};
struct Stretch {
    std::uint32_t list{UINT32_MAX}, from{0}, until{0};
};

struct LedgerBooks {
    const Simulation& simulation;
    std::size_t mode{0};
    const Truth& truth;
    const Answers& answers;

    // An event's own windows come first: own_first[e] .. own_first[e + 1]. A window into which the mode put it besides is
    // behind them all, chained from first_extra[e].
    std::vector<BookEntry> entries{};
    std::vector<std::uint32_t> own_first{};
    std::vector<std::uint32_t> own_cell{};  // by own entry: its cell of the truth; UINT32_MAX: none
    std::vector<std::uint32_t> first_extra{};
    struct Extra {
        Window window{};
        std::uint32_t next{UINT32_MAX};
    };
    std::vector<Extra> extras{};  // entries behind the own ones, in step with them
    std::vector<BookStep> steps{};
    std::vector<MemberList> lists{};
    std::vector<Stretch> row_members{};           // by row of the trace; of no list: unexplained, or no row
    std::vector<ProcessingTime> first_counted{};  // by event; processing_time_max: never
    std::vector<ProcessingTime> arrives{};        // by event: its first copy in the log; processing_time_max: never
    std::vector<Ledger::Gap> gaps{};

    const Tape& tape() const { return *simulation.tape; }
    const ModeTrace& trace() const { return simulation.modes[mode]; }
    bool is_own(std::uint32_t entry) const { return entry < own_cell.size(); }
    bool passes_rows_on() const { return !truth.job().window || !truth.job().aggregate; }

    Window window_of(std::uint32_t entry) const {
        if (!is_own(entry)) return extras[entry - own_cell.size()].window;
        if (own_cell[entry] != UINT32_MAX) return truth.cells()[own_cell[entry]].window;
        const EventId event{entries[entry].event};
        if (!passes_rows_on() || !truth.takes(event)) return global_window;
        const EventTime happened = tape().events[event.value].happened;
        return {happened, saturating_add(happened, EventDuration{1})};
    }
    KeyId key_of(std::uint32_t entry) const {
        if (is_own(entry) && own_cell[entry] != UINT32_MAX) return truth.cells()[own_cell[entry]].key;
        return key_in(truth.job(), tape().events[entries[entry].event].record);
    }
    // Where the event is on its way to the log; none before it happened.
    std::optional<FateStep> on_the_way(EventId event, std::optional<ProcessingTime> as_of) const;
    FateStep told(const BookStep& step, EventId event) const;
    const Mode& settings() const;
    std::optional<FateStep> step_at(std::uint32_t entry, std::optional<ProcessingTime> as_of) const;
    std::optional<Fate> fate_at(std::uint32_t entry, std::optional<ProcessingTime> as_of) const;
    // Every entry of an event, its own first.
    template <class Visit>
    void each_entry(EventId event, Visit visit) const {
        for (std::uint32_t entry = own_first[event.value]; entry < own_first[event.value + 1]; ++entry)
            visit(entry);
        for (std::uint32_t extra = first_extra[event.value]; extra != UINT32_MAX;) {
            visit(extra);
            extra = extras[extra - own_cell.size()].next;
        }
    }
    void add_members(Stretch stretch, std::vector<EventId>& events) const {
        if (stretch.list == UINT32_MAX) return;
        for (std::uint32_t i = stretch.from; i < stretch.until; ++i)
            events.push_back(EventId{entries[lists[stretch.list].entries[i]].event});
    }
};

}  // namespace tidemark
