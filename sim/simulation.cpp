#include "sim/simulation.h"

#include "engine/invariant.h"
#include "sim/world/fault_plan.h"
#include "sim/world/mode_world.h"

#include <algorithm>

namespace tidemark {

const ModeTrace* Simulation::find(const std::string& mode) const {
    for (const ModeTrace& trace : modes)
        if (trace.mode == mode) return &trace;
    return nullptr;
}

Simulation run(const Scenario& scenario, Seed seed, const RunOptions& options) {
    const auto planned = std::make_shared<const Scenario>(with_drawn_faults(scenario, seed));
    return run(planned, seed, draw_tape(*planned, seed, options.level), options);
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
        if (!wanted) continue;
        ModeRun done = run_mode(*scenario, mode, tape, options.level);
        simulation.modes.push_back(std::move(done.trace));
        for (Sighting& sighting : done.sightings)
            simulation.violations.push_back({std::string{sighting.invariant}, mode.name, sighting.at,
                                             std::move(sighting.message), std::move(sighting.events)});
    }
    return simulation;
}

}  // namespace tidemark
