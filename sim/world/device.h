#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/event_block.h"
#include "sim/world/fault_reach.h"
#include "sim/world/random.h"
#include "sim/world/samplers.h"
#include "sim/world/source_names.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tidemark {

// An interval of the plan in which devices cannot send.
struct PlannedOutage {
    Reach reach;
    FlushOrder order{FlushOrder::fifo};
};

// The devices of one source's users: what their clocks show, and when they can send. A device that is offline keeps its
// events and sends them all at the instant at which it is back.
class Devices {
public:
    // Devices that go offline by chance are online at `start`, and before.
    Devices(const Source& source, const SourceCast& cast, const Names& names, Seed seed, ProcessingTime start,
            std::vector<PlannedOutage> outages = {});

    // Fills the devices' columns of the next block of the source's events.
    void pass(EventBlock& block);

private:
    // A device that goes offline by chance, and the phases it is in: online until `from`, then offline until `until`.
    struct Phases {
        Draws online, offline;
        ProcessingTime from{}, until{};
        std::uint64_t number{0};
    };

    void stamp(EventBlock& block) const;
    void keep_offline(EventBlock& block);
    ProcessingDuration skew_of(std::uint32_t user) const {
        return skew_ + (skews_.empty() ? ProcessingDuration{0} : skews_[user]);
    }
    // When the user's device is online again; empty where it is online now.
    std::optional<ProcessingTime> back_at(std::uint32_t user, ProcessingTime now);
    // The same where the plan has outages, one behind the other; and the last of them that made it longer.
    struct Return {
        ProcessingTime at{};
        const PlannedOutage* outage{nullptr};
    };
    std::optional<Return> back_from_outages(std::uint32_t user, ProcessingTime now);
    std::uint32_t place(FlushOrder order, std::uint32_t number, std::uint32_t ordinal) const;
    void set_intervals(std::vector<OfflineInterval> intervals);
    void set_phases(const OfflinePhases& phases, const Source& source, const SourceCast& cast, const Names& names,
                    Seed seed, ProcessingTime start);
    void begin_phase(Phases& device, ProcessingTime online_from) const;

    bool always_online_{true};
    FlushOrder flush_;
    Draws flush_draws_;
    std::uint32_t ordinal_{0};  // of the next event in the source's order of happening

    ProcessingDuration skew_;
    std::vector<ProcessingDuration> skews_;  // by user, on top; empty where all are right

    std::vector<OfflineInterval> intervals_;  // of all devices: apart from each other, in order
    std::size_t interval_{0};                 // the first that is not over

    std::vector<PlannedOutage> outages_;
    std::vector<Return> returns_;  // by user: what was found last, for as long as it lasts

    std::optional<DelaySampler> online_, offline_;
    std::vector<std::uint32_t> phases_of_;  // by user: its place in phases_, and 1; 0 where it stays online
    std::vector<Phases> phases_;
};

}  // namespace tidemark
