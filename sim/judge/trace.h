#pragma once

#include "engine/dataflow/process.h"
#include "sim/world/tape.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What happened in one mode of a run, in typed columns. Written by the cluster alone; everyone else only reads.
// Within a mode, (at, sequence) is a total order over all columns: what came first has the smaller pair.
namespace tidemark {

enum class ProcessKind {
    source_task,
    window_task,
    sink_task,
    coordinator,
    job_scheduler,
    batch_job,
    repair_job,
    micro_batch_driver
};

struct ProcessInfo {
    ProcessId id{};
    ProcessKind kind{ProcessKind::source_task};
    std::string name;  // "source 0", "window", "sink", "coordinator", "scheduler", "job", "driver"
};

// Where and when: the head of every entry.
struct Stamp {
    ProcessingTime at{};
    std::uint64_t sequence{0};
    ProcessId process{};
    std::uint32_t incarnation{0};  // which life of the process; a crash ends one
};

// One line per input, effect and arrival (level full): what the schedule fingerprint is made of.
struct ScheduleEntry {
    enum class Kind : std::uint8_t {
        start,
        message,
        timer,
        answer,
        failure,
        recovery,
        drain,  // inputs
        send,
        set_timer,
        cancel_timer,
        ask,
        pause,
        resume,
        stop,
        deploy,   // effects
        arrival,  // an operation at its store
        crash,
    };
    ProcessingTime at{};
    std::uint32_t process{0};
    Kind kind{Kind::start};
    std::uint8_t what{0};  // the alternative of the message, operation or answer
    std::uint16_t unused{0};
    std::uint64_t detail{0};  // count, timer, question, receiver
};
static_assert(sizeof(ScheduleEntry) == 24, "level full has a budget per entry");

// A row as it became visible to readers.
struct RowEntry {
    Stamp stamp;
    WriteKind kind{WriteKind::append};
    std::optional<Window> partition;  // of an overwrite. The overwrite itself comes as one entry without a row first.
    std::optional<Row> row;
};
// A late record as it became visible in the side output.
struct SideOutputEntry {
    Stamp stamp;
    Record record;
};
struct CheckpointEntry {
    Stamp stamp;
    NoteCheckpoint note;
};
// What happened to a transaction of a sink, at its store.
struct TransactionEntry {
    Stamp stamp;
    TransactionFact fact;
};
// Offsets that a source will never take in.
struct SkippedEntry {
    Stamp stamp;
    NoteSkipped note;
};
struct JobEntry {
    Stamp stamp;
    NoteJob note;
};
// A fault that happened, or healed.
struct FaultEntry {
    Stamp stamp;
    // felt: a fault that lasts changed something for the first time: a pause kept an input waiting, an upload failed.
    enum class What { crash, recovered, began, ended, felt } what{What::crash};
    std::uint32_t fault{0};  // index in Scenario::faults
};

// ---- level full only ------------------------------------------------------------------------------------------------
struct ReadEntry {  // a source took these offsets in; `at` is when the first of them passed
    Stamp stamp;
    NoteRead note;
};
struct WatermarkEntry {
    Stamp stamp;
    NoteWatermark note;
};
struct IdleEntry {
    Stamp stamp;
    bool idle{true};
};
struct PlacedEntry {
    Stamp stamp;
    Placed placed;
};
struct RefusedEntry {  // kept at every level: the exceptions. Only those refused by all their windows, below level full
    Stamp stamp;
    Refused refused;
};
struct FilteredEntry {
    Stamp stamp;
    EventId event{};
    bool duplicate{false};  // a copy of one that was taken before; else the job's filter
};
struct MergedEntry {
    Stamp stamp;
    Merged merged;
};
struct ClearedEntry {
    Stamp stamp;
    KeyId key{};
    Window window{};
};
struct FiredEntry {  // a pane left its operator; the sink's row comes later
    Stamp stamp;
    Pane pane;
};
struct HeldEntry {  // after each batch of input of a window task
    Stamp stamp;
    std::uint64_t held{0}, held_closed{0};
};

// Kept at every level: the ledger in numbers, and the sums of the books.
struct Counters {
    Tally read;  // records taken in from the log, re-reads included
    Tally filtered;
    Tally deduplicated;                          // of `filtered`: copies of what was taken before
    Tally received;                              // by window tasks, drivers and jobs, after the filter
    Tally refused_dropped, refused_side_output;  // taken by no window
    std::uint64_t placements{0}, late_kept{0};   // record and window pairs; of them into windows that had closed
    std::uint64_t panes{0}, panes_early{0}, panes_on_time{0}, panes_late{0};
    std::uint64_t rows_written{0}, side_output_rows{0};
    std::uint64_t held_at_end{0}, held_peak{0}, held_closed_peak{0};  // key and window pairs
    std::uint64_t checkpoints_completed{0}, restores{0}, crashes{0};
    std::uint64_t jobs_started{0}, jobs_succeeded{0}, jobs_failed{0};
    std::uint64_t records_replayed{0};  // read again after a restore or a retry
    std::uint64_t inputs{0}, effects{0}, arrivals{0};
    std::uint64_t checkpoint_bytes{0};
    ProcessingDuration busy{};  // virtual time that processes spent working, summed
};

struct ModeTrace {
    std::string mode;
    std::vector<ProcessInfo> processes;
    Counters counters;
    Fingerprint schedule, state, output, metrics;
    ProcessingTime ended{};  // the last instant at which something happened

    std::vector<RefusedEntry> refused;
    std::vector<CheckpointEntry> checkpoints;
    std::vector<TransactionEntry> transactions;
    std::vector<SkippedEntry> skipped;
    std::vector<JobEntry> jobs;
    std::vector<FaultEntry> faults;
    // answers and full
    std::vector<RowEntry> rows;
    std::vector<SideOutputEntry> side_output;
    // full
    std::vector<ScheduleEntry> schedule_entries;
    std::vector<ReadEntry> reads;
    std::vector<WatermarkEntry> watermarks;
    std::vector<IdleEntry> idles;
    std::vector<PlacedEntry> placed;
    std::vector<FilteredEntry> filtered;
    std::vector<MergedEntry> merged;
    std::vector<ClearedEntry> cleared;
    std::vector<FiredEntry> fired;
    std::vector<HeldEntry> held;
};

}  // namespace tidemark
