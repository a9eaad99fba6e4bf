#pragma once

#include "sim/scenario/scenario.h"

#include <optional>
#include <string>
#include <vector>

namespace tidemark {

// Why a scenario that is free of mistakes cannot be run all the same, as a sentence: it has no end, or one of the modes
// asked for is more than runs can do yet. `modes` empty: all of them. `run` must not be called then.
std::optional<std::string> cannot_run(const Scenario& scenario, const std::vector<std::string>& modes = {});

}  // namespace tidemark
