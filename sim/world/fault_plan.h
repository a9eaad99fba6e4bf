#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/random.h"

#include <memory>
#include <string>
#include <vector>

namespace tidemark {

// The kinds of fault that a random plan can draw.
std::vector<std::string> drawable_faults();

// The scenario with every random plan of its faults replaced by the entries that the seed draws for it, in its place. To
// draw one entry more, or to change what a plan may draw at most, moves no other entry's instant.
Scenario with_drawn_faults(const Scenario& scenario, Seed seed);
// The same; the scenario itself where nothing is to be drawn.
std::shared_ptr<const Scenario> with_drawn_faults(std::shared_ptr<const Scenario> scenario, Seed seed);
bool has_random_faults(const Scenario& scenario);

}  // namespace tidemark
