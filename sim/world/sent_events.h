#pragma once

#include "sim/world/device.h"
#include "sim/world/event_block.h"
#include "sim/world/fingerprint.h"
#include "sim/world/network.h"
#include "sim/world/source_events.h"

#include <cstdint>

namespace tidemark {

// One source, its users' devices and their network: all that can be drawn without knowing of the other sources. A stream
// in the order of (happened, number), a block at a time.
class SentEvents {
public:
    // The source must outlive it.
    SentEvents(const Source& source, SourceCast cast, const Names& names, Seed seed, ProcessingTime start,
               ProcessingTime until);

    // Draws the next block of events: empty once the source has dried up.
    const EventBlock& refill();
    const EventBlock& block() const { return block_; }

    // An event of the block as the log will hold it, but for its id, which depends on the other sources.
    Record record(std::size_t i) const {
        return {{}, block_.at[i], block_.value[i], cast_.keys[block_.key[i]], cast_.users[block_.user[i]]};
    }
    // When a copy of an event of the block reaches the log.
    ProcessingTime arrival(std::size_t i, std::uint32_t copy) const { return network_.arrival(block_, i, copy); }

    const SourceEvents& events() const { return events_; }
    // Of all events so far: what happened when to whom, in the source's own terms.
    Fingerprint fingerprint() const { return input_.fingerprint(); }

private:
    SourceCast cast_;
    SourceEvents events_;
    Devices devices_;
    Network network_;
    FingerprintBuilder input_;
    EventBlock block_;
};

}  // namespace tidemark
