#pragma once

#include "sim/cli/expect_file.h"
#include "sim/cli/scenario_run.h"

#include <string>
#include <vector>

namespace tidemark {

enum class TestStatus { pass, fail, diff, inconclusive, error };
std::string_view name_of(TestStatus status);

struct TestOptions {
    bool once{false};    // else everything is run twice
    bool update{false};  // write NAME.expect
};

// One failed or undecided entry of one mode.
struct TestFinding {
    std::string name;  // the expectation's id, "fingerprint", "lesson", an invariant
    std::string mode;  // empty: none in particular
    SourcePosition where;
    std::string message;     // "late.yaml:31:3: all-right: expected 0, got 1"
    std::string again, why;  // commands without the program's name; why may be empty
    TestStatus status{TestStatus::fail};
};

// What became of one scenario. Small: the run itself is gone.
struct TestResult {
    std::string file, id;
    TestStatus status{TestStatus::pass};
    ExitCode code{ExitCode::done};
    std::vector<std::string> modes;
    std::vector<TestFinding> findings;
    std::vector<Diagnostic> problems;  // of a file that is no scenario
    std::vector<std::string> changes;  // of fingerprints
    bool updated{false};               // NAME.expect was written anew
    std::uint64_t seed{0};
    Fingerprints fingerprints;
    std::chrono::microseconds took{};
};

// Runs a scenario as a regression test: its expectations, its lesson's answers, its kept fingerprints.
TestResult test_scenario(const std::string& file, const LoadedScenario& loaded, const TestOptions& options);

}  // namespace tidemark
