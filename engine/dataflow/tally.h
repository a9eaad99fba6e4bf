#pragma once

#include "engine/ids.h"

namespace tidemark {

// How many records, and which: `members` is the sum of their scattered ids, modulo 2^64. Double entry: two tallies of
// the same records are equal, and two of different records practically never are.
struct Tally {
    std::uint64_t count{0};
    std::uint64_t members{0};

    void add(EventId id) {
        ++count;
        members += scatter(id);
    }
    Tally& operator+=(const Tally& other) {
        count += other.count;
        members += other.members;
        return *this;
    }
    Tally& operator-=(const Tally& other) {
        count -= other.count;
        members -= other.members;
        return *this;
    }
    friend Tally operator+(Tally a, const Tally& b) { return a += b; }
    friend Tally operator-(Tally a, const Tally& b) { return a -= b; }
    friend bool operator==(const Tally&, const Tally&) = default;
};

}  // namespace tidemark
