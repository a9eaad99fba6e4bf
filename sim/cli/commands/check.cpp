#include "sim/cli/commands/all.h"
#include "sim/cli/github.h"
#include "sim/cli/json_result.h"
#include "sim/cli/scenario_files.h"
#include "sim/cli/text.h"
#include "sim/lesson/answer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tidemark {
namespace {

// The mistakes of one file: what the loader finds, and where there are none, what only a run of its lesson can show.
std::vector<Diagnostic> mistakes_in(const std::string& file, LoadedScenario& loaded) {
    RunRequest request;
    request.file = file;
    loaded = load_for(request);
    if (!loaded.scenario) return loaded.problems;
    if (!loaded.scenario->lesson || refusal(*loaded.scenario, request)) return {};
    return lesson_problems(file, *run_and_judge(loaded.scenario, request)->judgement);
}

std::string as_json(const std::vector<Diagnostic>& mistakes, std::size_t files) {
    nlohmann::json list = nlohmann::json::array();
    for (const Diagnostic& d : mistakes) {
        list.push_back({{"file", d.file},
                        {"line", d.at.line},
                        {"column", d.at.column},
                        {"length", d.at.length},
                        {"message", d.message},
                        {"hint", d.hint}});
    }
    return pretty({{"format", "tidemark.check/1"}, {"files", files}, {"mistakes", std::move(list)}});
}

std::string as_annotations(const std::vector<Diagnostic>& mistakes) {
    std::vector<Annotation> annotations;
    for (const Diagnostic& d : mistakes) {
        annotations.push_back({d.file, d.at, d.message + (d.hint.empty() ? "" : " (" + d.hint + ")")});
    }
    return github_annotations(annotations);
}

ExitCode run_check(const Arguments& arguments, Console& console) {
    std::vector<std::string> missing;
    const std::vector<std::string> files = scenario_files(arguments.operands, missing);
    for (const std::string& path : missing)
        console.misused(fmt::format("there is no file {}", path));
    if (files.empty() && missing.empty()) {
        console.misused("there are no scenarios here");
        return ExitCode::nothing_selected;
    }
    const bool show_resolved = arguments.has("--resolved");
    std::vector<Diagnostic> mistakes;
    std::size_t bad_files = missing.size();
    for (const std::string& file : files) {
        LoadedScenario loaded;
        const std::vector<Diagnostic> found = mistakes_in(file, loaded);
        if (!found.empty()) ++bad_files;
        mistakes.insert(mistakes.end(), found.begin(), found.end());
        if (show_resolved && found.empty()) console.out.print(resolved(*loaded.scenario));
    }
    Terminal& report = show_resolved ? console.err : console.out;
    switch (console.options.format) {
        case Format::json:
            report.print(as_json(mistakes, files.size()));
            break;
        case Format::github:
            report.print(as_annotations(mistakes));
            break;
        default:
            report.print(render(mistakes, report.colors() ? Colour::on : Colour::off));
            if (console.quiet() || (show_resolved && mistakes.empty())) break;
            report.print(mistakes.empty() && bad_files == 0
                             ? counted(files.size(), "file") + ", no mistakes\n"
                             : fmt::format("{} in {} of {}\n", counted(mistakes.size(), "mistake"), bad_files,
                                           counted(files.size() + missing.size(), "file")));
    }
    return bad_files == 0 ? ExitCode::done : ExitCode::bad_usage;
}

}  // namespace

Verb check_verb() {
    VerbSpec spec;
    spec.name = "check";
    spec.summary = "find the mistakes in scenarios";
    spec.operands = "FILE...";
    spec.operands_min = 1;
    spec.operands_max = 10'000;
    spec.about =
        "Reports every mistake in every file, each with its line and what was probably meant, and then how many "
        "there are. Folders are searched for scenarios. Nothing is run but lessons, whose questions must have their "
        "computed answer among the choices.";
    spec.options = {{"--resolved", "", "print the scenario with every default filled in", false, {}}};
    spec.examples = {{"check scenarios", "all of them"},
                     {"check scenarios/subway-2358.yaml --resolved", "with its defaults"}};
    return {std::move(spec), run_check, {Format::human, Format::json, Format::github}};
}

}  // namespace tidemark
