#include "sim/world/partitioner.h"

#include "engine/invariant.h"
#include "sim/world/arrival_order.h"
#include "sim/world/random.h"

namespace tidemark {
namespace {

template <class IdType>
std::vector<std::uint16_t> by_name(const NameTable<IdType>& table, std::uint32_t partitions) {
    std::vector<std::uint16_t> partition_of;
    partition_of.reserve(table.size());
    for (std::uint32_t id = 0; id < table.size(); ++id)
        partition_of.push_back(static_cast<std::uint16_t>(hash_of(table.name(IdType{id})) % partitions));
    return partition_of;
}

}  // namespace

Partitioner::Partitioner(const LogSettings& settings, const Names& names)
    : by_{settings.partition_by}, partitions_{settings.partitions} {
    INVARIANT(partitions_ >= 1 && partitions_ <= InFlight::partitions_limit, "a log of {} partitions", partitions_);
    if (partitions_ == 1 || by_ == LogSettings::PartitionBy::round_robin) return;
    partition_of_ =
        by_ == LogSettings::PartitionBy::key ? by_name(names.keys, partitions_) : by_name(names.users, partitions_);
}

}  // namespace tidemark
