#pragma once

#include "sim/cli/verb.h"
#include "sim/judge/expectations.h"
#include "sim/judge/invariants.h"
#include "sim/judge/judgement.h"
#include "sim/scenario/load.h"
#include "sim/simulation.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tidemark {

// What the options of `run`, `compare`, `explain` and `test` ask for.
struct RunRequest {
    std::string file;
    std::vector<Setting> settings;
    std::vector<std::string> set_words;  // the settings as they were typed
    std::vector<std::string> modes;      // empty: all
    std::optional<std::uint64_t> seed;   // empty: the scenario's
    std::optional<TraceLevel> level;     // empty: as much as is sensible
    bool twice{false};
};

// Reads --mode, --seed, --set, --until and --level, those that were given. A mistake is a sentence.
std::variant<RunRequest, std::string> read_request(const std::string& file, const Arguments& arguments);

// What several verbs offer alike.
OptionSpec mode_option();
OptionSpec seed_option();
OptionSpec set_option();

// A run that was judged. Never moved once made: the judgement refers to the simulation.
struct JudgedRun {
    RunRequest request;
    std::shared_ptr<const Scenario> whole;     // as the file says
    std::shared_ptr<const Scenario> scenario;  // without expectations on modes that were not asked for
    Simulation simulation;
    std::unique_ptr<Judgement> judgement;
    std::vector<Verdict> verdicts;       // on what ran, in the order of the scenario
    std::size_t left_out{0};             // expectations on modes that were not asked for
    std::vector<Violation> violations;   // promises of Tidemark that did not hold
    std::vector<Violation> differences;  // between the two runs of `twice`
    bool level_reduced{false};           // there were too many events to keep every record's way
    std::chrono::microseconds took{};    // of the real clock; shown only where --timing asks for it
    ExitCode code{ExitCode::done};

    // Options that make another call see this same run: "--mode stream --seed 7 --set a=b".
    std::string options(bool with_modes) const;
};

// The mistakes of a file, printed on stderr; nothing where it is a scenario.
std::shared_ptr<const Scenario> load_for(const RunRequest& request, Console& console);
// As load_for, but the mistakes are returned.
struct LoadedScenario {
    std::shared_ptr<const Scenario> scenario;
    std::vector<Diagnostic> problems;
};
LoadedScenario load_for(const RunRequest& request);

// Why this scenario cannot be run as asked: an unknown mode, no `until`. Nothing where it can.
std::optional<std::string> refusal(const Scenario& scenario, const RunRequest& request);

// Runs and judges. `scenario` must have no refusal.
std::unique_ptr<JudgedRun> run_and_judge(std::shared_ptr<const Scenario> scenario, RunRequest request);

}  // namespace tidemark
