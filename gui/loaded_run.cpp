#include "gui/loaded_run.h"

#include "gui/broken.h"
#include "sim/scenario/runnable.h"
#include "sim/world/fault_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace tidemark::gui {
namespace {

bool same(const Setting& a, const Setting& b) { return a.path == b.path && a.value == b.value; }

// The scenario with these modes alone, as text: whatever a run depends on stands in it.
std::string with_modes(const Scenario& scenario, std::vector<Mode> modes) {
    Scenario other = scenario;
    other.modes = std::move(modes);
    other.expect.clear();
    other.sometimes.clear();
    other.lesson.reset();
    return resolved(other);
}

// What an earlier run knows of this one.
class Known {
public:
    Known(const Scenario& scenario, Seed seed, const LoadedRun* before) : scenario_(scenario), before_(before) {
        if (before_ == nullptr) return;
        const Simulation& there = before_->simulation();
        if (there.seed.value != seed.value || with_modes(*there.scenario, {}) != with_modes(scenario, {}))
            before_ = nullptr;
    }
    std::shared_ptr<const Tape> tape() const { return before_ == nullptr ? nullptr : before_->simulation().tape; }
    const ModeTrace* trace_of(const Mode& mode) const {
        if (before_ == nullptr) return nullptr;
        const Simulation& there = before_->simulation();
        for (std::size_t i = 0; i < there.modes.size(); ++i)
            if (there.modes[i].mode == mode.name &&
                with_modes(*there.scenario, {there.scenario->modes[i]}) == with_modes(scenario_, {mode}))
                return &there.modes[i];
        return nullptr;
    }
    const std::vector<Violation>& violations() const { return before_->simulation().violations; }

private:
    const Scenario& scenario_;
    const LoadedRun* before_;
};

// Mode by mode on one tape, so that a request which nobody waits for any more ends early.
std::optional<Simulation> run_modes(const std::shared_ptr<const Scenario>& written, Seed seed,
                                    const std::function<bool()>& cancelled, const LoadedRun* before) {
    const auto scenario = with_drawn_faults(written, seed);
    const Known known(*scenario, seed, before);
    std::optional<Simulation> all;
    if (known.tape()) {
        all.emplace();
        all->scenario = scenario;
        all->seed = seed;
        all->tape = known.tape();
    }
    for (const Mode& mode : scenario->modes) {
        if (cancelled()) return std::nullopt;
        if (const ModeTrace* trace = known.trace_of(mode)) {
            all->modes.push_back(*trace);
            for (const Violation& violation : known.violations())
                if (violation.mode == mode.name) all->violations.push_back(violation);
            continue;
        }
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
    broken_ = broken_expectations(*this);
    for (std::size_t mode = 0; mode < modes(); ++mode)
        scenes_->at(scenes_->whole(mode));
    if (delays_compared(scenario()) > 2) completeness_ = completeness_curve(scenes_->judgement());
}

RunResult load_and_run(const RunRequest& request, const std::function<bool()>& cancelled, const LoadedRun* before) {
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
        using Stopwatch = std::chrono::steady_clock;
        const auto begun = Stopwatch::now();
        auto simulation = run_modes(scenario, Seed{request.seed.value_or(scenario->seed)}, cancelled, before);
        if (!simulation || cancelled()) return result;
        const auto simulated = Stopwatch::now();
        result.run = std::make_unique<LoadedRun>(request, std::move(loaded.text), std::move(*simulation));
        using Milliseconds = std::chrono::duration<double, std::milli>;
        result.run->note_cost(
            {Milliseconds{simulated - begun}.count(), Milliseconds{Stopwatch::now() - simulated}.count()});
    } catch (const std::exception& problem) {
        result.run = nullptr;
        result.refusal = fmt::format("this is a mistake of Tidemark, not of the scenario: {}", problem.what());
    }
    return result;
}

}  // namespace tidemark::gui
