#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/event_block.h"
#include "sim/world/fault_notes.h"
#include "sim/world/fault_reach.h"
#include "sim/world/random.h"
#include "sim/world/samplers.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace tidemark {

// The faults of the devices of one source: clocks that are wrong, events that stay on a device, that find no room there,
// or that nobody can read. (Devices that are offline are the affair of `Devices`.)
class DeviceFaults {
public:
    DeviceFaults(const Scenario& scenario, const Source& source, const SourceCast& cast, const Names& names, Seed seed);
    bool any() const {
        return !skews_.empty() || !stopped_.empty() || !late_.empty() || !outboxes_.empty() || !poisons_.empty();
    }
    // Which devices drop the oldest can only be said by who knows what comes: then everything kept is shown to
    // `look_ahead` first, block by block as the devices pass it.
    bool needs_look_ahead() const;
    void look_ahead(const EventBlock& block);

    // What became of an event of the block.
    struct Marks {
        EventBlock::Column<bool> kept_back, unreadable;
        EventBlock::Column<std::optional<ProcessingTime>> lost;  // there was no room for it
    };
    // Changes the devices' columns of a block that they have passed.
    void pass(EventBlock& block, Marks& marks, FaultNotes& notes);

private:
    struct Skew {
        Reach reach;
        ProcessingDuration by{}, drift{};
    };
    struct Stopped {
        Reach reach;
        Chance chance{0};
        EventTime shows{};
    };
    struct Late {
        Reach reach;
        Chance chance{0};
        DelaySampler by;
    };
    struct Outbox {
        Reach reach;
        std::uint64_t cap{0};
        bool drops_oldest{true};
        // By user and the instant at which its device is back: when what it keeps came in.
        std::map<std::pair<std::uint32_t, ProcessingTime>, std::vector<ProcessingTime>> ahead;
        std::map<std::pair<std::uint32_t, ProcessingTime>, std::uint64_t> kept;
    };
    struct Poison {
        Reach reach;
        Chance chance{0};
    };

    void add(const ClockSkewFault& fault, Reach reach);
    void add(const BadClockFault& fault, Reach reach);
    void add(const VeryLateFault& fault, Reach reach);
    void add(const OutboxOverflowFault& fault, Reach reach);
    void add(const PoisonFault& fault, Reach reach);
    template <class Elsewhere>
    void add(const Elsewhere&, const Reach&) {}

    void stamp(EventBlock& block, std::size_t i, FaultNotes& notes) const;
    std::optional<ProcessingTime> overflow(const EventBlock& block, std::size_t i, Outbox& outbox) const;

    std::vector<Skew> skews_;
    std::vector<Stopped> stopped_;
    std::vector<Late> late_;
    std::vector<Outbox> outboxes_;
    std::vector<Poison> poisons_;
    Draws stopped_draws_, late_draws_, late_by_draws_, poison_draws_;
};

}  // namespace tidemark
