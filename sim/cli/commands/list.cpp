#include "sim/cli/commands/all.h"
#include "sim/cli/json_result.h"
#include "sim/cli/scenario_files.h"
#include "sim/cli/scenario_run.h"
#include "sim/cli/text.h"
#include "sim/cli/text_table.h"
#include "sim/judge/query.h"
#include "sim/scenario/diagnostic.h"
#include "sim/scenario/faults.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace tidemark {
namespace {

// A list as rows of named fields: a table for people, objects for programs. The last column flows.
struct Listing {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::string note;  // a line below the table
};

std::string as_json(const std::string& what, const Listing& listing) {
    nlohmann::json items = nlohmann::json::array();
    for (const auto& row : listing.rows) {
        nlohmann::json item;
        for (std::size_t c = 0; c < row.size(); ++c)
            item[listing.columns[c]] = row[c];
        items.push_back(std::move(item));
    }
    return pretty({{"format", "tidemark.list/1"}, {"what", what}, {"items", std::move(items)}});
}

// The last column flows; where the others leave it too little room, it goes below them.
std::string as_table(const Listing& listing, const Console& console) {
    const Terminal& out = console.out;
    std::vector<std::size_t> widths;
    std::size_t margin = 0;
    for (std::size_t c = 0; c + 1 < listing.columns.size(); ++c) {
        std::size_t width = display_width(listing.columns[c]);
        for (const auto& row : listing.rows)
            width = std::max(width, display_width(row[c]));
        widths.push_back(width);
        margin += width + 2;
    }
    const std::size_t width = std::min<std::size_t>(out.width(), 120);
    const bool stacked = margin + 34 > width;
    std::string text;
    const auto add = [&](const std::vector<std::string>& row, Role first) {
        std::string head;
        for (std::size_t c = 0; c + 1 < row.size(); ++c) {
            const std::string cell = out.paint(c == 0 ? first : Role::faint, row[c]);
            head += stacked ? (c > 0 && !row[c].empty() ? " · " : "") + cell : padded_right(cell, widths[c] + 2);
        }
        const std::string flow = flowed(row.back(), width, stacked ? 4 : margin);
        text += stacked ? head + "\n" + flow : flow.size() <= margin ? head + "\n" : head + flow.substr(margin);
    };
    if (!stacked) add(listing.columns, Role::faint);
    for (const auto& row : listing.rows)
        add(row, Role::accent);
    return text + listing.note;
}

std::vector<std::pair<std::string, LoadedScenario>> all_scenarios(const Arguments& arguments, Console& console) {
    std::vector<std::string> paths(arguments.operands.begin() + 1, arguments.operands.end());
    if (paths.empty()) paths.push_back(scenarios_folder());
    std::vector<std::string> missing;
    std::vector<std::pair<std::string, LoadedScenario>> all;
    for (const std::string& file : scenario_files(paths, missing)) {
        RunRequest request;
        request.file = file;
        all.emplace_back(file, load_for(request));
    }
    for (const std::string& path : missing)
        console.misused(fmt::format("there is no {}", path));
    return all;
}

Listing list_scenarios(const Arguments& arguments, Console& console) {
    Listing listing{{"file", "modes", "title"}, {}, ""};
    for (const auto& [file, loaded] : all_scenarios(arguments, console)) {
        if (!loaded.scenario) {
            listing.rows.push_back(
                {file, "", fmt::format("({}: see check)", counted(loaded.problems.size(), "mistake"))});
            continue;
        }
        const std::size_t modes = loaded.scenario->modes.size();
        std::string title = loaded.scenario->title.empty() ? loaded.scenario->id : loaded.scenario->title;
        if (loaded.scenario->lesson) title = fmt::format("lesson {}: {}", loaded.scenario->lesson->number, title);
        listing.rows.push_back({file, std::to_string(modes), title});
    }
    return listing;
}

Listing list_tags(const Arguments& arguments, Console& console) {
    std::map<std::string, std::vector<std::string>> tags;
    for (const auto& [file, loaded] : all_scenarios(arguments, console)) {
        if (!loaded.scenario) continue;
        for (const std::string& tag : loaded.scenario->tags)
            tags[tag].push_back(loaded.scenario->id);
    }
    Listing listing{{"tag", "scenarios"}, {}, ""};
    for (const auto& [tag, ids] : tags)
        listing.rows.push_back({tag, joined(ids, ", ")});
    return listing;
}

Listing list_modes(const Arguments&, Console&) {
    return {{"kind", "wakes", "reads", "keeps", "commits"},
            {{"batch", "when its scheduler fires", "one partition", "nothing",
              "overwrites (or appends to) its output partition"},
             {"micro_batch", "every trigger interval", "what came since", "windows, watermark",
              "the sink by batch id, then the commit log"},
             {"stream", "on each arrival", "what came since", "windows, timers",
              "each answer as it fires; positions with a checkpoint"}},
            ""};
}

Listing list_faults(const Arguments&, Console&) {
    Listing listing{{"fault", "id", "parameters", "what happens"}, {}, ""};
    for (const FaultInfo& info : fault_catalogue())
        listing.rows.push_back(
            {info.name, info.id, info.parameters, fmt::format("{} {}: {}.", info.sentence, info.name, info.target)});
    return listing;
}

Listing list_invariants(const Arguments&, Console&) {
    Listing listing{{"id", "name", "checked", "what must hold"}, {}, ""};
    for (const InvariantInfo& info : invariant_catalogue()) {
        listing.rows.push_back({std::string(info.id), std::string(info.name), info.always ? "always" : "where claimed",
                                std::string(info.statement)});
    }
    return listing;
}

Listing list_queries(const Arguments&, Console& console) {
    Listing listing{{"query", "type", "asked with", "what it is"}, {}, ""};
    for (const QueryInfo& info : query_catalogue()) {
        listing.rows.push_back(
            {std::string(info.name), std::string(info.type), std::string(info.where), std::string(info.definition)});
    }
    if (!console.json())
        listing.note =
            "\nAsked of a mode: `of: stream.final`, and `of: truth`. Comparisons: equals, at_least, at_most, "
            "within, better_than.\n";
    return listing;
}

struct Kind {
    const char* name;
    Listing (*list)(const Arguments&, Console&);
    bool takes_paths;
};
constexpr Kind kinds[] = {{"scenarios", list_scenarios, true}, {"modes", list_modes, false},
                          {"faults", list_faults, false},      {"invariants", list_invariants, false},
                          {"queries", list_queries, false},    {"tags", list_tags, true}};

std::vector<std::string> kind_names() {
    std::vector<std::string> names;
    for (const Kind& kind : kinds)
        names.emplace_back(kind.name);
    return names;
}

ExitCode run_list(const Arguments& arguments, Console& console) {
    const std::string& what = arguments.operands.front();
    for (const Kind& kind : kinds) {
        if (kind.name != what) continue;
        if (!kind.takes_paths && arguments.operands.size() > 1) {
            return console.misused(fmt::format("list {} takes no '{}'", what, arguments.operands[1]));
        }
        const Listing listing = kind.list(arguments, console);
        if (console.json()) {
            console.out.print(as_json(what, listing));
        } else if (!listing.rows.empty()) {
            console.out.print(as_table(listing, console));
        }
        if (!listing.rows.empty()) return ExitCode::done;
        console.err.print(fmt::format("tidemark: there are no {} here\n", what));
        return ExitCode::nothing_selected;
    }
    return console.misused(fmt::format("there is no list of '{}'", what), suggest(what, kind_names()));
}

}  // namespace

Verb list_verb() {
    VerbSpec spec;
    spec.name = "list";
    spec.summary = "scenarios, modes, faults, invariants, queries, tags";
    spec.operands = "WHAT [PATH...]";
    spec.operands_min = 1;
    spec.operands_max = 10'000;
    spec.about = "WHAT is one of " + joined(kind_names(), ", ") +
                 ". Scenarios and tags are looked for in PATH, or in the folder scenarios.";
    spec.examples = {{"list scenarios", "with their titles"}, {"list queries", "what expectations can ask for"}};
    return {std::move(spec), run_list, {Format::human, Format::json}};
}

}  // namespace tidemark
