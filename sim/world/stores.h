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
    struct Settings {
        bool keep_tables{false};  // for processes that read the serving tables (a repair does)
        // A transaction that is not committed so long after its first write is aborted by the store.
        std::optional<ProcessingDuration> transaction_timeout;
        bool read_uncommitted{false};  // readers see rows before their transaction is committed, aborted ones too
    };
    Stores(std::shared_ptr<const Tape> tape, Settings settings);

    // What applying an operation gave, and how much it moved.
    struct Applied {
        AnswerBody answer;
        std::uint64_t bytes{0};
        bool changed{true};  // false where an idempotent sink had already taken the batch, and where rows wait
        std::vector<TransactionFact> transactions{};  // what happened to transactions
        std::vector<Row> committed{};                 // rows that readers see from now on
    };
    // Applies any operation but Fetch, which waits (see `next_append`).
    Applied apply(ProcessingTime now, ProcessId asker, const Operation& operation);

    const LogPartition& partition(PartitionId id) const { return tape_->partitions.at(id.value); }

private:
    Applied read_partition(ProcessingTime now, const ReadPartition& operation) const;
    Applied read_log(const ReadLog& operation) const;
    Applied write_rows(ProcessingTime now, ProcessId asker, const WriteRows& operation);
    Applied prepare(ProcessingTime now, ProcessId asker, const PrepareTransaction& operation);
    Applied commit(ProcessingTime now, ProcessId asker, const CommitTransactions& operation);
    Applied abort(ProcessId asker, const AbortTransactions& operation);
    Applied latest_checkpoint() const;

    struct Checkpoint {
        std::map<ProcessId, std::shared_ptr<const Process>> states;
        bool complete{false};
    };
    struct Transaction {
        ProcessingTime opened{};
        std::vector<Row> rows;
        enum class State { open, prepared, committed, aborted } state{State::open};
    };
    bool expires(const Transaction& transaction, ProcessingTime now) const {
        return settings_.transaction_timeout && now - transaction.opened > *settings_.transaction_timeout;
    }
    std::shared_ptr<const Tape> tape_;
    Settings settings_;
    std::map<std::pair<ProcessId, TransactionName>, Transaction> transactions_;
    std::map<PartitionId, Offset> committed_offsets_;
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
