#pragma once

#include "sim/judge/expectations.h"
#include "sim/scenario/load.h"
#include "sim/scene/completeness.h"
#include "sim/scene/scene.h"
#include "sim/simulation.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tidemark::gui {

// What is to be run: a file, and what was changed on top of it.
struct RunRequest {
    std::string file;
    std::vector<Setting> settings;
    std::optional<std::uint64_t> seed;  // none: the scenario's
    friend bool operator==(const RunRequest& a, const RunRequest& b);
};

// Where an expectation that does not hold can be looked at.
struct BrokenExpectation {
    std::size_t verdict{0};  // in LoadedRun::verdicts
    ProcessingTime at{};     // when readers saw what was not expected; of what nobody saw, the end
    std::optional<std::size_t> mode;
    std::string selection;  // a mark's id; empty: it is about no event and no window
    std::string words;      // "stream-23: expected 13, got 12 (missing: dan1)"
};

// What it took to make a run, in milliseconds of the wall clock.
struct RunCost {
    double simulated{0}, judged{0};
};

// A finished run and everything that reads it. Made on a worker, then handed to one thread. Never moved: the pictures
// refer to the simulation.
class LoadedRun {
public:
    // Judges the run and prepares a picture of every mode, so that the first one costs nothing on the screen's thread.
    LoadedRun(RunRequest request, std::string text, Simulation simulation);
    LoadedRun(const LoadedRun&) = delete;
    LoadedRun& operator=(const LoadedRun&) = delete;

    const RunRequest& request() const { return request_; }
    const std::string& text() const { return text_; }  // the file, as it was read
    const Scenario& scenario() const { return *simulation_.scenario; }
    const Simulation& simulation() const { return simulation_; }
    const std::vector<Verdict>& verdicts() const { return verdicts_; }
    const std::vector<BrokenExpectation>& broken() const { return broken_; }  // in order of time
    const RunCost& cost() const { return cost_; }
    void note_cost(RunCost cost) { cost_ = cost; }
    // What waiting buys, where modes are told apart by how long they wait; null elsewhere.
    const CompletenessCurve* completeness() const { return completeness_ ? &*completeness_ : nullptr; }
    std::size_t modes() const { return simulation_.modes.size(); }
    // Remember what they have made, so they are not const; they never change the run.
    Scenes& scenes() const { return *scenes_; }
    Judgement& judgement() const { return scenes_->judgement(); }

private:
    RunRequest request_;
    std::string text_;
    Simulation simulation_;
    std::unique_ptr<Scenes> scenes_;
    std::vector<Verdict> verdicts_;
    std::vector<BrokenExpectation> broken_;
    std::optional<CompletenessCurve> completeness_;
    RunCost cost_;
};

// What came of a request: a run, or the reasons why there is none.
struct RunResult {
    RunRequest request;
    std::unique_ptr<LoadedRun> run;    // null where there is none
    std::vector<Diagnostic> problems;  // the file's mistakes, or the settings'
    std::string refusal;               // a sentence: why a scenario without mistakes cannot be run
};

// Loads, runs and judges. Asks `cancelled` between the modes; a cancelled request gives neither a run nor a reason. Does
// not throw: an invariant of ours that broke is a refusal.
// What the run `before` has done already is taken from it: its tape where all that is drawn is the same, and each mode
// that has the same settings too. A run is a pure function: nobody can tell.
RunResult load_and_run(const RunRequest& request, const std::function<bool()>& cancelled,
                       const LoadedRun* before = nullptr);

}  // namespace tidemark::gui
