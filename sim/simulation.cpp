#include "sim/simulation.h"

#include "engine/invariant.h"
#include "sim/world/mode_world.h"

#include <algorithm>

namespace tidemark {

const ModeTrace* Simulation::find(const std::string& mode) const {
    for (const ModeTrace& trace : modes)
        if (trace.mode == mode) return &trace;
    return nullptr;
}

Simulation run(const Scenario& scenario, Seed seed, const RunOptions& options) {
    return run(std::make_shared<const Scenario>(scenario), seed, draw_tape(scenario, seed, options.level), options);
}

Simulation run(std::shared_ptr<const Scenario> scenario, Seed seed, std::shared_ptr<const Tape> tape,
               const RunOptions& options) {
    Simulation simulation;
    simulation.scenario = scenario;
    simulation.seed = seed;
    simulation.level = options.level;
    simulation.tape = tape;
    for (const Mode& mode : scenario->modes) {
        const bool wanted = options.modes.empty() ||
                            std::find(options.modes.begin(), options.modes.end(), mode.name) != options.modes.end();
        if (wanted) simulation.modes.push_back(run_mode(*scenario, mode, tape, options.level));
    }
    return simulation;
}

}  // namespace tidemark
