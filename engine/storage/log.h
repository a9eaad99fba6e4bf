#pragma once

#include "engine/record.h"
#include "engine/storage/large_memory.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace tidemark {

// A record and when the log took it in: 40 bytes, which is all that a retained event costs.
struct LogEntry {
    Record record;
    ProcessingTime appended{};
};
static_assert(sizeof(LogEntry) == 40, "the log's memory per event is a promise");

// Consecutive entries that lie side by side in memory.
struct LogRange {
    const LogEntry* first{nullptr};
    std::size_t count{0};
    const LogEntry* begin() const { return first; }
    const LogEntry* end() const { return first + count; }
};

// One partition of a topic: append-only, offsets dense from 0, append times never decrease (I3). Kept in chunks, so that
// growing never copies; entries never move.
class LogPartition {
public:
    // Entries must come in order of `appended`. An INVARIANT holds it.
    void append(const LogEntry& entry) {
        if (entry.appended < last_appended_) [[unlikely]]
            refuse(entry);
        if (size_ % chunk_size == 0) [[unlikely]]
            grow();
        chunks_.back()[size_ % chunk_size] = entry;
        last_appended_ = entry.appended;
        ++size_;
    }
    std::uint64_t size() const { return size_; }
    const LogEntry& at(Offset offset) const { return chunks_[offset.value / chunk_size][offset.value % chunk_size]; }
    // At most `max` entries from `from` on, those that are contiguous; empty at the end of the log.
    LogRange range(Offset from, std::uint64_t max) const;
    // How many entries had been appended at or before `now`: the end offset that a consumer sees at that instant.
    std::uint64_t visible(ProcessingTime now) const;

    static constexpr std::size_t chunk_size = 4096;

private:
    void grow();
    [[noreturn]] void refuse(const LogEntry& entry) const;

    std::vector<LogEntry*> chunks_;                   // in one of these:
    std::vector<std::unique_ptr<LogEntry[]>> first_;  // a chunk each, while the log is small
    std::vector<LargeMemory> slabs_;                  // many chunks each, later
    std::uint64_t size_{0};
    ProcessingTime last_appended_{ProcessingTime::min()};
};

}  // namespace tidemark
