#pragma once

#include "sim/scenario/scenario.h"

#include <array>
#include <string_view>

namespace tidemark {

// `costs: default`: what work takes when a scenario wants time to pass but names no figures. One table; orders of
// magnitude, each with its source, and none of them a measurement of your cluster.
Costs default_costs();

// The table in words, for the documentation.
struct CostSource {
    std::string_view name;   // the key in a scenario
    std::string_view value;  // as a scenario writes it
    std::string_view source;
};
const std::array<CostSource, 8>& cost_sources();

}  // namespace tidemark
