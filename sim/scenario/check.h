#pragma once

#include "sim/scenario/reader.h"

namespace tidemark {

// What no single key can see: whether the parts of a scenario fit together. Parts in which mistakes were found already
// are left alone. `root` is the tree that `scenario` was read from: it says where things stand.
void check_scenario(Reader& reader, const Node& root, Scenario& scenario);

}  // namespace tidemark
