#include "sim/scenario/runnable.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {

std::optional<std::string> cannot_run(const Scenario& scenario, const std::vector<std::string>& modes) {
    if (!scenario.clock.until) return "there is no clock.until, so it would never end";
    for (const Mode& mode : scenario.modes) {
        const bool asked = modes.empty() || std::find(modes.begin(), modes.end(), mode.name) != modes.end();
        if (!asked || scenario.log.partitions == 1 || !std::holds_alternative<StreamMode>(mode.settings)) continue;
        return fmt::format("mode {} is a stream, and streams read one partition so far: log.partitions is {}",
                           mode.name, scenario.log.partitions);
    }
    return std::nullopt;
}

}  // namespace tidemark
