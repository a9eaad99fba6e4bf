#include "engine/storage/log.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {

void LogPartition::grow() {
    constexpr std::size_t first_chunks = 16;
    constexpr std::size_t chunks_per_slab = 64;
    static_assert(chunks_per_slab * chunk_size * sizeof(LogEntry) % LargeMemory::page == 0, "no page is torn");
    if (chunks_.size() < first_chunks) {
        first_.push_back(std::make_unique<LogEntry[]>(chunk_size));
        chunks_.push_back(first_.back().get());
        return;
    }
    const std::size_t in_slab = (chunks_.size() - first_chunks) % chunks_per_slab;
    if (in_slab == 0) slabs_.emplace_back(chunks_per_slab * chunk_size * sizeof(LogEntry));
    chunks_.push_back(static_cast<LogEntry*>(slabs_.back().data()) + in_slab * chunk_size);
}

void LogPartition::refuse(const LogEntry& entry) const {
    INVARIANT(false, "the log was appended to out of order at offset {}: {} after {}", size_, to_iso(entry.appended),
              to_iso(last_appended_));
}

LogRange LogPartition::range(Offset from, std::uint64_t max) const {
    if (from.value >= size_) return {};
    const std::uint64_t in_chunk = from.value % chunk_size;
    const std::uint64_t count = std::min({max, size_ - from.value, chunk_size - in_chunk});
    return {&chunks_[from.value / chunk_size][in_chunk], static_cast<std::size_t>(count)};
}

std::uint64_t LogPartition::visible(ProcessingTime now) const {
    std::uint64_t low = 0;
    std::uint64_t high = size_;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (at(Offset{middle}).appended <= now) low = middle + 1;
        else high = middle;
    }
    return low;
}

}  // namespace tidemark
