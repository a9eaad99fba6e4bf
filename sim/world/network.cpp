#include "sim/world/network.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {

Network::Network(const Source& source, Seed seed)
    : delay_{source.delay},
      delay_draws_{seed, Purpose::network_delay, Entity{source.name}},
      duplicate_draws_{seed, Purpose::duplicate, Entity{source.name}} {
    if (!source.duplicates || source.duplicates->copies == 0) return;
    INVARIANT(source.duplicates->copies < copies_limit, "{} copies of an event", source.duplicates->copies);
    INVARIANT(source.duplicates->spacing.count() >= 0, "copies {} us apart", source.duplicates->spacing.count());
    again_ = Chance{source.duplicates->share.value};
    more_ = source.duplicates->copies;
    spacing_ = std::min(source.duplicates->spacing, delay_limit / copies_limit);
}

void Network::pass(EventBlock& block) const {
    if (delay_.fixed()) {
        for (std::size_t i = 0; i < block.count; ++i)
            block.arrives[i] = block.sent[i] + delay_(0);
    } else {
        for (std::size_t i = 0; i < block.count; ++i)
            block.arrives[i] = block.sent[i] + delay_(delay_draws_(block.number[i]));
    }
    std::fill_n(block.copies.begin(), block.count, 1U);
    if (!again_.never())
        for (std::size_t i = 0; i < block.count; ++i)
            if (again_(duplicate_draws_(block.number[i]))) block.copies[i] += more_;
    if (!block.has_listed) return;
    for (std::size_t i = 0; i < block.count; ++i) {
        if (!arrival_given(block, i)) continue;
        block.sent[i] = instant_of(block.happened[i]);
        block.offline[i] = false;
        block.place[i] = 0;
        block.arrives[i] = *block.listed[i]->arrives;
    }
}

}  // namespace tidemark
