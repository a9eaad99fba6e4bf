#pragma once

#include "engine/dataflow/process.h"
#include "sim/world/tape.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace tidemark {

// What the stores of one mode hold: the log (shared by all modes), its files in the object store, the serving tables,
// the checkpoint store, the logs of a micro-batch query. Values with the promises of the real thing: an operation is
// applied whole, at the instant at which it arrives.
class Stores {
public:
    // `keep_tables`: whether the serving tables are kept for processes that read them (a repair does).
    Stores(std::shared_ptr<const Tape> tape, bool keep_tables);

    // What applying an operation gave, and how much it moved.
    struct Applied {
        AnswerBody answer;
        std::uint64_t bytes{0};
        bool changed{true};  // false where an idempotent sink had already taken the batch
    };
    // Applies any operation but Fetch, which waits (see `next_append`).
    Applied apply(ProcessingTime now, ProcessId asker, const Operation& operation);

    const LogPartition& partition(PartitionId id) const { return tape_->partitions.at(id.value); }

private:
    Applied read_partition(ProcessingTime now, const ReadPartition& operation) const;
    Applied read_log(const ReadLog& operation) const;
    Applied write_rows(const WriteRows& operation);
    Applied latest_checkpoint() const;

    struct Checkpoint {
        std::map<ProcessId, std::shared_ptr<const Process>> states;
        bool complete{false};
    };
    std::shared_ptr<const Tape> tape_;
    bool keep_tables_;
    Table answers_;
    std::vector<Record> late_;
    std::optional<BatchId> last_batch_taken_;
    std::map<CheckpointId, Checkpoint> checkpoints_;
    QueryLogs query_logs_;
};

// Which store takes an operation.
enum class StoreKind : std::uint8_t { log, tables, objects, checkpoints, query_logs };
StoreKind store_of(const Operation& operation);

// The size of an operation and of its answer, as the model counts bytes: 32 a record, 64 a row, 48 a request.
std::uint64_t size_of(const Operation& operation);

}  // namespace tidemark
