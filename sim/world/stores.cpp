#include "sim/world/stores.h"

#include "engine/invariant.h"
#include "engine/visitor.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::uint64_t record_bytes = 32;
constexpr std::uint64_t row_bytes = 64;
constexpr std::uint64_t request_bytes = 48;

}  // namespace

StoreKind store_of(const Operation& operation) {
    return std::visit(Visitor{
                          [](const Fetch&) { return StoreKind::log; },
                          [](const EndOffsets&) { return StoreKind::log; },
                          [](const ReadLog&) { return StoreKind::log; },
                          [](const WriteRows&) { return StoreKind::tables; },
                          [](const WriteLate&) { return StoreKind::tables; },
                          [](const ReadTables&) { return StoreKind::tables; },
                          [](const ReadPartition&) { return StoreKind::objects; },
                          [](const MarkSuccess&) { return StoreKind::objects; },
                          [](const SaveState&) { return StoreKind::checkpoints; },
                          [](const CompleteCheckpoint&) { return StoreKind::checkpoints; },
                          [](const LatestCheckpoint&) { return StoreKind::checkpoints; },
                          [](const PutOffsets&) { return StoreKind::query_logs; },
                          [](const PutCommit&) { return StoreKind::query_logs; },
                          [](const ReadQueryLogs&) { return StoreKind::query_logs; },
                          [](const PrepareTransaction&) { return StoreKind::tables; },
                          [](const CommitTransactions&) { return StoreKind::tables; },
                          [](const AbortTransactions&) { return StoreKind::tables; },
                          [](const CommitOffset&) { return StoreKind::log; },
                          [](const ReadCommittedOffset&) { return StoreKind::log; },
                      },
                      operation);
}

std::uint64_t size_of(const Operation& operation) {
    return request_bytes + std::visit(Visitor{
                                          [](const WriteRows& write) { return write.rows.size() * row_bytes; },
                                          [](const WriteLate& write) { return write.records.size() * record_bytes; },
                                          [](const SaveState& save) { return save.bytes; },
                                          [](const auto&) { return std::uint64_t{0}; },
                                      },
                                      operation);
}

Stores::Stores(std::shared_ptr<const Tape> tape, Settings settings) : tape_(std::move(tape)), settings_(settings) {}

Stores::Applied Stores::apply(ProcessingTime now, ProcessId asker, const Operation& operation) {
    return std::visit(
        Visitor{
            [&](const Fetch&) -> Applied {
                INVARIANT(false, "a fetch waits for a record, it is not applied");
                return {Done{}};
            },
            [&](const EndOffsets&) -> Applied {
                Offsets offsets;
                for (const LogPartition& partition : tape_->partitions)
                    offsets.ends.push_back(Offset{partition.visible(now)});
                return {std::move(offsets)};
            },
            [&](const ReadLog& read) { return read_log(read); },
            [&](const WriteRows& write) { return write_rows(now, asker, write); },
            [&](const WriteLate& write) -> Applied {
                if (settings_.keep_tables) late_.insert(late_.end(), write.records.begin(), write.records.end());
                return {Done{}};
            },
            [&](const ReadTables&) -> Applied {
                INVARIANT(settings_.keep_tables, "tables are read that this mode does not keep");
                return {TablesRead{late_, answers_}, late_.size() * record_bytes + answers_.row_count() * row_bytes};
            },
            [&](const ReadPartition& read) { return read_partition(now, read); },
            [&](const MarkSuccess&) -> Applied { return {Done{}}; },
            [&](const SaveState& save) -> Applied {
                checkpoints_[save.checkpoint].states[asker] = save.state;
                return {Done{}};
            },
            [&](const CompleteCheckpoint& complete) -> Applied {
                checkpoints_[complete.checkpoint].complete = true;
                // Older ones are subsumed: the latest complete one is all that a restart needs.
                checkpoints_.erase(checkpoints_.begin(), checkpoints_.find(complete.checkpoint));
                return {Done{}};
            },
            [&](const LatestCheckpoint&) { return latest_checkpoint(); },
            [&](const PutOffsets& put) -> Applied {
                query_logs_.last_planned = put;
                return {Done{}};
            },
            [&](const PutCommit& put) -> Applied {
                query_logs_.last_committed = put.batch;
                query_logs_.state = put.state;
                return {Done{}};
            },
            [&](const ReadQueryLogs&) -> Applied { return {query_logs_}; },
            [&](const PrepareTransaction& put) { return prepare(now, asker, put); },
            [&](const CommitTransactions& put) { return commit(now, asker, put); },
            [&](const AbortTransactions& put) { return abort(asker, put); },
            [&](const CommitOffset& put) -> Applied {
                committed_offsets_[put.partition] = put.next;
                return {Done{}};
            },
            [&](const ReadCommittedOffset& read) -> Applied {
                const auto known = committed_offsets_.find(read.partition);
                return {
                    CommittedOffset{known == committed_offsets_.end() ? std::nullopt : std::optional{known->second}}};
            },
        },
        operation);
}

// The files hold what has arrived by now, as a reader lists them: by arrival date or by the date inside the events.
Stores::Applied Stores::read_partition(ProcessingTime now, const ReadPartition& operation) const {
    RecordsRead read;
    for (const LogPartition& partition : tape_->partitions) {
        const std::uint64_t end = partition.visible(now);
        for (std::uint64_t offset = 0; offset < end;) {
            const LogRange range = partition.range(Offset{offset}, end - offset);
            for (const LogEntry& entry : range) {
                const EventTime filed_under = operation.by_arrival ? clock_reading(entry.appended) : entry.record.at;
                if (filed_under < operation.interval.start || filed_under >= operation.interval.end) continue;
                read.records.push_back(entry.record);
                read.records.back().at = filed_under;
            }
            offset += range.count;
        }
    }
    const std::uint64_t bytes = read.records.size() * record_bytes;
    return {std::move(read), bytes};
}

Stores::Applied Stores::read_log(const ReadLog& operation) const {
    RecordsRead read;
    for (std::size_t i = 0; i < operation.from.size(); ++i) {
        const LogPartition& partition = tape_->partitions.at(i);
        for (std::uint64_t offset = operation.from[i].value; offset < operation.to[i].value;) {
            const LogRange range = partition.range(Offset{offset}, operation.to[i].value - offset);
            for (const LogEntry& entry : range)
                read.records.push_back(entry.record);
            offset += range.count;
        }
    }
    const std::uint64_t bytes = read.records.size() * record_bytes;
    return {std::move(read), bytes};
}

Stores::Applied Stores::write_rows(ProcessingTime now, ProcessId asker, const WriteRows& operation) {
    if (operation.batch) {
        if (last_batch_taken_ && *operation.batch <= *last_batch_taken_) return {Done{}, 0, false};
        last_batch_taken_ = operation.batch;
    }
    Applied applied{Done{}};
    if (operation.transaction) {
        const auto [known, is_new] = transactions_.try_emplace({asker, *operation.transaction});
        Transaction& transaction = known->second;
        if (is_new) transaction.opened = now;
        transaction.rows.insert(transaction.rows.end(), operation.rows.begin(), operation.rows.end());
        if (is_new)
            applied.transactions.push_back(
                {TransactionFact::What::opened, *operation.transaction, {}, transaction.rows.size(), {}});
        applied.changed = settings_.read_uncommitted;
    }
    if (settings_.keep_tables && applied.changed) answers_.write(operation.kind, operation.partition, operation.rows);
    return applied;
}

// An empty transaction is prepared too: it has a name, and nothing to show.
Stores::Applied Stores::prepare(ProcessingTime now, ProcessId asker, const PrepareTransaction& operation) {
    const auto [known, is_new] = transactions_.try_emplace({asker, operation.transaction});
    Transaction& transaction = known->second;
    if (is_new) transaction.opened = now;
    transaction.state = Transaction::State::prepared;
    Applied applied{Done{}};
    applied.transactions.push_back(
        {TransactionFact::What::prepared, operation.transaction, operation.checkpoint, transaction.rows.size(), {}});
    return applied;
}

Stores::Applied Stores::commit(ProcessingTime now, ProcessId asker, const CommitTransactions& operation) {
    Applied applied{Done{}};
    applied.changed = false;
    for (const TransactionName& name : operation.transactions) {
        const auto known = transactions_.find({asker, name});
        if (known == transactions_.end()) continue;
        Transaction& transaction = known->second;
        if (transaction.state == Transaction::State::committed || transaction.state == Transaction::State::aborted)
            continue;
        // The store gave it up long ago; nobody was told (F-T4).
        const bool gone = expires(transaction, now);
        transaction.state = gone ? Transaction::State::aborted : Transaction::State::committed;
        applied.transactions.push_back({gone ? TransactionFact::What::expired : TransactionFact::What::committed,
                                        name,
                                        {},
                                        transaction.rows.size(),
                                        gone ? transaction.rows : std::vector<Row>{}});
        if (!gone && !settings_.read_uncommitted) {
            applied.changed = true;
            if (settings_.keep_tables) answers_.write(WriteKind::append, std::nullopt, transaction.rows);
            applied.committed.insert(applied.committed.end(), transaction.rows.begin(), transaction.rows.end());
        }
        transaction.rows = {};
    }
    return applied;
}

Stores::Applied Stores::abort(ProcessId asker, const AbortTransactions& operation) {
    Applied applied{Done{}};
    for (auto& [id, transaction] : transactions_) {
        const bool is_over =
            transaction.state == Transaction::State::committed || transaction.state == Transaction::State::aborted;
        if (id.first != asker || is_over ||
            std::find(operation.except.begin(), operation.except.end(), id.second) != operation.except.end())
            continue;
        transaction.state = Transaction::State::aborted;
        applied.transactions.push_back({TransactionFact::What::aborted, id.second, {}, transaction.rows.size(), {}});
        transaction.rows = {};
    }
    return applied;
}

Stores::Applied Stores::latest_checkpoint() const {
    CheckpointFound found;
    for (const auto& [id, checkpoint] : checkpoints_) {
        if (!checkpoint.complete) continue;
        found.checkpoint = id;
        found.states.assign(checkpoint.states.begin(), checkpoint.states.end());
    }
    return {std::move(found)};
}

}  // namespace tidemark
