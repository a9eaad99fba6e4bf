#pragma once

#include "engine/storage/log.h"
#include "engine/storage/table.h"
#include "engine/storage/two_phase_sink.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace tidemark {

class Process;

// ---- what can be asked of a store ----------------------------------------------------------------------------------
// An operation leaves its sender, travels, arrives (only then is it durable, perhaps after the sender died), and is
// answered. Durable names contain the attempt; what can be redone overwrites.

// The log. `Fetch` waits until there is a record at `from`; one may be outstanding at a time.
struct Fetch {
    PartitionId partition{};
    Offset from{};
};
struct EndOffsets {};  // how far every partition has been appended to
struct ReadLog {       // records [from, to) of every partition
    std::vector<Offset> from, to;
};

// The serving tables of a mode: "answers", and "side_output".
struct WriteRows {
    WriteKind kind{WriteKind::append};
    std::optional<Window> partition;  // of an overwrite
    std::vector<Row> rows;
    std::optional<BatchId> batch;                // an idempotent sink skips a batch that it has already taken (S-12)
    std::optional<TransactionName> transaction;  // the rows wait in it until it is committed
};
struct WriteLate {
    std::vector<Record> records;
};
struct ReadTables {  // what a repair needs: side output, and the answers it corrects
};

// The object store, where the log lands as date-partitioned files.
struct ReadPartition {
    Window interval{};       // of event time, or of arrival
    bool by_arrival{false};  // then the time that a record is filed under is also the time that it shows
};
struct MarkSuccess {  // the job's last step: the scheduler sees it
    std::uint64_t run{0};
};

// The checkpoint store.
struct SaveState {
    CheckpointId checkpoint{};
    std::shared_ptr<const Process> state;
    std::uint64_t bytes{0};
};
struct CompleteCheckpoint {
    CheckpointId checkpoint{};
};
struct LatestCheckpoint {};

// The logs of a micro-batch query (S-11).
struct PutOffsets {
    BatchId batch{};
    std::vector<Offset> from, to;
    ProcessingTime planned_at{};  // the batch's own time, the same when it is run again
    bool closing{false};          // the end of input: everything open is answered
};
struct PutCommit {
    BatchId batch{};
    std::shared_ptr<const Process> state;  // the state store's version of this batch
};
struct ReadQueryLogs {};

// Transactions of the serving table. The first write to a name opens it; until it is committed, readers who read only
// what is committed see nothing of it. After its timeout the store aborts it, prepared or not (F-T4).
struct PrepareTransaction {  // pre-commit: nothing more is written to it, its checkpoint may still fail
    TransactionName transaction{};
    CheckpointId checkpoint{};
};
struct CommitTransactions {  // in this order; one that is committed already stays so
    std::vector<TransactionName> transactions;
};
struct AbortTransactions {  // every transaction that the asker's earlier attempts left behind, except these
    std::vector<TransactionName> except;
};

// What happened to a transaction at its store.
struct TransactionFact {
    enum class What { opened, prepared, committed, aborted, expired } what{What::opened};
    TransactionName name{};
    CheckpointId checkpoint{};  // of `prepared`
    std::uint64_t rows{0};      // that it holds
    std::vector<Row> gone{};    // of `expired`: what nobody will ever see
};

// How far a source without checkpoints has come, as its consumer group remembers it.
struct CommitOffset {
    PartitionId partition{};
    Offset next{};
};
struct ReadCommittedOffset {
    PartitionId partition{};
};

using Operation =
    std::variant<Fetch, EndOffsets, ReadLog, WriteRows, WriteLate, ReadTables, ReadPartition, MarkSuccess, SaveState,
                 CompleteCheckpoint, LatestCheckpoint, PutOffsets, PutCommit, ReadQueryLogs, PrepareTransaction,
                 CommitTransactions, AbortTransactions, CommitOffset, ReadCommittedOffset>;

// ---- and what it answers -------------------------------------------------------------------------------------------
// Records that lie in the log. `passes`: the instants at which they reach the reader, each at or after its append.
struct Fetched {
    PartitionId partition{};
    Offset from{};
    LogRange range;
    ProcessingDuration travel{};  // from append to reader
};
struct Offsets {
    std::vector<Offset> ends;
};
struct RecordsRead {
    std::vector<Record> records;  // by partition, then offset
};
struct Done {};
struct TablesRead {
    std::vector<Record> late;
    Table answers;
};
struct CheckpointFound {
    std::optional<CheckpointId> checkpoint;
    std::vector<std::pair<ProcessId, std::shared_ptr<const Process>>> states;
};
struct QueryLogs {
    std::optional<PutOffsets> last_planned;
    std::optional<BatchId> last_committed;
    std::shared_ptr<const Process> state;  // of the last committed batch
};

struct CommittedOffset {
    std::optional<Offset> next;
};
struct NotDone {  // the store could not do it
};

using AnswerBody =
    std::variant<Fetched, Offsets, RecordsRead, Done, TablesRead, CheckpointFound, QueryLogs, CommittedOffset, NotDone>;

}  // namespace tidemark
