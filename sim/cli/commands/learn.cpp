#include "sim/cli/commands/all.h"
#include "sim/cli/progress.h"
#include "sim/cli/scenario_run.h"
#include "sim/cli/terminal_lesson.h"
#include "sim/cli/text.h"
#include "sim/lesson/answer.h"
#include "sim/scenario/diagnostic.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

ExitCode run_learn(const Arguments& arguments, Console& console) {
    RunRequest request;
    request.file = arguments.operands.front();
    if (request.file == "-") {
        return console.misused("a lesson cannot be read from the standard input: your answers come from there",
                               "learn FILE");
    }
    const auto scenario = load_for(request, console);
    if (!scenario) return ExitCode::bad_usage;
    if (!scenario->lesson) {
        return console.misused(fmt::format("{} has no lesson", request.file),
                               console.command("list scenarios") + " shows which scenarios are lessons");
    }
    if (const auto problem = refusal(*scenario, request)) return console.misused(*problem);
    std::unique_ptr<LessonRun> run;
    std::vector<Diagnostic> problems;
    {
        const Progress progress(console.err, "running " + scenario->id, 0, !console.quiet());
        run = run_for_lesson(scenario, {});
        problems = lesson_problems(request.file, run->judgement());
    }
    if (!problems.empty()) {
        console.err.print(render(problems, console.err.colors() ? Colour::on : Colour::off));
        return ExitCode::bad_usage;
    }
    play_lesson(console, request.file, *run);
    return ExitCode::done;
}

}  // namespace

Verb learn_verb() {
    VerbSpec spec;
    spec.name = "learn";
    spec.summary = "a lesson in the terminal";
    spec.operands = "FILE";
    spec.operands_min = spec.operands_max = 1;
    spec.about =
        "Plays the lesson of a scenario, the same steps as in the window: it tells something, asks what you expect, "
        "waits for "
        "your prediction, and only then lets the run answer and explains why. Things to try take settings as --set "
        "does; the "
        "run is done again with them.\n\nAt every prompt ? helps, 'back' goes a step back, 'quit' ends the lesson. "
        "Answers may "
        "come from a file or a pipe, a line for each question; where they end, the lesson stops.";
    spec.examples = {{"learn scenarios/subway-2358.yaml", "the click from the subway"},
                     {"learn scenarios/when-are-you-done.yaml", "the first lesson"}};
    return {std::move(spec), run_learn};
}

}  // namespace tidemark
