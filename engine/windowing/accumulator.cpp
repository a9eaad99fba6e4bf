#include "engine/windowing/accumulator.h"

namespace tidemark {

void Accumulator::add(const AggregateSpec& spec, const Record& record) {
    fold(spec.kind, record.value, count_, number_);
    if (spec.kind == AggregateKind::distinct)
        distinct_.insert(spec.distinct_of == DistinctOf::user ? std::int64_t{record.user.value} : record.value);
    if (spec.kind == AggregateKind::list) list_.push_back(record.value);
    ++count_;
    members_ += scatter(record.id);
}

void Accumulator::merge(const AggregateSpec& spec, const Accumulator& other) {
    if (other.count_ == 0) return;
    if (spec.kind == AggregateKind::count) number_ += other.number_;
    else fold(spec.kind, other.number_, count_, number_);
    distinct_.unite(other.distinct_);
    list_.insert(list_.end(), other.list_.begin(), other.list_.end());
    count_ += other.count_;
    members_ += other.members_;
}

void Accumulator::clear() {
    count_ = 0;
    number_ = 0;
    members_ = 0;
    list_.clear();
    distinct_.clear();
}

AggregateValue Accumulator::value(const AggregateSpec& spec) const {
    AggregateValue value{count_, number_, members_, nullptr};
    if (spec.kind == AggregateKind::distinct) value.number = static_cast<std::int64_t>(distinct_.size());
    if (spec.kind == AggregateKind::list) value.values = std::make_shared<const std::vector<std::int64_t>>(list_);
    return value;
}

void Accumulator::add_to(Digest& digest) const {
    digest.add(count_).add_signed(number_).add(members_).add(distinct_.size()).add(distinct_.digest());
    digest.add(std::uint64_t{list_.size()});
    for (const std::int64_t number : list_)
        digest.add_signed(number);
}

}  // namespace tidemark
