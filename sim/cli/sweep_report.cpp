#include "sim/cli/sweep_report.h"

#include "sim/cli/json_result.h"
#include "sim/cli/junit.h"
#include "sim/cli/run_report.h"
#include "sim/cli/text.h"
#include "sim/cli/text_table.h"
#include "sim/cli/version.h"
#include "sim/judge/clock_text.h"
#include "sim/scenario/values.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tidemark {
namespace {

using nlohmann::json;

std::string point_name(const GridPoint& point) {
    std::vector<std::string> words;
    for (const Setting& setting : point)
        words.push_back(setting.path + "=" + setting.value);
    return joined(words, " ");
}

// The arguments that repeat one run, without the program's name. Where all that is wrong concerns one mode, only that.
std::string again_command(const SweepRun& run, const FailedRun& failed) {
    std::string text = "run " + shell_word(run.request.file);
    const std::string& mode = failed.findings.front().mode;
    const bool one_mode = !mode.empty() && std::all_of(failed.findings.begin(), failed.findings.end(),
                                                       [&](const SweepFinding& f) { return f.mode == mode; });
    for (const std::string& wanted : one_mode ? std::vector<std::string>{mode} : run.request.modes)
        text += " --mode " + shell_word(wanted);
    text += fmt::format(" --seed {}", failed.seed);
    for (const std::string& word : run.request.set_words)
        text += " --set " + shell_word(word);
    for (const Setting& setting : run.grid[failed.point])
        text += " --set " + shell_word(setting.path + "=" + setting.value);
    return text;
}

std::string located(const SweepRun& run, const SweepFinding& finding) {
    if (finding.kind == SweepFinding::Kind::broken) return "BROKEN PROMISE " + finding.message;
    return fmt::format("{}:{}:{}: {}: {}", run.request.file, finding.where.line, finding.where.column, finding.name,
                       finding.message);
}

std::string name_of(const Sometimes& probe) {
    return "sometimes " + probe.what + (probe.mode.empty() ? "" : " in " + probe.mode);
}

// In tenths.
std::uint64_t runs_in_10s(const SweepRun& run) {
    return run.result.runs * 10'000'000 / static_cast<std::uint64_t>(std::max<std::int64_t>(1, run.took.count()));
}

// ---- for people
std::string wait_text(std::int64_t us) {
    // Whole milliseconds: finer ones are chance.
    return rounded(
        std::chrono::duration_cast<std::chrono::milliseconds>(ProcessingDuration{static_cast<std::int64_t>(us)}));
}
std::string count_of(std::int64_t number) {
    return number < 0 ? "-" + count_text(static_cast<std::uint64_t>(-number))
                      : count_text(static_cast<std::uint64_t>(number));
}
std::string decimal_of(std::int64_t millionths) { return decimal_text(Millionths{millionths}); }

// "31 s (28 s to 40 s)"; one number where all runs agree.
std::string spread_text(const SweepSpread& spread, std::string (*say)(std::int64_t)) {
    if (spread.count == 0) return "-";
    const std::string median = say(spread.median), min = say(spread.min), max = say(spread.max);
    if (min == max) return median;
    return fmt::format("{} ({} to {})", median, min, max);
}

std::string table_of(const SweepRun& run, const Terminal& out) {
    std::vector<Column> columns;
    if (!run.axes.empty()) columns.push_back({"setting"});
    columns.push_back({"mode"});
    for (const char* title :
         {"failed", "error at the end", "wrong windows", "late lost", "median wait", "final answer"})
        columns.push_back({title, Align::right});
    TextTable table(columns);
    for (std::size_t p = 0; p < run.grid.size(); ++p) {
        std::string setting = point_name(run.grid[p]);
        for (const SweptMode& mode : run.result.points[p].modes) {
            std::vector<TableCell> row;
            if (!run.axes.empty()) row.push_back({setting, Role::accent});
            setting.clear();  // said once for its modes
            row.push_back({mode.mode});
            row.push_back({fmt::format("{} / {}", count_text(mode.failed), count_text(mode.runs)),
                           mode.failed > 0 ? Role::bad : Role::plain});
            row.push_back({spread_text(mode.error, mode.error_in_millionths ? decimal_of : count_of)});
            row.push_back({spread_text(mode.wrong_windows, count_of)});
            row.push_back({spread_text(mode.late_lost, count_of)});
            row.push_back({spread_text(mode.median_wait_us, wait_text)});
            row.push_back({spread_text(mode.final_answer_us, wait_text)});
            table.add(std::move(row));
        }
    }
    if (table.empty()) return {};
    return table.render(out) +
           out.paint(Role::faint, "the middle one of the runs, and from the smallest to the largest\n");
}

std::string failures_of(const SweepRun& run, const Console& console) {
    constexpr std::size_t shown_most = 10, findings_most = 3;
    const std::vector<FailedRun>& failures = run.result.failures;
    if (failures.empty()) return {};
    const std::size_t shown = console.verbose() ? failures.size() : std::min(failures.size(), shown_most);
    std::string text = counted(failures.size(), "failing run");
    if (shown < failures.size()) text += fmt::format(", the first {} (--verbose or --json: all)", shown);
    text += ":\n";
    for (std::size_t i = 0; i < shown; ++i) {
        const FailedRun& failed = failures[i];
        text += "  " + console.out.paint(Role::bad, fmt::format("seed {}", failed.seed));
        const std::string point = point_name(run.grid[failed.point]);
        text += (point.empty() ? "" : "  " + point) + "\n";
        for (std::size_t f = 0; f < failed.findings.size() && (f < findings_most || console.verbose()); ++f)
            text += "    " + located(run, failed.findings[f]) + "\n";
        if (failed.findings.size() > findings_most && !console.verbose())
            text += fmt::format("    and {} more\n", failed.findings.size() - findings_most);
        text += "    again: " + console.out.paint(Role::accent, console.command(again_command(run, failed))) + "\n";
    }
    return text;
}

std::string last_lines(const SweepRun& run, bool timing) {
    const SweepResult& result = run.result;
    std::string text;
    if (result.stopped) {
        text += fmt::format("{} after {} of {} runs\n", run.interrupted ? "interrupted" : "stopped",
                            count_text(result.runs), count_text(run.plan.runs()));
    } else if (!result.never.empty()) {
        std::vector<std::string> names;
        for (const Sometimes& probe : result.never)
            names.push_back(name_of(probe));
        text += fmt::format("inconclusive: in no run was there {}\n", enumerated(names));
    }
    text += fmt::format("{} passed, {} failed", count_text(result.runs - result.failures.size()),
                        count_text(result.failures.size()));
    if (timing) {
        text += fmt::format(" in {}.{} s, {}.{} runs/s", run.took.count() / 1'000'000, run.took.count() / 100'000 % 10,
                            count_text(runs_in_10s(run) / 10), runs_in_10s(run) % 10);
    }
    return text + "\nfingerprint sweep:" + short_fingerprint(result.fingerprint) + "\n";
}

// ---- for programs
json json_of(const SweepSpread& spread) {
    if (spread.count == 0) return nullptr;
    return {{"runs", spread.count}, {"min", spread.min}, {"median", spread.median}, {"max", spread.max}};
}

json json_of(const GridPoint& point) {
    json settings = json::object();
    for (const Setting& setting : point)
        settings[setting.path] = setting.value;
    return settings;
}

json json_of(const SweptPoint& point, const GridPoint& settings) {
    json modes = json::array();
    for (const SweptMode& mode : point.modes) {
        modes.push_back({{"name", mode.mode},
                         {"runs", mode.runs},
                         {"failed", mode.failed},
                         {mode.error_in_millionths ? "error_millionths" : "error", json_of(mode.error)},
                         {"wrong_windows", json_of(mode.wrong_windows)},
                         {"late_lost", json_of(mode.late_lost)},
                         {"median_wait_us", json_of(mode.median_wait_us)},
                         {"final_answer_us", json_of(mode.final_answer_us)}});
    }
    return {
        {"settings", json_of(settings)}, {"runs", point.runs}, {"failed", point.failed}, {"modes", std::move(modes)}};
}

std::string_view name_of(SweepFinding::Kind kind) {
    switch (kind) {
        case SweepFinding::Kind::failed:
            return "failed";
        case SweepFinding::Kind::inconclusive:
            return "inconclusive";
        case SweepFinding::Kind::broken:
            return "broken_promise";
    }
    return {};
}

json json_of(const SweepRun& run, const FailedRun& failed) {
    json findings = json::array();
    for (const SweepFinding& finding : failed.findings) {
        findings.push_back({{"kind", name_of(finding.kind)},
                            {"name", finding.name},
                            {"mode", finding.mode},
                            {"line", finding.where.line},
                            {"message", finding.message}});
    }
    return {{"seed", failed.seed},
            {"settings", json_of(run.grid[failed.point])},
            {"findings", std::move(findings)},
            {"again", "tidemark " + again_command(run, failed)}};
}

}  // namespace

ExitCode code_of(const SweepResult& result, bool interrupted) {
    ExitCode code = interrupted ? ExitCode::interrupted : ExitCode::done;
    if (!result.never.empty() && !result.stopped) code = worst(code, ExitCode::inconclusive);
    for (const FailedRun& failed : result.failures) {
        for (const SweepFinding& finding : failed.findings) {
            code = worst(code, finding.kind == SweepFinding::Kind::broken   ? ExitCode::internal_error
                               : finding.kind == SweepFinding::Kind::failed ? ExitCode::expectation_failed
                                                                            : ExitCode::inconclusive);
        }
    }
    return code;
}

std::string sweep_report(const SweepRun& run, const Console& console, bool timing) {
    if (console.quiet()) return failures_of(run, console) + last_lines(run, timing);
    const SeedRange& seeds = run.plan.seeds;
    std::string text = console.out.paint(Role::strong, run.id) + " · " + counted(seeds.count(), "seed") +
                       fmt::format(" from {}", seeds.from);
    if (!run.axes.empty()) text += " · " + counted(run.grid.size(), "setting");
    text += " · " + counted(run.plan.runs(), "run");
    if (run.plan.level != TraceLevel::full)
        text += fmt::format(" · level {}: invariants that need every record's way are not checked",
                            name_of(run.plan.level));
    text += "\n\n" + table_of(run, console.out) + "\n";
    if (const std::string failures = failures_of(run, console); !failures.empty()) text += failures + "\n";
    return text + last_lines(run, timing);
}

std::string sweep_json(const SweepRun& run, bool timing) {
    const SweepResult& result = run.result;
    json grid = json::array(), points = json::array(), failures = json::array(), never = json::array();
    for (const GridAxis& axis : run.axes)
        grid.push_back({{"key", axis.key}, {"values", axis.values}});
    for (std::size_t p = 0; p < run.grid.size(); ++p)
        points.push_back(json_of(result.points[p], run.grid[p]));
    for (const FailedRun& failed : result.failures)
        failures.push_back(json_of(run, failed));
    for (const Sometimes& probe : result.never)
        never.push_back(name_of(probe));
    json all{{"format", "tidemark.sweep/1"},
             {"version", version},
             {"scenario", run.id},
             {"settings", run.request.set_words},
             {"level", std::string(name_of(run.plan.level))},
             {"seeds", {{"from", run.plan.seeds.from}, {"until", run.plan.seeds.until}}},
             {"grid", std::move(grid)},
             {"runs", result.runs},
             {"runs_planned", run.plan.runs()},
             {"failed", result.failures.size()},
             {"points", std::move(points)},
             {"failures", std::move(failures)},
             {"never", std::move(never)},
             {"fingerprint", to_string(result.fingerprint)},
             {"exit_code", static_cast<int>(run.code)}};
    if (timing) all["timing"] = {{"took_us", run.took.count()}, {"runs_in_10s", runs_in_10s(run)}};
    return pretty(all);
}

std::string sweep_junit(const SweepRun& run, bool timing) {
    // The runs that were made, in order: failures are in the same order.
    std::vector<JUnitSuite> suites(run.grid.size());
    for (std::size_t p = 0; p < run.grid.size(); ++p) {
        const std::string point = point_name(run.grid[p]);
        suites[p].name = run.id + (point.empty() ? "" : " " + point);
    }
    auto failed = run.result.failures.begin();
    for (std::uint64_t number = 0; number < run.result.runs; ++number) {
        const auto point = static_cast<std::size_t>(number % run.grid.size());
        const std::uint64_t seed = run.plan.seeds.from + number / run.grid.size();
        JUnitCase& one = suites[point].cases.emplace_back();
        one.name = fmt::format("seed {}", seed);
        one.class_name = run.id;
        one.file = run.request.file;
        if (failed == run.result.failures.end() || failed->seed != seed || failed->point != point) continue;
        const SweepFinding& first = failed->findings.front();
        one.line = first.where.line;
        one.outcome = JUnitCase::Outcome::skipped;
        one.type = first.name;
        one.message = located(run, first);
        for (const SweepFinding& finding : failed->findings) {
            one.text += located(run, finding) + "\n";
            if (finding.kind == SweepFinding::Kind::broken) one.outcome = JUnitCase::Outcome::error;
            if (finding.kind == SweepFinding::Kind::failed && one.outcome != JUnitCase::Outcome::error)
                one.outcome = JUnitCase::Outcome::failure;
        }
        one.text += "again: tidemark " + again_command(run, *failed) + "\n";
        ++failed;
    }
    if (timing) suites.front().took = run.took;
    return junit_xml(suites);
}

}  // namespace tidemark
