#include "sim/cli/commands/all.h"
#include "sim/cli/output_files.h"
#include "sim/cli/scenario_files.h"
#include "sim/cli/templates.h"
#include "sim/cli/text.h"
#include "sim/cli/text_table.h"

#include <fmt/format.h>
#include <unistd.h>

namespace tidemark {
namespace {

std::vector<std::string> template_names() {
    std::vector<std::string> names;
    for (const Template& each : templates())
        names.push_back(each.name);
    return names;
}

// What a scenario of this file's name can be called: letters, digits and hyphens.
std::string id_from(const std::string& path) {
    std::string id;
    for (const char c : name_of_file(path)) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        id += plain ? c : '-';
    }
    return id;
}

ExitCode run_init(const Arguments& arguments, Console& console) {
    if (arguments.has("--list")) {
        TextTable table({{"template"}, {"what it shows"}});
        for (const Template& each : templates())
            table.add({{each.name, Role::accent}, {each.summary}});
        console.out.print(table.render(console.out));
        return ExitCode::done;
    }
    const std::string wanted = arguments.value("--from", "late-mobile");
    const Template* from = nullptr;
    for (const Template& each : templates()) {
        if (each.name == wanted) from = &each;
    }
    std::string path = arguments.operands.empty() ? from->name : arguments.operands.front();
    if (path == "-") {
        console.out.print(filled_in(*from, from->name));
        return ExitCode::done;
    }
    const std::size_t dot = path.rfind(".y");
    if (dot == std::string::npos || (path.substr(dot) != ".yaml" && path.substr(dot) != ".yml")) path += ".yaml";
    if (access(path.c_str(), F_OK) == 0 && !arguments.has("--force")) {
        return console.misused(fmt::format("{} is there already", path),
                               "--force overwrites it; another name does not have to");
    }
    if (const auto problem = write_file(path, filled_in(*from, id_from(path)))) return console.misused(*problem);
    if (console.quiet()) return ExitCode::done;
    const std::string file = shell_word(path);
    console.out.print(fmt::format("wrote {}: {}\n\nNext: {}\n", path, from->summary,
                                  console.out.paint(Role::accent, console.command("run " + file))));
    return ExitCode::done;
}

}  // namespace

Verb init_verb() {
    VerbSpec spec;
    spec.name = "init";
    spec.summary = "write a commented scenario to start from";
    spec.operands = "[NAME]";
    spec.operands_max = 1;
    spec.about =
        "Writes NAME.yaml: a scenario in which every line says what it is for. It can be run as it stands. Nothing "
        "is overwritten without --force. NAME may be - for the standard output.";
    spec.options = {
        {"--from", joined(template_names(), "|"), "which one; late-mobile where not given", false, template_names()},
        {"--list", "", "show what there is", false, {}},
        {"--force", "", "overwrite a file of that name", false, {}},
    };
    spec.examples = {{"init first", "phones that lose their connection"},
                     {"init recovery --from crash", "a crash and its recovery"}};
    return {std::move(spec), run_init};
}

}  // namespace tidemark
