#include "sim/cli/picture_run.h"

#include "sim/cli/progress.h"
#include "sim/scenario/values.h"

#include <fmt/format.h>

namespace tidemark {

std::variant<std::unique_ptr<PictureRun>, ExitCode> run_for_picture(const Arguments& arguments, Console& console) {
    Arguments run_arguments = arguments;
    run_arguments.options.erase("--until");
    const auto read = read_request(arguments.operands.front(), run_arguments);
    if (const auto* problem = std::get_if<std::string>(&read)) return console.misused(*problem);
    const RunRequest& request = std::get<RunRequest>(read);

    auto made = std::make_unique<PictureRun>();
    made->scenario = load_for(request, console);
    if (!made->scenario) return ExitCode::bad_usage;
    if (const auto problem = refusal(*made->scenario, request)) return console.misused(*problem);
    RunRequest all = request;
    all.modes.clear();
    if (const auto problem = refusal(*made->scenario, all)) return console.misused(*problem);
    {
        const Progress progress(console.err, "running " + made->scenario->id, 0, !console.quiet());
        made->simulation = run(*made->scenario, Seed{request.seed.value_or(made->scenario->seed)});
    }
    for (std::size_t mode = 0; mode < made->simulation.modes.size(); ++mode)
        if (!request.modes.empty() && made->simulation.modes[mode].mode == request.modes.front()) made->mode = mode;
    made->scenes = std::make_unique<Scenes>(made->simulation);
    return made;
}

std::variant<ProcessingTime, std::string> read_instant(std::string_view option, const std::string& text,
                                                       const Clock& clock) {
    const Parsed<ProcessingTime> parsed = instant_from(text, clock);
    if (parsed.value) return *parsed.value;
    return fmt::format("{} must be a time such as 00:06:00, \"D+1 00:06:00\" or end, not '{}'", option, text);
}

}  // namespace tidemark
