#pragma once

#include "sim/world/device.h"
#include "sim/world/event_block.h"
#include "sim/world/fingerprint.h"
#include "sim/world/network.h"
#include "sim/world/partitioner.h"
#include "sim/world/source_events.h"
#include "sim/world/source_faults.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace tidemark {

// One source, its users' devices and their network: all that can be drawn without knowing of the other sources. A stream
// in the order of (happened, number), a block at a time.
class SentEvents {
public:
    // The source is one of the scenario's, or like one; it, the names and the partitioner must outlive this. The faults of
    // the scenario's plan apply, but for those that change what happens at all. `keeps_notes`: of what they do.
    SentEvents(const Scenario& scenario, const Source& source, SourceCast cast, const Names& names, Seed seed,
               const Partitioner& partitioner, bool keeps_notes);

    // Draws the next block of events: empty once the source has dried up.
    const EventBlock& refill();
    const EventBlock& block() const { return block_; }

    // An event of the block as the log will hold it, but for its id, which depends on the other sources.
    Record record(std::size_t i) const {
        return {{}, block_.at[i], block_.value[i], cast_.keys[block_.key[i]], cast_.users[block_.user[i]]};
    }
    // How many copies of an event of the block come to the log, and when each does.
    std::uint32_t copies(std::size_t i) const {
        return faults_ ? static_cast<std::uint32_t>(faults_->arrivals(i).size()) : block_.copies[i];
    }
    ProcessingTime arrival(std::size_t i, std::uint32_t copy) const {
        return faults_ ? faults_->arrivals(i)[copy] : network_.arrival(block_, i, copy);
    }
    // What the faults of the plan do to the block; null where there are none.
    SourceFaults* faults() const { return faults_.get(); }

    const SourceEvents& events() const { return events_; }
    // Of all events so far: what happened when to whom, in the source's own terms.
    Fingerprint fingerprint() const { return input_.fingerprint(); }

private:
    void look_ahead(const Scenario& scenario, const Source& source, Seed seed);

    SourceCast cast_;
    SourceEvents events_;
    Devices devices_;
    Network network_;
    const Names& names_;
    const Partitioner& partitioner_;
    std::unique_ptr<SourceFaults> faults_;
    FingerprintBuilder input_;
    EventBlock block_;
};

}  // namespace tidemark
