#include "sim/cli/commands/all.h"
#include "sim/cli/json_result.h"
#include "sim/cli/pipeline_report.h"
#include "sim/cli/progress.h"
#include "sim/cli/scenario_run.h"
#include "sim/cli/story_report.h"
#include "sim/cli/text.h"
#include "sim/cli/verdict_report.h"
#include "sim/cli/window_argument.h"
#include "sim/judge/clock_text.h"
#include "sim/scenario/diagnostic.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace tidemark {
namespace {

// A target was named and is not there: exit 2, with what is near.
struct NoSuchTarget {
    std::string message, hint;
};
using Stories = std::variant<std::vector<ToldStory>, NoSuchTarget>;

std::vector<std::string> some_event_names(const Tape& tape) {
    std::vector<std::string> names;
    for (std::uint64_t i = 0; i < tape.generated && i < 20'000; ++i)
        names.push_back(tape.event_name(EventId{i}));
    return names;
}

Stories stories_of_event(JudgedRun& run, const std::string& name) {
    const Tape& tape = *run.simulation.tape;
    const std::vector<EventId> events = tape.find_event(name);
    if (events.empty()) {
        const std::vector<std::string> names = some_event_names(tape);
        const std::string_view near = nearest(name, names);
        return NoSuchTarget{fmt::format("{} has no event '{}'", run.scenario->id, name),
                            !near.empty() ? fmt::format("did you mean '{}'?", near)
                            : names.empty()
                                ? "no event happens in this run"
                                : fmt::format("events are called {}, ..., {}", names.front(), names.back())};
    }
    std::vector<ToldStory> stories;
    for (std::size_t mode = 0; mode < run.judgement->modes(); ++mode) {
        stories.push_back({run.judgement->trace(mode).mode, explain_event(*run.judgement, mode, events.front())});
    }
    return stories;
}

// The window that begins then in a mode, as the truth or, where it knows none, a reader knows it.
std::optional<Window> window_from(Judgement& judgement, std::size_t mode, EventTime start) {
    std::vector<Window> windows = judgement.truth(mode).windows_from(start);
    if (windows.empty()) windows = judgement.answers(mode).windows_from(start);
    return windows.empty() ? std::nullopt : std::optional{windows.front()};
}

// Windows are shown without their day where the clock runs for a day at most: "00:00" may be that of the second day.
EventTime on_a_day_with_windows(Judgement& judgement, EventTime start, bool says_day) {
    constexpr EventDuration day = std::chrono::hours{24};
    for (const EventDuration moved : {EventDuration{0}, day, -day}) {
        for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
            if (window_from(judgement, mode, start + moved)) return start + moved;
        }
        if (says_day) break;
    }
    return start;
}

NoSuchTarget no_window(Judgement& judgement, EventTime start) {
    const Clock& clock = judgement.scenario().clock;
    std::set<EventTime> starts;
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
        for (const TruthCell& cell : judgement.truth(mode).cells())
            starts.insert(cell.window.start);
    }
    std::vector<std::string> names;
    for (const EventTime each : starts)
        names.push_back(window_argument(each, clock));
    if (names.size() > 6) names = {names[0], names[1], names[2], "...", names[names.size() - 2], names.back()};
    return {fmt::format("no window begins at {}", window_argument(start, clock)),
            names.empty() ? "this job has no windows" : "windows begin at " + joined(names, ", ")};
}

Stories stories_of_window(JudgedRun& run, const std::string& target) {
    Judgement& judgement = *run.judgement;
    const auto argument = read_window_argument(target, run.scenario->clock);
    if (!argument)
        return NoSuchTarget{fmt::format("'{}' is no window", target),
                            "windows are written 23:00, \"D+1 00:00\" or KEY@23:00"};
    const bool says_day = target.find("D+") != std::string::npos || target.find("D-") != std::string::npos ||
                          target.find('T') != std::string::npos;
    const EventTime start = on_a_day_with_windows(judgement, argument->start, says_day);
    std::vector<ToldStory> stories;
    bool key_known = !argument->key;
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
        std::optional<KeyId> key;
        if (argument->key) key = find_key(judgement.job(mode), judgement.tape().names, *argument->key);
        if (argument->key && !key) continue;
        key_known = true;
        const auto window = window_from(judgement, mode, start);
        if (window) stories.push_back({judgement.trace(mode).mode, explain_window(judgement, mode, *window, key)});
    }
    if (!key_known) return NoSuchTarget{fmt::format("{} has no key '{}'", run.scenario->id, *argument->key), ""};
    if (stories.empty()) return no_window(judgement, start);
    return stories;
}

ExitCode run_explain(const Arguments& arguments, Console& console) {
    const auto read = read_request(arguments.operands.front(), arguments);
    if (const auto* problem = std::get_if<std::string>(&read)) return console.misused(*problem);
    RunRequest request = std::get<RunRequest>(read);
    const bool event = arguments.has("--event"), window = arguments.has("--window");
    if (event && window) return console.misused("--event and --window are two questions: ask one at a time");

    const auto scenario = load_for(request, console);
    if (!scenario) return ExitCode::bad_usage;
    if (!event && !window) {
        if (console.json()) {
            console.out.print(pretty(
                {{"format", "tidemark.pipeline/1"}, {"scenario", scenario->id}, {"mermaid", mermaid(*scenario)}}));
        } else {
            console.out.print(pipeline_report(*scenario, console));
        }
        return ExitCode::done;
    }
    if (const auto problem = refusal(*scenario, request)) return console.misused(*problem);
    request.level = TraceLevel::full;
    std::unique_ptr<JudgedRun> run;
    {
        const Progress progress(console.err, "running " + scenario->id, 0, !console.quiet());
        run = run_and_judge(scenario, request);
    }
    const Stories stories = event ? stories_of_event(*run, arguments.value("--event"))
                                  : stories_of_window(*run, arguments.value("--window"));
    if (const auto* missing = std::get_if<NoSuchTarget>(&stories))
        return console.misused(missing->message, missing->hint);
    const auto& told = std::get<std::vector<ToldStory>>(stories);
    console.out.print(console.json() ? story_json(told) : story_report(told, console));
    console.err.print(broken_promises(*run, console));
    return run->violations.empty() ? ExitCode::done : ExitCode::internal_error;
}

}  // namespace

Verb explain_verb() {
    VerbSpec spec;
    spec.name = "explain";
    spec.summary = "tell an event's or a window's story";
    spec.operands = "FILE";
    spec.operands_min = spec.operands_max = 1;
    spec.about =
        "With --event: an event's way from its device to the answers, and why it was counted or not. With --window: "
        "why a window's number is what it is, and which events make the difference to the truth. With neither: the "
        "pipeline in words, and as a Mermaid diagram.";
    spec.options = {
        {"--event", "ID", "this event's story", false, {}},
        {"--window", "KEY@TIME", "this window's story; TIME alone: all keys together", false, {}},
        mode_option(),
        seed_option(),
        set_option(),
        {"--until", "T", "stop the clock at this time", false, {}},
    };
    spec.examples = {{"explain scenarios/subway-2358.yaml", "the pipeline"},
                     {"explain scenarios/subway-2358.yaml --event dan1", "an event, in every mode"},
                     {"explain scenarios/subway-2358.yaml --mode stream --window 23:00", "a window, in one mode"}};
    return {std::move(spec), run_explain, {Format::human, Format::json}};
}

}  // namespace tidemark
