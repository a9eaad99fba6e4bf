#pragma once

#include "engine/ids.h"
#include "engine/record.h"
#include "engine/windowing/window_operator.h"

#include <optional>
#include <variant>
#include <vector>

namespace tidemark {

// A record and the instant at which it passes from one task to the next.
struct Passing {
    Record record;
    ProcessingTime at{};
};

// A watermark, or a change of idleness, in its place among the records of a batch.
struct WatermarkStep {
    enum class Kind { watermark, idle, active };
    std::uint32_t after{0};  // so many records of the batch come first
    Kind kind{Kind::watermark};
    EventTime watermark{};
    ProcessingTime at{};
};

// Records and watermarks in order. A batch may run ahead of the clock: each part passes at its own instant, and the
// world promises that nothing else reaches the sender before the last of them.
struct RecordBatch {
    std::vector<Passing> records;
    std::vector<WatermarkStep> steps;
};

struct Barrier {
    CheckpointId checkpoint{};
};
struct EndOfInput {};

// What a window task tells its sink.
struct PaneBatch {
    std::vector<Pane> panes;
};
struct LateBatch {
    std::vector<Refused> refused;
};

// Between a coordinator and its tasks, a scheduler and its jobs.
struct TriggerCheckpoint {
    CheckpointId checkpoint{};
};
struct AcknowledgeCheckpoint {
    CheckpointId checkpoint{};
};
struct NotifyComplete {
    CheckpointId checkpoint{};
};
struct TaskFinished {};
struct JobFinished {
    std::uint64_t run{0};
};
// This checkpoint cannot be taken: a task's upload failed; given up by the coordinator.
struct DeclineCheckpoint {
    CheckpointId checkpoint{};
};
struct AbortCheckpoint {
    CheckpointId checkpoint{};
};

// What one process can send to another. Closed: an addition is a design decision.
using Message =
    std::variant<RecordBatch, Barrier, EndOfInput, PaneBatch, LateBatch, TriggerCheckpoint, AcknowledgeCheckpoint,
                 NotifyComplete, TaskFinished, JobFinished, DeclineCheckpoint, AbortCheckpoint>;

// Records of a message, for the credit of its channel; barriers and watermarks keep their place but need none.
inline std::uint64_t credit_of(const Message& message) {
    const auto* batch = std::get_if<RecordBatch>(&message);
    return batch ? batch->records.size() : 0;
}

}  // namespace tidemark
