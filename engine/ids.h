#pragma once

#include "engine/mix.h"

#include <compare>
#include <cstdint>

namespace tidemark {

// A number that names one kind of thing; ids of different kinds do not mix. A plain value with a total order.
template <class Tag, class Number = std::uint32_t>
struct Id {
    using number_type = Number;
    Number value{};
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

// A generated event: dense, in the order in which the sources of a scenario generate. Re-sends of one event under the
// same id share it.
using EventId = Id<struct EventTag, std::uint64_t>;
// A position in a partition of the log: dense from 0.
using Offset = Id<struct OffsetTag, std::uint64_t>;
// A key, a user: interned, in the order of first mention. The names are in the tape.
using KeyId = Id<struct KeyTag>;
using UserId = Id<struct UserTag>;
using PartitionId = Id<struct PartitionTag>;
// Something that runs and can crash: a task, a driver, a job, a coordinator. Dense within one mode of a run.
using ProcessId = Id<struct ProcessTag>;
using CheckpointId = Id<struct CheckpointTag>;
using BatchId = Id<struct BatchTag, std::int64_t>;

// Scatters ids over 64 bits, one to one, so that sums of scattered ids of different sets of events differ. `members` of
// aggregates and the double entry of the ledger are such sums, modulo 2^64.
constexpr std::uint64_t scatter(EventId id) { return mix(id.value + golden); }

}  // namespace tidemark
