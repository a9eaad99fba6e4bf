#pragma once

#include "sim/world/device.h"
#include "sim/world/device_faults.h"
#include "sim/world/fault_notes.h"
#include "sim/world/journey.h"
#include "sim/world/network.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace tidemark {

// The phases in which the faults of the plan keep the devices of a source offline.
std::vector<PlannedOutage> outages_of(const Scenario& scenario, const Source& source, const SourceCast& cast,
                                      const Names& names);
// The bursts and silences of the plan that concern a source, as changes of its rate.
struct PlannedRate {
    std::uint32_t fault;
    RateChange change;
};
std::vector<PlannedRate> rate_changes_of(const Scenario& scenario, const Source& source);

// All that the faults of the plan do to the events of one source on their way, block by block. There is none where no
// fault concerns the source and its producer is an ordinary one: then events go by the columns of their block.
class SourceFaults {
public:
    // Null where there is nothing to do.
    static std::unique_ptr<SourceFaults> of(const Scenario& scenario, const Source& source, const SourceCast& cast,
                                            const Names& names, Seed seed, bool keeps_notes);

    bool needs_look_ahead() const { return devices_.needs_look_ahead(); }
    void look_ahead(const EventBlock& block) { devices_.look_ahead(block); }
    // A block comes from its devices.
    void leave(EventBlock& block);
    // And goes over the network, which has filled its columns. `partition_of` says where an event of the block belongs.
    void travel(const EventBlock& block, const Network& network,
                const std::function<std::uint32_t(std::size_t)>& partition_of);

    bool unreadable(std::size_t i) const { return marks_.unreadable[i]; }
    const std::vector<ProcessingTime>& arrivals(std::size_t i) const { return outcomes_[i].arrivals; }
    // Since when it is certain that the event never reaches the log.
    std::optional<ProcessingTime> lost(std::size_t i) const { return outcomes_[i].lost; }
    FaultNotes& notes() { return notes_; }

private:
    SourceFaults(DeviceFaults devices, Journey journey, bool outages, FaultNotes notes)
        : devices_{std::move(devices)}, journey_{std::move(journey)}, outages_{outages}, notes_{std::move(notes)} {}

    DeviceFaults devices_;
    Journey journey_;
    bool outages_;
    FaultNotes notes_;
    DeviceFaults::Marks marks_;
    std::array<Journey::Outcome, EventBlock::size> outcomes_;
};

}  // namespace tidemark
