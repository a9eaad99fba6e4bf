#pragma once

#include "engine/ids.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace tidemark {

// Numbers keys in the order in which they are entered: 0, 1, 2... A flat hash table that answers, and cannot be walked:
// order comes from the numbers alone.
class KeyIndex {
public:
    // The number of `key`; enters it as the next one, `size()`, where it is new.
    std::uint32_t find_or_enter(KeyId key) {
        if (std::size_t{size_} * 2 >= entries_.size()) [[unlikely]]
            grow();
        Entry& entry = entries_[place_of(key)];
        if (entry.number == 0) {
            entry = {key, size_ + 1};
            return size_++;
        }
        return entry.number - 1;
    }
    std::uint32_t size() const { return size_; }
    // Forgets all keys and keeps the memory.
    void clear() {
        std::fill(entries_.begin(), entries_.end(), Entry{});
        size_ = 0;
    }

private:
    struct Entry {
        KeyId key{};
        std::uint32_t number{0};  // from 1; 0 is an empty place
    };

    std::size_t place_of(KeyId key) const {
        const std::size_t mask = entries_.size() - 1;
        // Fibonacci hashing: ids are dense, and it spreads neighbours evenly.
        std::size_t place = static_cast<std::size_t>((std::uint64_t{key.value} * 0x9e3779b97f4a7c15ULL) >> shift_);
        while (entries_[place].number != 0 && entries_[place].key != key)
            place = (place + 1) & mask;
        return place;
    }
    void grow() {
        std::vector<Entry> old = std::move(entries_);
        entries_.assign(old.empty() ? 16 : old.size() * 2, Entry{});
        shift_ = old.empty() ? 60 : shift_ - 1;
        for (const Entry& entry : old)
            if (entry.number != 0) entries_[place_of(entry.key)] = entry;
    }

    std::vector<Entry> entries_;  // a power of two long, at most half full
    std::uint32_t shift_{64};
    std::uint32_t size_{0};
};

}  // namespace tidemark
