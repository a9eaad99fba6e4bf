#include "sim/cli/commands/all.h"
#include "sim/cli/help_pages.h"
#include "sim/cli/text.h"
#include "sim/judge/invariants.h"
#include "sim/judge/query.h"
#include "sim/scenario/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

const char* exit_code_meaning(std::string_view word) {
    if (word == "0") return "Done. Everything ran, and every expectation held.";
    if (word == "1") {
        return "It ran, and an expectation failed, or a transcript did. Each failure prints the command that shows it "
               "again, and one that explains it.";
    }
    if (word == "2") {
        return "The call, a scenario or a file has a mistake in it. Mistakes in files are shown with their line; "
               "`check` finds all of them at once.";
    }
    if (word == "3") {
        return "Not deterministic: the same scenario and seed gave two different runs. That must never happen: it is a "
               "mistake of Tidemark, and worth a report.";
    }
    if (word == "4") return "Nothing was selected: no scenario matched the paths, tags and filters given.";
    if (word == "5") {
        return "Inconclusive: the run cannot support what the scenario claims, because a `sometimes` entry never "
               "happened or the run kept too little to judge by.";
    }
    if (word == "70") return "A mistake of Tidemark itself. The message says how to report it.";
    if (word == "130") return "Interrupted by Ctrl-C. No unfinished file is left under its final name.";
    return nullptr;
}

std::size_t reading_width(const Console& console) { return std::min<std::size_t>(console.out.width(), 88); }

std::string invariant_page(const InvariantInfo& invariant, const Console& console) {
    return fmt::format("{} ({})\n\n{}\n  {}\n", console.out.paint(Role::strong, invariant.name), invariant.id,
                       flowed(invariant.statement, reading_width(console), 2),
                       invariant.always ? "Checked in every run: if it breaks, Tidemark is wrong."
                                        : "Checked where a scenario claims it.");
}

std::string query_page(const QueryInfo& query, const Console& console) {
    return fmt::format("{}: {}\n\n{}\n  Asked with: {}\n", console.out.paint(Role::strong, query.name), query.type,
                       flowed(query.definition, reading_width(console), 2), query.where);
}

std::string page_about(const std::string& word, const Console& console) {
    for (const Verb& verb : verbs()) {
        if (verb.spec.name == word) return verb_page(verb, console);
    }
    std::string hyphenated = word;
    std::replace(hyphenated.begin(), hyphenated.end(), ' ', '-');
    for (const Topic& topic : topics()) {
        if (topic.name == hyphenated) return topic.page(console);
    }
    if (const Term* term = find_term(word)) return term_page(*term, console);
    if (const char* meaning = exit_code_meaning(word)) {
        return console.out.paint(Role::strong, "exit code " + word) + "\n\n" +
               flowed(meaning, reading_width(console), 2);
    }
    for (const InvariantInfo& invariant : invariant_catalogue()) {
        if (invariant.name == word || invariant.id == word) return invariant_page(invariant, console);
    }
    for (const QueryInfo& query : query_catalogue()) {
        if (query.name == word) return query_page(query, console);
    }
    return {};
}

std::vector<std::string> everything_with_a_page() {
    std::vector<std::string> names;
    for (const Verb& verb : verbs())
        names.push_back(verb.spec.name);
    for (const Topic& topic : topics())
        names.push_back(topic.name);
    for (const Term& term : glossary()) {
        names.push_back(term.name);
        names.insert(names.end(), term.aliases.begin(), term.aliases.end());
    }
    for (const InvariantInfo& invariant : invariant_catalogue())
        names.emplace_back(invariant.name);
    for (const QueryInfo& query : query_catalogue())
        names.emplace_back(query.name);
    return names;
}

ExitCode run_help(const Arguments& arguments, Console& console) {
    if (arguments.operands.empty()) {
        console.out.print(start_page(console));
        std::string more = "\nPages on\n";
        for (const Topic& topic : topics()) {
            more += "  " + padded_right(console.out.paint(Role::accent, topic.name), 13) + topic.summary + "\n";
        }
        console.out.print(more);
        return ExitCode::done;
    }
    const std::vector<std::string>& words = arguments.operands;
    const bool exit_code = words.size() == 2 && words[0] == "exit" && exit_code_meaning(words[1]) != nullptr;
    const std::string word = exit_code ? words[1] : joined(words, " ");
    const std::string page = page_about(word, console);
    if (page.empty()) {
        const std::vector<std::string> names = everything_with_a_page();
        const std::string_view near = nearest(word, names);
        return console.misused(fmt::format("there is no page about '{}'", word),
                               near.empty() ? console.command("help terms") + " lists the words that have one"
                                            : fmt::format("did you mean '{}'?", near));
    }
    console.out.print(page);
    return ExitCode::done;
}

}  // namespace

Verb help_verb() {
    VerbSpec spec;
    spec.name = "help";
    spec.summary = "explain a command, a word of the field, or an exit code";
    spec.operands = "[COMMAND | TERM | EXIT CODE]";
    spec.operands_max = 8;
    spec.about =
        "Every word of the field that Tidemark uses has a page: what it means in everyday language, where Tidemark "
        "shows it, a command to try, and the words next to it.";
    spec.examples = {{"help watermark", "a word of the field"},
                     {"help run", "a command"},
                     {"help 5", "an exit code"},
                     {"help terms", "every word there is"}};
    return {std::move(spec), run_help};
}

}  // namespace tidemark
