#pragma once

#include "engine/ids.h"

#include <cstdint>
#include <vector>

namespace tidemark {

// One key's aggregate in a window: two of them in a cache line.
struct alignas(32) Slot {
    KeyId key{};
    std::uint32_t taken{0};  // 0: an empty place; else the panes it has fired, plus one
    std::uint64_t count{0};
    std::int64_t number{0};
    std::uint64_t members{0};

    std::uint32_t panes() const { return taken - 1; }
};
static_assert(sizeof(Slot) == 32);

// The slots of one window by key: a flat hash table that holds them in place, so that a record touches memory once.
// It is walked only in the order in which keys were entered; the layout shows in nothing.
class SlotTable {
public:
    // The slot of `key`, entered with no records where it is new.
    Slot& find_or_enter(KeyId key) {
        if ((std::size_t{size()} + 1) * 4 > places_.size() * 3) [[unlikely]]
            grow();
        const std::size_t place = place_of(key);
        Slot& slot = places_[place];
        if (slot.taken == 0) {
            slot = {key, 1, 0, 0, 0};
            order_.push_back(static_cast<std::uint32_t>(place));
        }
        return slot;
    }

    // How many keys; and the slot of the n-th one.
    std::uint32_t size() const { return static_cast<std::uint32_t>(order_.size()); }
    Slot& nth(std::size_t n) { return places_[order_[n]]; }
    const Slot& nth(std::size_t n) const { return places_[order_[n]]; }

    // Tells the processor that a slot will be wanted soon. Changes nothing else: so much so that g++ drops the call as
    // one without effect, unless it is inlined before it looks.
    [[gnu::always_inline]] void prefetch(KeyId key) const {
        if (!places_.empty()) __builtin_prefetch(&places_[home_of(key)], 1);
    }
    [[gnu::always_inline]] void prefetch_nth(std::size_t n) const {
        if (n < order_.size()) __builtin_prefetch(&places_[order_[n]], 1);
    }

    // Forgets all keys and keeps the memory.
    void clear();

private:
    // Fibonacci hashing: ids are dense, and it spreads neighbours evenly.
    std::size_t home_of(KeyId key) const {
        return static_cast<std::size_t>((std::uint64_t{key.value} * 0x9e3779b97f4a7c15ULL) >> shift_);
    }
    std::size_t place_of(KeyId key) const {
        const std::size_t mask = places_.size() - 1;
        std::size_t place = home_of(key);
        while (places_[place].taken != 0 && places_[place].key != key)
            place = (place + 1) & mask;
        return place;
    }
    void grow();

    std::vector<Slot> places_;  // a power of two long, at most three quarters full
    std::vector<std::uint32_t> order_;
    std::uint32_t shift_{64};
};

}  // namespace tidemark
