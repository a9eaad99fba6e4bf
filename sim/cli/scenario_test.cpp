#include "sim/cli/scenario_test.h"

#include "sim/cli/output_files.h"
#include "sim/cli/text.h"
#include "sim/cli/verdict_report.h"
#include "sim/lesson/answer.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

TestStatus worse(TestStatus a, TestStatus b) {
    for (const TestStatus status : {TestStatus::error, TestStatus::fail, TestStatus::diff, TestStatus::inconclusive}) {
        if (a == status || b == status) return status;
    }
    return TestStatus::pass;
}

void add(TestResult& result, TestFinding finding) {
    result.status = worse(result.status, finding.status);
    result.findings.push_back(std::move(finding));
}

void judge_verdicts(const JudgedRun& run, TestResult& result) {
    for (const Verdict& verdict : run.verdicts) {
        if (verdict.outcome == Outcome::pass) continue;
        add(result, {verdict.id, verdict.mode, verdict.where, located(run, verdict), again_command(run, verdict),
                     why_command(run, verdict),
                     verdict.outcome == Outcome::fail ? TestStatus::fail : TestStatus::inconclusive});
    }
    const std::string again = "run " + shell_word(run.request.file) + run.options(true);
    for (const Violation& v : run.violations)
        add(result, {v.invariant, v.mode, {}, to_text(v, run.simulation), again, "", TestStatus::error});
    for (const Violation& v : run.differences) {
        add(result, {v.invariant, v.mode, {}, to_text(v, run.simulation), again + " --twice", "", TestStatus::error});
    }
}

void judge_lesson(const JudgedRun& run, TestResult& result) {
    for (const Diagnostic& problem : lesson_problems(run.request.file, *run.judgement)) {
        add(result, {"lesson", "", problem.at, one_line(problem), "check " + shell_word(run.request.file), "",
                     TestStatus::fail});
        result.code = worst(result.code, ExitCode::expectation_failed);
    }
}

void judge_fingerprints(const JudgedRun& run, const TestOptions& options, TestResult& result) {
    const std::string path = expect_file_of(run.request.file);
    const auto text = read_file(path);
    const std::string now = write_expect(run.simulation);
    if (options.update) {
        if (text == now) return;
        if (const auto problem = write_file(path, now)) {
            add(result, {"fingerprint",
                         "",
                         {},
                         *problem,
                         "test --update " + shell_word(run.request.file),
                         "",
                         TestStatus::error});
            result.code = worst(result.code, ExitCode::bad_usage);
            return;
        }
        result.updated = true;
        return;
    }
    if (!text) return;
    const auto expected = read_expect(*text);
    if (!expected) {
        result.changes = {path + " is no file of fingerprints"};
    } else {
        result.changes = changes(*expected, run.simulation);
    }
    if (result.changes.empty()) return;
    add(result, {"fingerprint",
                 "",
                 {},
                 "changed: " + enumerated(result.changes),
                 "test --update " + shell_word(run.request.file),
                 "",
                 TestStatus::diff});
    result.code = worst(result.code, ExitCode::expectation_failed);
}

}  // namespace

std::string_view name_of(TestStatus status) {
    switch (status) {
        case TestStatus::pass:
            return "PASS";
        case TestStatus::fail:
            return "FAIL";
        case TestStatus::diff:
            return "DIFF";
        case TestStatus::inconclusive:
            return "UNSURE";
        case TestStatus::error:
            return "ERROR";
    }
    return {};
}

TestResult test_scenario(const std::string& file, const LoadedScenario& loaded, const TestOptions& options) {
    TestResult result;
    result.file = file;
    result.problems = loaded.problems;
    if (!loaded.scenario) {
        result.status = TestStatus::error;
        result.code = ExitCode::bad_usage;
        return result;
    }
    result.id = loaded.scenario->id;
    for (const Mode& mode : loaded.scenario->modes)
        result.modes.push_back(mode.name);
    RunRequest request;
    request.file = file;
    request.twice = !options.once;
    if (const auto problem = refusal(*loaded.scenario, request)) {
        add(result, {"clock", "", {}, *problem, "check " + shell_word(file), "", TestStatus::error});
        result.code = ExitCode::bad_usage;
        return result;
    }
    const auto run = run_and_judge(loaded.scenario, request);
    result.code = run->code;
    result.seed = run->simulation.seed.value;
    result.fingerprints = fingerprints_of(run->simulation);
    result.took = run->took;
    judge_verdicts(*run, result);
    judge_lesson(*run, result);
    judge_fingerprints(*run, options, result);
    return result;
}

}  // namespace tidemark
