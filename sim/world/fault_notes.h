#pragma once

#include "sim/world/incident.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tidemark {

// What the faults do to the events of a block: counted by fault, and where wanted kept, by event.
class FaultNotes {
public:
    struct Note {
        std::size_t event;  // its place in the block
        ProcessingTime at;
        Mishap what;
        std::uint32_t fault;
    };

    FaultNotes(std::size_t faults, bool keeps) : times_(faults, 0), keeps_{keeps} {}

    // A fault did something.
    void add(std::size_t event, ProcessingTime at, Mishap what, std::uint32_t fault) {
        ++times_[fault];
        follows(event, at, what, fault);
    }
    // And this followed from what it did: not counted again.
    void follows(std::size_t event, ProcessingTime at, Mishap what, std::uint32_t fault) {
        if (keeps_) notes_.push_back({event, at, what, fault});
        sorted_ = false;
    }
    void next_block() { notes_.clear(); }
    // By event, as they came.
    const std::vector<Note>& by_event() {
        if (!sorted_)
            std::stable_sort(notes_.begin(), notes_.end(),
                             [](const Note& a, const Note& b) { return a.event < b.event; });
        sorted_ = true;
        return notes_;
    }
    // By fault: how often it did something.
    const std::vector<std::uint64_t>& times() const { return times_; }

private:
    std::vector<std::uint64_t> times_;
    std::vector<Note> notes_;
    bool keeps_;
    bool sorted_{true};
};

}  // namespace tidemark
