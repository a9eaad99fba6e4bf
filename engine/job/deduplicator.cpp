#include "engine/job/deduplicator.h"

#include "engine/mix.h"

namespace tidemark {

bool Deduplicator::is_first(const Record& record) {
    const bool first = known_.try_emplace(record.id, record.at).second;
    if (first && how_.within) in_order_.emplace(record.at, record.id);
    return first;
}

void Deduplicator::forget(EventTime watermark) {
    if (!how_.within) return;
    while (!in_order_.empty() && saturating_add(in_order_.begin()->first, *how_.within) <= watermark) {
        known_.erase(in_order_.begin()->second);
        in_order_.erase(in_order_.begin());
    }
}

std::uint64_t Deduplicator::digest() const {
    std::uint64_t sum = 0;  // the order of ids is theirs, so a sum over them says it all
    for (const auto& [id, at] : known_)
        sum += mix(scatter(id) ^ static_cast<std::uint64_t>(at.time_since_epoch().count()));
    return sum;
}

}  // namespace tidemark
