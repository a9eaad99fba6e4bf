#pragma once

#include "sim/campaign/sweep.h"
#include "sim/cli/scenario_run.h"

#include <chrono>
#include <string>
#include <vector>

namespace tidemark {

// A finished sweep with what was asked for.
struct SweepRun {
    RunRequest request;  // file, modes, and the settings that hold at every point
    std::string id;      // of the scenario
    std::vector<GridAxis> axes;
    std::vector<GridPoint> grid;
    SweepPlan plan;
    SweepResult result;
    bool interrupted{false};
    std::chrono::microseconds took{};  // of the real clock; shown only where --timing asks for it
    ExitCode code{ExitCode::done};
};

// From what was found: 70, 1, 5, or 130 after Ctrl-C.
ExitCode code_of(const SweepResult& result, bool interrupted);

// For people: a row for each point and mode, the failing runs with the command that repeats each, and how many there were.
std::string sweep_report(const SweepRun& run, const Console& console, bool timing);
// Format tidemark.sweep/1.
std::string sweep_json(const SweepRun& run, bool timing);
// As JUnit XML: a test suite for each point, a test case for each run.
std::string sweep_junit(const SweepRun& run, bool timing);

}  // namespace tidemark
