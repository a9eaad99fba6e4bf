#pragma once

#include "sim/cli/scenario_files.h"

#include <string>
#include <vector>

namespace tidemark::testing_scenarios {

// Every scenario file that is shipped, by name.
inline std::vector<std::string> shipped() {
    std::vector<std::string> missing;
    return scenario_files({TIDEMARK_SOURCE_DIR "/scenarios"}, missing);
}

}  // namespace tidemark::testing_scenarios
