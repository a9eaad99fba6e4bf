#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/event_block.h"
#include "sim/world/random.h"
#include "sim/world/samplers.h"

#include <cstdint>

namespace tidemark {

// The way from the devices of one source to the log: what is sent again, and how long each copy takes.
class Network {
public:
    static constexpr std::uint32_t copies_limit = 255;

    Network(const Source& source, Seed seed);

    // Fills the network's columns.
    void pass(EventBlock& block) const;
    // When a copy of an event of the block reaches the log; copies after the first leave so much later than it.
    ProcessingTime arrival(const EventBlock& block, std::size_t i, std::uint32_t copy) const {
        if (copy == 0) return block.arrives[i];
        if (arrival_given(block, i)) return block.arrives[i] + spacing_ * copy;
        return block.sent[i] + spacing_ * copy + delay(block.number[i], copy);
    }
    // What one message takes; `sub`: which message of the event.
    ProcessingDuration delay(std::uint32_t number, std::uint64_t sub) const {
        return delay_.fixed() ? delay_(0) : delay_(delay_draws_(number, sub));
    }
    ProcessingDuration spacing() const { return spacing_; }  // between copies that the source sends

    // The author says when it reaches the log, whatever the device and the network do.
    static bool arrival_given(const EventBlock& block, std::size_t i) {
        return block.has_listed && block.listed[i]->arrives.has_value();
    }

private:
    DelaySampler delay_;
    Draws delay_draws_, duplicate_draws_;
    Chance again_{0};
    std::uint32_t more_{0};
    ProcessingDuration spacing_{};
};

}  // namespace tidemark
