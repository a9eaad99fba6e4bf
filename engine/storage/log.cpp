#include "engine/storage/log.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {

void LogPartition::append(const LogEntry& entry) {
    if (size_ % chunk_size == 0) chunks_.push_back(std::make_unique<LogEntry[]>(chunk_size));
    if (size_ > 0)
        INVARIANT(at(Offset{size_ - 1}).appended <= entry.appended, "the log was appended to out of order at offset {}",
                  size_);
    chunks_.back()[size_ % chunk_size] = entry;
    ++size_;
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
