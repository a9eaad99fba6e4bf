#include "sim/judge/checks.h"
#include "sim/judge/fault_effects.h"
#include "sim/judge/judgement.h"

#include <fmt/format.h>

namespace tidemark {

// Of the plan as a whole: reported with the first mode.
void check_fault_effective(Judgement& judgement, std::size_t mode, Found& found) {
    if (mode != 0) return;
    const Scenario& scenario = judgement.scenario();
    for (std::uint32_t fault = 0; fault < scenario.faults.size() && !found.enough(); ++fault) {
        if (times_effective(judgement.simulation(), fault) != 0) continue;
        found.report(
            scenario.faults[fault].at.value_or(scenario.clock.from),
            fmt::format("the {} did nothing: it is vacuous", fault_in_words(scenario.faults[fault], scenario.clock)));
    }
}

}  // namespace tidemark
