#include "sim/campaign/parallel.h"
#include "sim/cli/commands/all.h"
#include "sim/cli/github.h"
#include "sim/cli/json_result.h"
#include "sim/cli/junit.h"
#include "sim/cli/output_files.h"
#include "sim/cli/progress.h"
#include "sim/cli/scenario_files.h"
#include "sim/cli/scenario_test.h"
#include "sim/cli/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <mutex>

namespace tidemark {
namespace {

struct Selected {
    std::string file;
    LoadedScenario loaded;
};

// Scenarios that the tags and patterns ask for. What cannot be read is always asked for: a broken file must not pass
// unseen.
std::vector<Selected> select(const std::vector<std::string>& files, const Arguments& arguments) {
    const std::vector<std::string> tags = arguments.all("--tag"), patterns = arguments.all("--filter");
    std::vector<Selected> selected;
    for (const std::string& file : files) {
        const std::string name = name_of_file(file);
        RunRequest request;
        request.file = file;
        const auto fits = [&](const std::string& pattern) {
            return matches_pattern(name, pattern) || matches_pattern(file, pattern);
        };
        if (!patterns.empty() && std::none_of(patterns.begin(), patterns.end(), fits)) continue;
        LoadedScenario loaded = load_for(request);
        if (loaded.scenario && !tags.empty()) {
            const std::vector<std::string>& has = loaded.scenario->tags;
            const auto tagged = [&](const std::string& tag) {
                return std::find(has.begin(), has.end(), tag) != has.end();
            };
            if (std::none_of(tags.begin(), tags.end(), tagged)) continue;
        }
        selected.push_back({file, std::move(loaded)});
    }
    return selected;
}

Role role_of(TestStatus status) {
    switch (status) {
        case TestStatus::pass:
            return Role::good;
        case TestStatus::diff:
        case TestStatus::inconclusive:
            return Role::warning;
        default:
            return Role::bad;
    }
}

std::string line_of(const TestResult& result, std::size_t name_width, const Arguments& arguments,
                    const Console& console) {
    const Terminal& out = console.out;
    std::string about;
    if (result.status == TestStatus::pass) {
        about = counted(result.modes.size(), "mode") + (arguments.has("--once") ? "" : " × 2 runs");
        if (result.updated) about += ", fingerprints written";
    } else {
        std::vector<std::string> modes;
        for (const TestFinding& finding : result.findings) {
            if (!finding.mode.empty() && std::find(modes.begin(), modes.end(), finding.mode) == modes.end())
                modes.push_back(finding.mode);
        }
        about = joined(modes, ", ");
        if (!result.problems.empty()) about = counted(result.problems.size(), "mistake") + " in the file";
    }
    std::string line = "  " + padded_right(out.paint(role_of(result.status), name_of(result.status)), 6) + " " +
                       padded_right(result.id.empty() ? result.file : result.id, name_width) + "  " + about;
    if (arguments.has("--timing"))
        line += fmt::format("   {}.{} s", result.took.count() / 1'000'000, result.took.count() / 100'000 % 10);
    line.erase(line.find_last_not_of(' ') + 1);
    line += "\n";
    if (!result.problems.empty()) line += render(result.problems, out.colors() ? Colour::on : Colour::off);
    for (std::size_t i = 0; i < result.findings.size(); ++i) {
        const TestFinding& finding = result.findings[i];
        line += "         " + finding.message + "\n";
        const TestFinding* next = i + 1 < result.findings.size() ? &result.findings[i + 1] : nullptr;
        if (next != nullptr && next->again == finding.again && next->why == finding.why)
            continue;  // said once for both
        const bool diff = finding.status == TestStatus::diff;
        line += (diff ? "         accept: " : "         again: ") +
                out.paint(Role::accent, console.command(finding.again)) + "\n";
        if (!finding.why.empty())
            line += "         why:   " + out.paint(Role::accent, console.command(finding.why)) + "\n";
    }
    return line;
}

struct Summary {
    std::size_t passed{0}, failed{0}, inconclusive{0};
    ExitCode code{ExitCode::done};
};
Summary summary_of(const std::vector<TestResult>& results) {
    Summary summary;
    for (const TestResult& result : results) {
        ++(result.status == TestStatus::pass           ? summary.passed
           : result.status == TestStatus::inconclusive ? summary.inconclusive
                                                       : summary.failed);
        summary.code = worst(summary.code, result.code);
    }
    return summary;
}

std::string last_lines(const std::vector<TestResult>& results, std::size_t selected, const Arguments& arguments,
                       const Console& console) {
    const Summary summary = summary_of(results);
    const bool nondeterministic = std::any_of(
        results.begin(), results.end(), [](const TestResult& r) { return r.code == ExitCode::not_deterministic; });
    std::string text;
    if (!console.quiet()) {
        text += "\n" + counted(results.size(), "scenario");
        if (!arguments.has("--once"))
            text +=
                fmt::format(", every run done twice, {}", nondeterministic ? "NOT DETERMINISTIC" : "no nondeterminism");
        if (results.size() < selected)
            text += fmt::format(", {} not run after the first failure", selected - results.size());
        text += "\n";
    }
    text += fmt::format("{} passed, {} failed", summary.passed, summary.failed);
    if (summary.inconclusive > 0) text += fmt::format(", {} inconclusive", summary.inconclusive);
    return text + "\n";
}

std::string as_json(const std::vector<TestResult>& results) {
    nlohmann::json list = nlohmann::json::array();
    for (const TestResult& result : results) {
        nlohmann::json findings = nlohmann::json::array();
        for (const TestFinding& finding : result.findings) {
            findings.push_back({{"name", finding.name},
                                {"mode", finding.mode},
                                {"line", finding.where.line},
                                {"message", finding.message},
                                {"again", "tidemark " + finding.again}});
        }
        for (const Diagnostic& problem : result.problems) {
            findings.push_back({{"name", "scenario"},
                                {"mode", ""},
                                {"line", problem.at.line},
                                {"message", one_line(problem)},
                                {"again", "tidemark check " + shell_word(result.file)}});
        }
        list.push_back({{"file", result.file},
                        {"id", result.id},
                        {"status", std::string(name_of(result.status))},
                        {"seed", result.seed},
                        {"modes", result.modes},
                        {"fingerprints", result.fingerprints},
                        {"findings", std::move(findings)}});
    }
    const Summary summary = summary_of(results);
    return pretty({{"format", "tidemark.test/1"},
                   {"scenarios", std::move(list)},
                   {"passed", summary.passed},
                   {"failed", summary.failed},
                   {"inconclusive", summary.inconclusive},
                   {"exit_code", static_cast<int>(summary.code)}});
}

std::string as_annotations(const std::vector<TestResult>& results) {
    std::vector<Annotation> annotations;
    for (const TestResult& result : results) {
        for (const Diagnostic& problem : result.problems)
            annotations.push_back({problem.file, problem.at, problem.message});
        for (const TestFinding& finding : result.findings) {
            annotations.push_back({result.file, finding.where, finding.message + "\nagain: tidemark " + finding.again});
        }
    }
    return github_annotations(annotations);
}

// Runs them on several threads; tells of each in order, as soon as those before it are known. With `fail_fast` nothing
// after the first failure (in order) is told of, whatever the threads did.
class TestRun {
public:
    TestRun(const std::vector<Selected>& selected, const Arguments& arguments, Console& console)
        : selected_(selected),
          arguments_(arguments),
          console_(console),
          results_(selected.size()),
          done_(selected.size()) {
        for (const Selected& each : selected) {
            name_width_ =
                std::max(name_width_, display_width(each.loaded.scenario ? each.loaded.scenario->id : each.file));
        }
    }

    std::vector<TestResult> run(std::size_t threads) {
        {
            Progress progress(console_.err, "testing", selected_.size(),
                              !console_.quiet() && !console_.out.is_terminal());
            const TestOptions options{arguments_.has("--once"), arguments_.has("--update")};
            const bool fail_fast = arguments_.has("--fail-fast");
            in_parallel(threads, selected_.size(), [&](std::size_t i) {
                if (fail_fast && i > first_failure_) return;
                TestResult result = test_scenario(selected_[i].file, selected_[i].loaded, options);
                const std::lock_guard lock(mutex_);
                if (result.status != TestStatus::pass && i < first_failure_) first_failure_ = i;
                results_[i] = std::move(result);
                done_[i] = true;
                tell(fail_fast);
                progress.done(told_);
            });
        }
        results_.resize(told_);
        return std::move(results_);
    }

private:
    void tell(bool fail_fast) {
        while (told_ < results_.size() && done_[told_] && !(fail_fast && told_ > first_failure_)) {
            const TestResult& result = results_[told_++];
            const bool human = console_.options.format == Format::human;
            if (!human || (console_.quiet() && result.status == TestStatus::pass)) continue;
            console_.out.print(line_of(result, name_width_, arguments_, console_));
            console_.out.flush();
        }
    }

    const std::vector<Selected>& selected_;
    const Arguments& arguments_;
    Console& console_;
    std::vector<TestResult> results_;
    std::vector<char> done_;
    std::size_t told_{0}, name_width_{0};
    std::atomic<std::size_t> first_failure_{SIZE_MAX};
    std::mutex mutex_;
};

ExitCode run_test(const Arguments& arguments, Console& console) {
    std::size_t threads = console.options.threads;
    if (arguments.has("--jobs")) {
        const std::string jobs = arguments.value("--jobs");
        const auto [rest, error] = std::from_chars(jobs.data(), jobs.data() + jobs.size(), threads);
        if (error != std::errc{} || rest != jobs.data() + jobs.size() || threads < 1 || threads > 256) {
            return console.misused(fmt::format("--jobs must be a number of threads from 1 to 256, not '{}'", jobs));
        }
    }
    std::vector<std::string> missing;
    const std::vector<std::string> paths =
        arguments.operands.empty() ? std::vector<std::string>{scenarios_folder()} : arguments.operands;
    const std::vector<std::string> files = scenario_files(paths, missing);
    for (const std::string& path : missing)
        console.misused(fmt::format("there is no {}", path));
    if (!missing.empty() && !arguments.operands.empty()) return ExitCode::bad_usage;
    const std::vector<Selected> selected = select(files, arguments);
    if (selected.empty()) {
        console.misused("nothing was selected to run",
                        files.empty() ? "" : "tidemark list scenarios shows what there is");
        return ExitCode::nothing_selected;
    }
    const std::vector<TestResult> results = TestRun(selected, arguments, console).run(threads);
    switch (console.options.format) {
        case Format::json:
            console.out.print(as_json(results));
            break;
        case Format::github:
            console.out.print(as_annotations(results) + last_lines(results, selected.size(), arguments, console));
            break;
        default:
            console.out.print(last_lines(results, selected.size(), arguments, console));
    }
    ExitCode code = summary_of(results).code;
    if (const std::string path = arguments.value("--junit"); !path.empty()) {
        if (const auto problem = write_file(path, junit_xml(results, arguments.has("--timing"))))
            code = worst(code, console.misused(*problem));
    }
    return code;
}

}  // namespace

Verb test_verb() {
    VerbSpec spec;
    spec.name = "test";
    spec.summary = "scenarios as regression tests";
    spec.operands = "[PATH...]";
    spec.operands_max = 10'000;
    spec.about =
        "Runs scenarios, the folder scenarios where no path is given, and checks their expectations, their lessons' "
        "answers, and their fingerprints where NAME.expect lies beside NAME.yaml. Every run is done twice, and the "
        "two must be the same, bit for bit. PASS, FAIL, DIFF (a fingerprint changed: look why, then accept it with "
        "--update), UNSURE (what the scenario claims to show did not happen), ERROR.";
    spec.options = {
        {"--tag", "T", "only scenarios with this tag", true, {}},
        {"--filter", "GLOB", "only scenarios whose name or path is like this, as in --filter 'late-*'", true, {}},
        {"--jobs", "N", "threads; they never change a result", false, {}},
        {"--update", "", "write NAME.expect: the fingerprints that the next test compares with", false, {}},
        {"--fail-fast", "", "stop at the first that does not pass", false, {}},
        {"--once", "", "run everything once only", false, {}},
        {"--junit", "FILE", "write JUnit XML", false, {}},
        {"--timing", "", "say how long it really took", false, {}},
    };
    spec.examples = {{"test", "all of scenarios"},
                     {"test --filter 'subway-*' --jobs 2", "some of them"},
                     {"test --junit report.xml --format github", "in CI"}};
    return {std::move(spec), run_test, {Format::human, Format::json, Format::github}};
}

}  // namespace tidemark
