#include "sim/world/source_faults.h"

#include <utility>

namespace tidemark {

std::vector<PlannedOutage> outages_of(const Scenario& scenario, const Source& source, const SourceCast& cast,
                                      const Names& names) {
    std::vector<PlannedOutage> outages;
    for (std::uint32_t fault = 0; fault < scenario.faults.size(); ++fault)
        if (const auto* offline = std::get_if<OfflineFault>(&scenario.faults[fault].what))
            if (const auto reach = reach_of(scenario, fault, source, cast, names))
                outages.push_back({*reach, offline->order});
    return outages;
}

std::vector<PlannedRate> rate_changes_of(const Scenario& scenario, const Source& source) {
    std::vector<PlannedRate> changes;
    if (!std::holds_alternative<GeneratedEvents>(source.events)) return changes;
    for (std::uint32_t i = 0; i < scenario.faults.size(); ++i) {
        const Fault& fault = scenario.faults[i];
        const auto* burst = std::get_if<BurstFault>(&fault.what);
        if (burst == nullptr && !std::holds_alternative<SilenceFault>(fault.what)) continue;
        if (!names_source(target_of(fault), source)) continue;
        const ProcessingTime from = fault.at.value_or(scenario.clock.from);
        const EventTime until = fault.lasts ? clock_reading(saturating_add(from, *fault.lasts)) : event_time_max;
        changes.push_back({i, {clock_reading(from), until, burst == nullptr ? Millionths{0} : burst->factor}});
    }
    return changes;
}

std::unique_ptr<SourceFaults> SourceFaults::of(const Scenario& scenario, const Source& source, const SourceCast& cast,
                                               const Names& names, Seed seed, bool keeps_notes) {
    DeviceFaults devices{scenario, source, cast, names, seed};
    Journey journey{scenario, source, cast, names, seed};
    const bool outages = !outages_of(scenario, source, cast, names).empty();
    if (!devices.any() && !journey.eventful() && !outages) return nullptr;
    return std::unique_ptr<SourceFaults>{new SourceFaults{std::move(devices), std::move(journey), outages,
                                                          FaultNotes{scenario.faults.size(), keeps_notes}}};
}

void SourceFaults::leave(EventBlock& block) {
    notes_.next_block();
    if (outages_)
        for (std::size_t i = 0; i < block.count; ++i)
            if (block.kept_by[i] && !Network::arrival_given(block, i))
                notes_.add(i, block.sent[i], Mishap::kept_offline, *block.kept_by[i]);
    devices_.pass(block, marks_, notes_);
}

void SourceFaults::travel(const EventBlock& block, const Network& network,
                          const std::function<std::uint32_t(std::size_t)>& partition_of) {
    for (std::size_t i = 0; i < block.count; ++i) {
        Journey::Outcome& outcome = outcomes_[i];
        if (marks_.lost[i]) {
            outcome.arrivals.clear();
            outcome.lost = marks_.lost[i];
        } else if (Network::arrival_given(block, i) || !journey_.eventful()) {
            outcome.lost.reset();
            outcome.arrivals.clear();
            for (std::uint32_t copy = 0; copy < block.copies[i]; ++copy)
                outcome.arrivals.push_back(network.arrival(block, i, copy));
        } else {
            journey_.go(block, i, partition_of(i), !marks_.kept_back[i], network, notes_, outcome);
        }
    }
}

}  // namespace tidemark
