#include "sim/cli/commands/all.h"
#include "sim/cli/json_result.h"
#include "sim/cli/output_files.h"
#include "sim/cli/perfetto_trace.h"
#include "sim/cli/progress.h"
#include "sim/cli/run_report.h"
#include "sim/cli/scenario_run.h"
#include "sim/cli/tables_out.h"

namespace tidemark {
namespace {

ExitCode run_run(const Arguments& arguments, Console& console) {
    const auto read = read_request(arguments.operands.front(), arguments);
    if (const auto* problem = std::get_if<std::string>(&read)) return console.misused(*problem);
    RunRequest request = std::get<RunRequest>(read);
    const std::string trace = arguments.value("--trace");
    if (!trace.empty() && request.level.value_or(TraceLevel::full) != TraceLevel::full)
        return console.misused("--trace shows every record's way: it needs --level full");
    if (!trace.empty()) request.level = TraceLevel::full;
    const auto scenario = load_for(request, console);
    if (!scenario) return ExitCode::bad_usage;
    if (const auto problem = refusal(*scenario, request)) return console.misused(*problem);

    std::unique_ptr<JudgedRun> run;
    {
        const Progress progress(console.err, "running " + scenario->id, 0, !console.quiet());
        run = run_and_judge(scenario, request);
    }
    if (console.json()) {
        console.out.print(json_result(*run));
    } else {
        console.out.print(run_report(*run, console, arguments.has("--timing")));
    }
    if (!trace.empty())
        if (const auto problem = write_file(trace, perfetto_trace(*run)))
            return worst(run->code, console.misused(*problem));
    if (const std::string folder = arguments.value("--out"); !folder.empty()) {
        if (const auto problem = write_outputs(*run, folder)) return worst(run->code, console.misused(*problem));
        if (!run->judgement->knows_answers()) {
            console.err.print(
                "tidemark: level fingerprint keeps no events and no answers: only result.json and resolved.yaml "
                "were written\n");
        }
    }
    return run->code;
}

}  // namespace

Verb run_verb() {
    VerbSpec spec;
    spec.name = "run";
    spec.summary = "run one scenario, in every mode it names";
    spec.operands = "FILE";
    spec.operands_min = spec.operands_max = 1;
    spec.about =
        "Runs the scenario on virtual time and holds every answer against the truth. For each mode it says how many "
        "windows were answered and how many are wrong, what was late, what crashed, and how long readers waited. "
        "Then come the scenario's expectations, PASS or FAIL. FILE may be - for the standard input.";
    spec.options = {
        mode_option(),
        seed_option(),
        set_option(),
        {"--until", "T", "stop the clock at this time", false, {}},
        {"--twice", "", "run it twice; exit 3 if the two runs differ in anything", false, {}},
        {"--out", "DIR", "write events, answers and the result into this folder (help outputs)", false, {}},
        {"--trace", "F.pftrace", "write the run as a trace for Perfetto (ui.perfetto.dev)", false, {}},
        {"--level",
         "L",
         "how much to keep: full, answers or fingerprint. full up to 2 million events, else answers",
         false,
         {"full", "answers", "fingerprint"}},
        {"--timing", "", "say how long it really took", false, {}},
    };
    spec.examples = {{"run scenarios/subway-2358.yaml", "all its modes"},
                     {"run scenarios/subway-2358.yaml --mode stream --set stream.allowed_lateness=30m", "one, changed"},
                     {"run scenarios/subway-2358.yaml --json", "the result for other programs"}};
    return {std::move(spec), run_run, {Format::human, Format::json}};
}

}  // namespace tidemark
