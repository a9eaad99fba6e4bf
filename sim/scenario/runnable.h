#pragma once

#include "sim/scenario/scenario.h"

#include <memory>
#include <optional>
#include <string>

namespace tidemark {

// Why a scenario that is free of mistakes cannot be run all the same, as a sentence: it has no end. `run` must not be
// called then.
std::optional<std::string> cannot_run(const Scenario& scenario);

// How many events the sources will make, about.
std::uint64_t expected_events(const Scenario& scenario);

// The scenario with those expectations and probes only that these modes can answer; itself where `modes` is empty.
// Counts the others into `left_out`.
std::shared_ptr<const Scenario> restricted_to(const std::shared_ptr<const Scenario>& scenario,
                                              const std::vector<std::string>& modes, std::size_t& left_out);

}  // namespace tidemark
