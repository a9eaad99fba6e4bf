#include "sim/world/sent_events.h"

#include <utility>

namespace tidemark {

SentEvents::SentEvents(const Scenario& scenario, const Source& source, SourceCast cast, const Names& names, Seed seed,
                       const Partitioner& partitioner, bool keeps_notes)
    : cast_{std::move(cast)},
      events_{source, cast_, names, seed, *scenario.clock.until},
      devices_{source, cast_, names, seed, scenario.clock.from, outages_of(scenario, source, cast_, names)},
      network_{source, seed},
      names_{names},
      partitioner_{partitioner},
      faults_{SourceFaults::of(scenario, source, cast_, names, seed, keeps_notes)} {
    if (faults_ && faults_->needs_look_ahead()) look_ahead(scenario, source, seed);
    input_.add(source.name);
    cast_.users.add_to(input_, names.users);
    cast_.keys.add_to(input_, names.keys);
}

// The same events on the same devices, once before.
void SentEvents::look_ahead(const Scenario& scenario, const Source& source, Seed seed) {
    SourceEvents events{source, cast_, names_, seed, *scenario.clock.until};
    Devices devices{source, cast_, names_, seed, scenario.clock.from, outages_of(scenario, source, cast_, names_)};
    for (events.next(block_); block_.count > 0; events.next(block_)) {
        devices.pass(block_);
        faults_->look_ahead(block_);
    }
}

const EventBlock& SentEvents::refill() {
    events_.next(block_);
    devices_.pass(block_);
    if (faults_) faults_->leave(block_);
    network_.pass(block_);
    if (faults_)
        faults_->travel(block_, network_, [this](std::size_t i) { return partitioner_(record(i), block_.number[i]); });
    for (std::size_t i = 0; i < block_.count; ++i)
        input_.add(block_.happened[i].time_since_epoch().count(), block_.at[i].time_since_epoch().count(),
                   block_.value[i], std::uint64_t{block_.key[i]} << 32 | block_.user[i]);
    return block_;
}

}  // namespace tidemark
