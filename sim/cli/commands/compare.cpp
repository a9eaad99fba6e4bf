#include "sim/cli/commands/all.h"
#include "sim/cli/comparison_report.h"
#include "sim/cli/json_result.h"
#include "sim/cli/progress.h"
#include "sim/cli/text.h"
#include "sim/cli/verdict_report.h"
#include "sim/scenario/diagnostic.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tidemark {
namespace {

std::vector<std::string> split_at_commas(const std::string& text) {
    std::vector<std::string> parts{""};
    for (const char c : text) {
        if (c == ',') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

std::string comparison_json(const JudgedRun& run) {
    nlohmann::json modes = nlohmann::json::array();
    for (std::size_t mode = 0; mode < run.simulation.modes.size(); ++mode) {
        const ModeMetrics& m = run.judgement->metrics(mode);
        modes.push_back({{"name", m.mode}, {"kind", m.kind}, {"metrics", json_of(m)}});
    }
    return pretty({{"format", "tidemark.comparison/1"},
                   {"scenario", run.scenario->id},
                   {"seed", run.simulation.seed.value},
                   {"events", run.simulation.tape->generated},
                   {"modes", std::move(modes)},
                   {"sentences", comparison_sentences(run)}});
}

ExitCode run_compare(const Arguments& arguments, Console& console) {
    auto read = read_request(arguments.operands.front(), arguments);
    if (const auto* problem = std::get_if<std::string>(&read)) return console.misused(*problem);
    RunRequest& request = std::get<RunRequest>(read);
    if (arguments.has("--modes")) request.modes = split_at_commas(arguments.value("--modes"));

    std::vector<const ComparedMetric*> metrics;
    for (const std::string& wanted : arguments.all("--metric")) {
        std::vector<std::string> names;
        for (const ComparedMetric& metric : compared_metrics()) {
            names.push_back(metric.name);
            if (metric.name == wanted) metrics.push_back(&metric);
        }
        if (metrics.empty() || metrics.back()->name != wanted) {
            return console.misused(fmt::format("there is no metric '{}'", wanted), suggest(wanted, names));
        }
    }
    const auto scenario = load_for(request, console);
    if (!scenario) return ExitCode::bad_usage;
    if (const auto problem = refusal(*scenario, request)) return console.misused(*problem);
    std::unique_ptr<JudgedRun> run;
    {
        const Progress progress(console.err, "comparing " + scenario->id, 0, !console.quiet());
        run = run_and_judge(scenario, request);
    }
    // A table for people leaves out what says nothing; programs want the same columns always.
    if (metrics.empty() && console.options.format == Format::csv)
        for (std::size_t i = 0; i < usual_count; ++i)
            metrics.push_back(&compared_metrics()[i]);
    if (metrics.empty()) metrics = usual_metrics(*run->judgement);
    switch (console.options.format) {
        case Format::json:
            console.out.print(comparison_json(*run));
            break;
        case Format::csv:
            console.out.print(comparison_csv(*run, metrics));
            break;
        case Format::markdown:
            console.out.print(comparison_markdown(*run, metrics));
            break;
        default:
            console.out.print(comparison_report(*run, metrics, console));
    }
    // Comparing judges no expectation; only a broken promise of Tidemark makes the table worthless.
    console.err.print(broken_promises(*run, console));
    return run->violations.empty() ? ExitCode::done : ExitCode::internal_error;
}

}  // namespace

Verb compare_verb() {
    VerbSpec spec;
    spec.name = "compare";
    spec.summary = "the modes side by side: who was right, when, at what cost";
    spec.operands = "FILE";
    spec.operands_min = spec.operands_max = 1;
    std::vector<std::string> names;
    for (const ComparedMetric& metric : compared_metrics())
        names.push_back(metric.name);
    spec.about =
        "Runs every mode of the scenario on the same events and shows one table. First answer: the longest time from a "
        "window's end to its first answer; final answer: to its last.\n\nMetrics: " +
        joined(names, ", ") + ".";
    spec.options = {
        {"--modes", "A,B", "only these modes", false, {}},
        {"--metric", "NAME", "this column instead of the usual ones", true, {}},
        seed_option(),
        set_option(),
    };
    spec.examples = {
        {"compare scenarios/subway-2358.yaml", "the usual table"},
        {"compare scenarios/subway-2358.yaml --format markdown", "for a wiki page"},
        {"compare scenarios/subway-2358.yaml --modes stream,micro --metric state_peak", "two modes, one column"}};
    return {std::move(spec), run_compare, {Format::human, Format::json, Format::csv, Format::markdown}};
}

}  // namespace tidemark
