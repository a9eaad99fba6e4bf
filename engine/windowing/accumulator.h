#pragma once

#include "engine/record.h"
#include "engine/windowing/aggregate.h"
#include "engine/windowing/digest.h"
#include "engine/windowing/number_set.h"

#include <vector>

namespace tidemark {

// Adds `value` to what min, max or a sum has come to over `count` records before it. Sums wrap around at the ends of
// 64 bits, so that any order of the same records gives the same sum.
inline void fold(AggregateKind kind, std::int64_t value, std::uint64_t count, std::int64_t& number) {
    switch (kind) {
        case AggregateKind::count:
            number = static_cast<std::int64_t>(count + 1);
            return;
        case AggregateKind::min:
            number = count == 0 || value < number ? value : number;
            return;
        case AggregateKind::max:
            number = count == 0 || value > number ? value : number;
            return;
        case AggregateKind::sum:
        case AggregateKind::mean:
            number = static_cast<std::int64_t>(static_cast<std::uint64_t>(number) + static_cast<std::uint64_t>(value));
            return;
        case AggregateKind::distinct:
        case AggregateKind::list:
            return;
    }
}

// The running value of any aggregate over the records of one window and key. A plain value.
class Accumulator {
public:
    void add(const AggregateSpec& spec, const Record& record);
    // As if the records of `other` had been added after these.
    void merge(const AggregateSpec& spec, const Accumulator& other);
    void clear();

    std::uint64_t count() const { return count_; }
    std::uint64_t members() const { return members_; }
    AggregateValue value(const AggregateSpec& spec) const;
    // Members of the list or the set: what the state costs beyond one entry.
    std::uint64_t elements() const { return list_.size() + distinct_.size(); }
    void add_to(Digest& digest) const;

private:
    std::uint64_t count_{0};
    std::int64_t number_{0};
    std::uint64_t members_{0};
    std::vector<std::int64_t> list_;
    NumberSet distinct_;
};

}  // namespace tidemark
