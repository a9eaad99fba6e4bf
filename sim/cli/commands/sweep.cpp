#include "sim/cli/commands/all.h"
#include "sim/cli/interrupt.h"
#include "sim/cli/output_files.h"
#include "sim/cli/progress.h"
#include "sim/cli/sweep_report.h"
#include "sim/cli/text.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/values.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::uint64_t points_most = 10'000;

std::optional<std::string> read_number(const Arguments& arguments, std::string_view option, std::uint64_t most,
                                       std::string_view what, std::uint64_t& number) {
    if (!arguments.has(option)) return std::nullopt;
    const std::string text = arguments.value(option);
    const Parsed<std::uint64_t> parsed = unsigned_from(text);
    if (!parsed.value || *parsed.value < 1 || *parsed.value > most)
        return fmt::format("{} must be a number of {} from 1 to {}, not '{}'", option, what, most, text);
    number = *parsed.value;
    return std::nullopt;
}

// What was asked for, as far as the words say it. A mistake is a sentence.
std::optional<std::string> read_words(const Arguments& arguments, const Console& console, SweepRun& run) {
    auto request = read_request(arguments.operands.front(), arguments);
    if (const auto* problem = std::get_if<std::string>(&request)) return *problem;
    run.request = std::move(std::get<RunRequest>(request));
    if (run.request.file == "-") return "sweep needs a file: the commands that repeat a failing run name it";
    const auto seeds = parse_seeds(arguments.value("--seeds", "0..100"));
    if (const auto* problem = std::get_if<std::string>(&seeds)) return *problem;
    run.plan.seeds = std::get<SeedRange>(seeds);
    for (const std::string& text : arguments.all("--grid")) {
        const auto axis = parse_axis(text);
        if (const auto* problem = std::get_if<std::string>(&axis)) return *problem;
        run.axes.push_back(std::get<GridAxis>(axis));
        const std::string& key = run.axes.back().key;
        const auto same = [&](const auto& other) { return other.key == key; };
        if (std::count_if(run.axes.begin(), run.axes.end(), same) > 1)
            return fmt::format("--grid has {} twice: write its values in one, {}=A,B,C", key, key);
        for (const Setting& setting : run.request.settings)
            if (setting.path == key) return fmt::format("--set and --grid both say {}", key);
    }
    if (count_points(run.axes, points_most + 1) > points_most)
        return fmt::format("the grid has more than {} combinations", points_most);
    run.grid = grid_points(run.axes);
    std::uint64_t threads = console.options.threads, failures = 0;
    if (auto problem = read_number(arguments, "--jobs", 256, "threads", threads)) return problem;
    run.plan.threads = static_cast<std::size_t>(threads);
    if (auto problem = read_number(arguments, "--max-failures", UINT64_MAX, "runs", failures)) return problem;
    if (failures > 0) run.plan.failures_max = failures;
    run.plan.modes = run.request.modes;
    if (run.plan.seeds.count() > UINT64_MAX / run.grid.size()) return "these are more runs than can be counted";
    return std::nullopt;
}

// The mistakes of a point; those in its settings are shown as they were typed.
ExitCode refused(std::vector<Diagnostic> problems, const GridPoint& point, Console& console) {
    for (Diagnostic& problem : problems) {
        for (const Setting& setting : point) {
            const std::string typed = setting.path + "=" + setting.value;
            if (problem.file == "--set " + typed) problem.file = "--grid " + typed;
        }
    }
    console.err.print(render(problems, console.err.colors() ? Colour::on : Colour::off));
    console.err.print(counted(problems.size(), "mistake") + "\n");
    return ExitCode::bad_usage;
}

ExitCode run_sweep(const Arguments& arguments, Console& console) {
    SweepRun run;
    if (const auto problem = read_words(arguments, console, run)) return console.misused(*problem);
    for (const GridPoint& point : run.grid) {
        RunRequest request = run.request;
        request.settings.insert(request.settings.end(), point.begin(), point.end());
        LoadedScenario loaded = load_for(request);
        if (!loaded.scenario) return refused(std::move(loaded.problems), point, console);
        if (const auto problem = refusal(*loaded.scenario, request)) return console.misused(*problem);
        run.plan.points.push_back(std::move(loaded.scenario));
    }
    run.id = run.plan.points.front()->id;
    run.plan.level = run.request.level.value_or(usual_level(run.plan.points));

    const auto started = std::chrono::steady_clock::now();
    {
        const StopOnInterrupt interrupt;
        Progress progress(console.err, "sweeping " + run.id, run.plan.runs(), !console.quiet());
        run.result = sweep(run.plan, [&](std::uint64_t runs, std::uint64_t failed) {
            progress.done(runs, failed == 0 ? "" : fmt::format("{} failed", failed));
            return !interrupt.requested();
        });
        run.interrupted = interrupt.requested() && run.result.stopped;
    }
    run.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
    run.code = code_of(run.result, run.interrupted);

    const bool timing = arguments.has("--timing");
    console.out.print(console.json() ? sweep_json(run, timing) : sweep_report(run, console, timing));
    if (const std::string path = arguments.value("--junit"); !path.empty()) {
        if (const auto problem = write_file(path, sweep_junit(run, timing)))
            return worst(run.code, console.misused(*problem));
    }
    return run.code;
}

}  // namespace

Verb sweep_verb() {
    VerbSpec spec;
    spec.name = "sweep";
    spec.summary = "one scenario with many seeds and settings";
    spec.operands = "FILE";
    spec.operands_min = spec.operands_max = 1;
    spec.about =
        "Runs the scenario with every seed from A up to, but without, B, at every combination of the grid's settings, "
        "on "
        "several threads: each run is a world of its own, and threads change nothing of what is printed. Every run is "
        "held against the scenario's expectations and against the promises of Tidemark; what fails is listed with the "
        "command that repeats it. For each setting and mode the table says how far the answers were off at the end and "
        "how long readers waited: the middle one of the runs, the smallest and the largest. An entry of `sometimes` "
        "must "
        "happen in one run of all. Ctrl-C stops and shows what is known; a second one ends at once.";
    spec.options = {
        {"--seeds", "A..B", "seeds from A up to, but without, B; 0..100 where not given", false, {}},
        {"--grid", "K=V1,V2", "every one of these values of a key; several grids make all combinations", true, {}},
        mode_option(),
        set_option(),
        {"--until", "T", "stop the clock at this time", false, {}},
        {"--jobs",
         "N",
         "threads, as many as there are processors where not given; they never change a result",
         false,
         {}},
        {"--max-failures", "N", "stop after so many failing runs", false, {}},
        {"--level",
         "L",
         "how much each run keeps: full, answers or fingerprint. full up to 20 000 events, else what is needed",
         false,
         {"full", "answers", "fingerprint"}},
        {"--junit", "FILE", "write JUnit XML, a test case for each run", false, {}},
        {"--timing", "", "say how long it really took", false, {}},
    };
    spec.examples = {{"sweep scenarios/rush-hour.yaml --seeds 0..20", "does it hold whatever the chance?"},
                     {"sweep scenarios/rush-hour.yaml --seeds 0..5 --grid stream.watermark.delay=1s,30s",
                      "what waiting longer costs, and what it saves"}};
    return {std::move(spec), run_sweep, {Format::human, Format::json}};
}

}  // namespace tidemark
