#include "sim/world/sent_events.h"

#include <utility>

namespace tidemark {

SentEvents::SentEvents(const Source& source, SourceCast cast, const Names& names, Seed seed, ProcessingTime start,
                       ProcessingTime until)
    : cast_{std::move(cast)},
      events_{source, cast_, names, seed, until},
      devices_{source, cast_, names, seed, start},
      network_{source, seed} {
    input_.add(source.name);
    cast_.users.add_to(input_, names.users);
    cast_.keys.add_to(input_, names.keys);
}

const EventBlock& SentEvents::refill() {
    events_.next(block_);
    devices_.pass(block_);
    network_.pass(block_);
    for (std::size_t i = 0; i < block_.count; ++i)
        input_.add(block_.happened[i].time_since_epoch().count(), block_.at[i].time_since_epoch().count(),
                   block_.value[i], std::uint64_t{block_.key[i]} << 32 | block_.user[i]);
    return block_;
}

}  // namespace tidemark
