#include "engine/windowing/number_set.h"

#include "engine/ids.h"

namespace tidemark {
namespace {

std::uint64_t scattered(std::int64_t number) { return scatter(EventId{static_cast<std::uint64_t>(number)}); }

// The place of `number`, or the empty one where it belongs. At least one place is empty.
std::size_t place_of(const std::vector<std::int64_t>& slots, std::int64_t number) {
    const std::size_t mask = slots.size() - 1;
    std::size_t place = static_cast<std::size_t>(scattered(number)) & mask;
    while (slots[place] != 0 && slots[place] != number)
        place = (place + 1) & mask;
    return place;
}

}  // namespace

bool NumberSet::insert(std::int64_t number) {
    if (number == 0) {
        if (has_zero_) return false;
        has_zero_ = true;
    } else {
        if (slots_.empty() || size_ * 2 >= slots_.size()) grow();
        std::int64_t& slot = slots_[place_of(slots_, number)];
        if (slot == number) return false;
        slot = number;
        ++size_;
    }
    digest_ += scattered(number);
    return true;
}

void NumberSet::unite(const NumberSet& other) {
    if (other.has_zero_) insert(0);
    for (const std::int64_t number : other.slots_)
        if (number != 0) insert(number);
}

void NumberSet::clear() { *this = NumberSet{}; }

void NumberSet::grow() {
    std::vector<std::int64_t> larger(slots_.empty() ? 8 : slots_.size() * 2, 0);
    for (const std::int64_t number : slots_)
        if (number != 0) larger[place_of(larger, number)] = number;
    slots_ = std::move(larger);
}

}  // namespace tidemark
