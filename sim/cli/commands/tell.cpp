#include "sim/cli/commands/all.h"
#include "sim/cli/json_result.h"
#include "sim/cli/picture_run.h"

#include <nlohmann/json.hpp>

namespace tidemark {
namespace {

ExitCode run_tell(const Arguments& arguments, Console& console) {
    auto made = run_for_picture(arguments, console);
    if (const auto* code = std::get_if<ExitCode>(&made)) return *code;
    PictureRun& run = *std::get<std::unique_ptr<PictureRun>>(made);
    ProcessingTime until = processing_time_max;
    if (arguments.has("--until")) {
        const auto read = read_instant("--until", arguments.value("--until"), run.scenario->clock);
        if (const auto* problem = std::get_if<std::string>(&read)) return console.misused(*problem);
        until = std::get<ProcessingTime>(read);
    }
    const std::vector<std::string> lines = run.scenes->tell(run.mode, until);
    if (console.json()) {
        console.out.print(pretty({{"format", "tidemark.telling/1"},
                                  {"scenario", run.scenario->id},
                                  {"mode", run.simulation.modes[run.mode].mode},
                                  {"lines", lines}}));
        return ExitCode::done;
    }
    for (const std::string& line : lines)
        console.out.print(line + "\n");
    return ExitCode::done;
}

}  // namespace

Verb tell_verb() {
    VerbSpec spec;
    spec.name = "tell";
    spec.summary = "the run in words";
    spec.operands = "FILE";
    spec.operands_min = spec.operands_max = 1;
    spec.about =
        "Tells a run in one mode as sentences, in the order in which things happened: who went offline, which events "
        "came "
        "on time, which too late and by how much, when windows fired, what readers saw and how far that was from the "
        "truth. It is the picture of `draw` for a terminal and for a screen reader.";
    spec.options = {
        {"--mode", "M", "which mode; the first where not given", false, {}},
        {"--until", "T", "nothing of what came after this time", false, {}},
        seed_option(),
        set_option(),
    };
    spec.examples = {{"tell scenarios/subway-2358.yaml --mode stream", "the whole run"},
                     {"tell scenarios/subway-2358.yaml --mode stream --until 00:03:00", "up to Bo's clicks"}};
    return {std::move(spec), run_tell, {Format::human, Format::json}};
}

}  // namespace tidemark
