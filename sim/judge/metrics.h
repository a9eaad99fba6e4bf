#pragma once

#include "engine/time.h"
#include "sim/scenario/scenario.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidemark {

class Judgement;

// Some durations, in order of size: the middle one (the lower of two), the one that 99 % do not exceed, the largest.
struct Spread {
    std::uint64_t count{0};
    ProcessingDuration median{}, p99{}, max{};
};
Spread spread_of(std::vector<ProcessingDuration> durations);

// The measurable side of operational complexity.
struct MovingParts {
    std::uint64_t long_running{0};  // processes that never exit
    std::uint64_t scheduled{0};     // jobs that somebody has to fire
    std::uint64_t code_bases{1};
    std::uint64_t stores{0};  // log, object store, checkpoint store, query logs, serving tables that it needs
    std::uint64_t total() const { return long_running + scheduled + code_bases + stores; }
};

// What it would be billed. A node runs one process: tasks and drivers the whole clock, a batch job from start to exit;
// coordinators and schedulers ride along. An event counts as 200 bytes.
struct Cost {
    std::int64_t micro_node_hours{0};  // node-hours in millionths
    std::uint64_t bytes_scanned{0};    // read from the log or the object store, re-reads included
    std::uint64_t bytes_retained{0};   // of the log, at the clock's end, that retention had not expired
    std::uint64_t bytes_checkpointed{0};
};

// What a mode's run comes to. Integers all; absent where the trace level or the job does not know it.
struct ModeMetrics {
    std::string mode, kind;  // kind: "stream", "micro_batch", "batch"

    // Cells are pairs of window and key; windows count a window once.
    std::uint64_t windows{0};  // windows in which something happened, or that were answered
    std::uint64_t windows_answered{0};
    std::uint64_t windows_corrected{0};  // whose answer changed after the first
    std::uint64_t windows_wrong{0};      // wrong, or without an answer, at the end
    std::vector<std::string> wrong;      // the first of them: "23:00", or "north@23:00" where events have keys

    // From the window's end to the first and to the final answer, over the windows that were answered. Without a window
    // in the job: from the event to its row.
    Spread first_answer, final_answer;
    std::optional<Spread> latency;  // from the event's happening to the first answer that shows it (level full)

    std::uint64_t late_kept{0};  // records that came after their window's first answer was due, and were taken
    std::uint64_t deduplicated{0};  // copies that were left out, since their id was known
    std::uint64_t dropped{0}, side_output{0};  // events refused as too late (all their windows), at the end
    std::optional<std::uint64_t> lost, duplicates, elsewhere;  // events (level full)
    std::uint64_t refirings{0};                                // panes after a cell's first
    std::uint64_t panes{0};

    std::uint64_t events_read{0}, events_replayed{0};
    std::optional<std::uint64_t> lag_max;          // records in the log that were not yet read (level full)
    std::uint64_t state_peak{0}, state_at_end{0};  // (key, window) pairs
    std::uint64_t checkpoints{0}, checkpoint_bytes{0}, restores{0}, crashes{0}, retries{0};
    std::optional<ProcessingDuration> recovery;  // the longest, from a crash until everything in the log was processed
    MovingParts parts;
    Cost cost;
};

ModeMetrics measure(Judgement& judgement, std::size_t mode);

}  // namespace tidemark
