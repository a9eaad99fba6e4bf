#pragma once

#include "engine/names.h"
#include "sim/scenario/scenario.h"
#include "sim/world/source_names.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidemark {

// Whom of one source a fault on the tape hits, and when. All of the source's users, or some; all partitions of the log,
// or one.
struct Reach {
    std::uint32_t fault{0};  // index in Scenario::faults
    ProcessingTime from{}, until{};
    ProcessingTime since{};   // `from`, or the clock's start where that is earlier than anything
    std::vector<bool> users;  // by number in the source; empty: all
    std::optional<std::uint32_t> partition;

    bool covers(ProcessingTime at) const { return from <= at && at < until; }
    bool hits(std::uint32_t user) const { return users.empty() || users[user]; }
    bool hits(std::uint32_t user, std::uint32_t of_partition) const {
        return hits(user) && (!partition || *partition == of_partition);
    }
    bool hits(std::uint32_t user, std::uint32_t of_partition, ProcessingTime at) const {
        return covers(at) && hits(user, of_partition);
    }
};

// "log.3" -> 3; nothing for other targets.
std::optional<std::uint32_t> partition_in_target(const std::string& target);
// Whether a fault's target names the whole source: all, its cohort, its name.
bool names_source(const std::string& target, const Source& source);
// Whether it is known to the scenario at all: all, a source, a user, a partition of its log.
bool is_target_on_tape(const std::string& target, const Scenario& scenario);

// The reach of the fault of this number for a source; nothing where it does not concern it. The target is known.
std::optional<Reach> reach_of(const Scenario& scenario, std::uint32_t fault, const Source& source,
                              const SourceCast& cast, const Names& names);

}  // namespace tidemark
