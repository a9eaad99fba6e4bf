#pragma once

#include "engine/names.h"
#include "engine/record.h"
#include "sim/scenario/scenario.h"

#include <cstdint>
#include <vector>

namespace tidemark {

// Chooses the partition of the log by a hash of the name of a record's key or user: of the name, so that a source more
// moves nobody else's records. Records that have none, and all where told so, go round.
class Partitioner {
public:
    Partitioner(const LogSettings& settings, const Names& names);
    // `number`: of the event in its source. Copies of an event stay together.
    std::uint32_t operator()(const Record& record, std::uint32_t number) const {
        if (partitions_ == 1) return 0;
        const std::uint32_t id = by_ == LogSettings::PartitionBy::key ? record.key.value : record.user.value;
        if (by_ == LogSettings::PartitionBy::round_robin || id == 0) return number % partitions_;
        return partition_of_[id];
    }

private:
    LogSettings::PartitionBy by_;
    std::uint32_t partitions_;
    std::vector<std::uint16_t> partition_of_;  // by id
};

}  // namespace tidemark
