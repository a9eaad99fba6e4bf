#pragma once

#include "sim/judge/ledger_books.h"
#include "sim/judge/replay.h"

#include <map>
#include <set>

namespace tidemark {

// Makes the books of a mode by going through its trace once, in order. What a process holds is followed placement by
// placement; a crash takes back what the next life does not know; what readers see is found by comparing the members of
// a row with what was held.
class LedgerWriter {
public:
    explicit LedgerWriter(LedgerBooks& books);
    void write();

private:
    using CellKey = std::pair<Window, KeyId>;
    // What one process holds, and what it has done since the beginning of the lives that its state remembers.
    struct Holder {
        std::map<CellKey, std::uint32_t> cells;  // to lists
        std::vector<std::uint32_t> refused;      // entries
        std::vector<std::uint32_t> reads;        // of the trace
    };
    struct Snapshot {
        struct Cell {
            CellKey key;
            std::uint32_t list, size, fired;
        };
        std::vector<Cell> cells;
        std::size_t refused{0}, reads{0};
    };
    struct ProcessBooks {
        ProcessKind kind{ProcessKind::source_task};
        Holder holder;
        std::uint32_t incarnation{0};
        bool heard{false};        // has spoken in this incarnation
        bool rolled_back{false};  // and what came before is settled
    };
    struct PendingPane {
        std::uint32_t fired;  // of the trace
        Stretch members;
    };
    struct Overwrite {
        std::uint32_t row;  // its first entry, the one without a row
        struct Cell {
            std::uint32_t row;
            std::vector<Stretch> members;
        };
        std::map<CellKey, Cell> cells;
    };

    void lay_out();
    void lose_on_the_way();
    void note_last_mentions();
    void choose_checkpoints();

    void happened(Happening happening, const Stamp& stamp);
    void new_life(const Stamp& stamp);
    void read(std::uint32_t index);
    void filtered(std::uint32_t index);
    void merged(std::uint32_t index);
    void placed(std::uint32_t index);
    void refused(std::uint32_t index);
    void fired(std::uint32_t index);
    void cleared(std::uint32_t index);
    void row(std::uint32_t index);
    void skipped(std::uint32_t index);
    void transaction(std::uint32_t index);
    void checkpoint(std::uint32_t index);
    void job(std::uint32_t index);
    void fault(std::uint32_t index);
    void finish();

    // Lines of the books.
    std::uint32_t entry_for(EventId event, const Window& window);
    template <class Visit>
    void each_own(std::uint32_t entry, Visit visit);
    void step(std::uint32_t entry, ProcessingTime at, Fate fate, Cause cause, std::uint32_t source);
    bool is_open(std::uint32_t entry) const;
    void gap(ProcessingTime at, std::string message, std::vector<EventId> events);

    // What processes hold.
    void hold(std::uint32_t list, std::uint32_t entry);
    std::optional<Stretch> stretch_of(std::uint32_t list, std::uint64_t count, std::uint64_t members) const;
    Snapshot snapshot(const Holder& holder) const;
    void roll_back(ProcessBooks& process, const Snapshot& to, std::optional<std::uint32_t> crash, bool read_again);
    void roll_back_job(ProcessId id, const Snapshot& to);
    void roll_back_pipeline(std::optional<CheckpointId> checkpoint, bool read_again);
    bool is_pipeline(ProcessKind kind) const;
    void taken_back(std::uint32_t entry, ProcessingTime at, std::optional<std::uint32_t> crash, bool read_again);

    // What readers see.
    std::optional<Stretch> members_of(std::uint32_t row);
    std::optional<Stretch> pending_members(const CellKey& key, const Row& row);
    std::optional<Stretch> repaired_members(std::uint32_t row);
    void show(std::uint32_t row, const CellKey& key, const std::vector<Stretch>& gone,
              const std::vector<Stretch>& come);
    void change_visible(std::uint32_t row, const CellKey& key, std::vector<Stretch> next);
    void finish_overwrite();
    std::uint32_t shown_as(std::uint32_t member, const Window& window);
    void seen(std::uint32_t entry, std::uint32_t row);
    void unseen(std::uint32_t entry, std::uint32_t row);

    // At the end.
    void settle_down();
    void settle_pending();
    void settle_cleared();
    void settle_unplaced();
    void settle_unread_by_batch(const BatchMode& batch);
    void look_for_vanished();

    LedgerBooks& books_;
    const ModeTrace& trace_;
    const Mode* settings_{nullptr};
    bool sessions_{false};
    std::map<ProcessId, ProcessBooks> processes_;
    std::vector<Stamp> last_mention_;  // by event: the last time that the mode took it in
    Stamp now_;
    std::set<CheckpointId> wanted_;
    std::optional<CheckpointId> last_completed_;
    std::map<std::pair<ProcessId, CheckpointId>, Snapshot> snapshots_;
    std::optional<std::uint32_t> crash_;  // of the pipeline, of the trace's faults; until its next life is known
    std::map<ProcessId, std::uint32_t> job_crashes_;
    std::map<CellKey, std::vector<PendingPane>> pending_;
    std::map<CellKey, std::vector<std::uint32_t>> cleared_;  // lists
    std::map<CellKey, std::vector<Stretch>> visible_;
    std::map<EventTime, std::set<CellKey>> visible_from_;
    std::map<Window, ProcessingTime> answered_;  // when a window was first answered
    std::optional<Overwrite> overwrite_;
    std::map<EventId, std::uint32_t> unreadable_;  // to the incident that made it so
    std::optional<std::uint32_t> fired_before_;    // the pane behind the row at hand, of the trace
};

}  // namespace tidemark
