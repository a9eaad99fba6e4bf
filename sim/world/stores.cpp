#include "sim/world/stores.h"

#include "engine/invariant.h"
#include "engine/visitor.h"

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

Stores::Stores(std::shared_ptr<const Tape> tape, bool keep_tables)
    : tape_(std::move(tape)), keep_tables_(keep_tables) {}

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
            [&](const WriteRows& write) { return write_rows(write); },
            [&](const WriteLate& write) -> Applied {
                if (keep_tables_) late_.insert(late_.end(), write.records.begin(), write.records.end());
                return {Done{}};
            },
            [&](const ReadTables&) -> Applied {
                INVARIANT(keep_tables_, "tables are read that this mode does not keep");
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

Stores::Applied Stores::write_rows(const WriteRows& operation) {
    if (operation.batch) {
        if (last_batch_taken_ && *operation.batch <= *last_batch_taken_) return {Done{}, 0, false};
        last_batch_taken_ = operation.batch;
    }
    if (keep_tables_) answers_.write(operation.kind, operation.partition, operation.rows);
    return {Done{}};
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
