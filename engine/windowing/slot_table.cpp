#include "engine/windowing/slot_table.h"

#include <algorithm>

namespace tidemark {

void SlotTable::grow() {
    std::vector<Slot> old(places_.empty() ? 16 : places_.size() * 2);
    old.swap(places_);
    shift_ = old.empty() ? 60 : shift_ - 1;
    for (std::uint32_t& place : order_) {
        const Slot& slot = old[place];
        place = static_cast<std::uint32_t>(place_of(slot.key));
        places_[place] = slot;
    }
}

void SlotTable::clear() {
    if (order_.size() * 16 < places_.size()) {
        for (const std::uint32_t place : order_)
            places_[place] = Slot{};
    } else {
        std::fill(places_.begin(), places_.end(), Slot{});
    }
    order_.clear();
}

}  // namespace tidemark
