#include "gui/loaded_run.h"

#include "sim/scenario/runnable.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace tidemark::gui {
namespace {

bool same(const Setting& a, const Setting& b) { return a.path == b.path && a.value == b.value; }

// Mode by mode on one tape, so that a request which nobody waits for any more ends early.
std::optional<Simulation> run_modes(const std::shared_ptr<const Scenario>& scenario, Seed seed,
                                    const std::function<bool()>& cancelled) {
    std::optional<Simulation> all;
    for (const Mode& mode : scenario->modes) {
        if (cancelled()) return std::nullopt;
        RunOptions options;
        options.modes = {mode.name};
        Simulation one = all ? run(scenario, seed, all->tape, options) : run(*scenario, seed, options);
        if (!all) {
            all = std::move(one);
            all->scenario = scenario;
        } else {
            for (ModeTrace& trace : one.modes)
                all->modes.push_back(std::move(trace));
            for (Violation& violation : one.violations)
                all->violations.push_back(std::move(violation));
        }
    }
    return all;
}

}  // namespace

bool operator==(const RunRequest& a, const RunRequest& b) {
    return a.file == b.file && a.seed == b.seed &&
           std::equal(a.settings.begin(), a.settings.end(), b.settings.begin(), b.settings.end(), same);
}

LoadedRun::LoadedRun(RunRequest request, std::string text, Simulation simulation)
    : request_(std::move(request)), text_(std::move(text)), simulation_(std::move(simulation)) {
    scenes_ = std::make_unique<Scenes>(simulation_);
    verdicts_ = judge_expectations(scenes_->judgement());
    for (std::size_t mode = 0; mode < modes(); ++mode)
        scenes_->at(scenes_->whole(mode));
    if (delays_compared(scenario()) > 2) completeness_ = completeness_curve(scenes_->judgement());
}

RunResult load_and_run(const RunRequest& request, const std::function<bool()>& cancelled) {
    RunResult result;
    result.request = request;
    try {
        Loaded loaded = load_scenario_file(request.file, request.settings);
        result.problems = std::move(loaded.problems);
        if (!loaded.scenario) return result;
        const auto scenario = std::make_shared<const Scenario>(std::move(*loaded.scenario));
        if (const auto sentence = cannot_run(*scenario)) {
            result.refusal = fmt::format("{}: {}", scenario->id, *sentence);
            return result;
        }
        if (scenario->modes.empty()) {
            result.refusal = fmt::format("{} names no modes: there is nothing to run", scenario->id);
            return result;
        }
        auto simulation = run_modes(scenario, Seed{request.seed.value_or(scenario->seed)}, cancelled);
        if (!simulation || cancelled()) return result;
        result.run = std::make_unique<LoadedRun>(request, std::move(loaded.text), std::move(*simulation));
    } catch (const std::exception& problem) {
        result.run = nullptr;
        result.refusal = fmt::format("this is a mistake of Tidemark, not of the scenario: {}", problem.what());
    }
    return result;
}

}  // namespace tidemark::gui
