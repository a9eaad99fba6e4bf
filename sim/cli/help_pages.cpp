#include "sim/cli/help_pages.h"

#include "sim/cli/arguments.h"
#include "sim/cli/scenario_files.h"
#include "sim/cli/text.h"
#include "sim/cli/text_table.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace tidemark {
namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;  // left and right

// Two columns; the right one flows below itself. Where a left text is too long, the right one goes on the next line.
std::string two_columns(const Lines& lines, const Console& console, std::size_t indent, Role left_role) {
    std::size_t left_width = 0;
    const std::size_t left_most = 30;
    for (const auto& [left, right] : lines) {
        if (display_width(left) <= left_most) left_width = std::max(left_width, display_width(left));
    }
    const std::size_t margin = indent + left_width + 2;
    const std::size_t width = std::min<std::size_t>(console.out.width(), 100);
    std::string text;
    for (const auto& [left, right] : lines) {
        std::string flow = flowed(right, width, margin);
        if (flow.empty()) flow = "\n";
        const std::string painted = console.out.paint(left_role, left);
        if (display_width(left) > left_width) {
            text += std::string(indent, ' ') + painted + "\n" + flow;
        } else {
            text += std::string(indent, ' ') + padded_right(painted, left_width + 2) +
                    flow.substr(std::min(margin, flow.size() - 1));
        }
    }
    return text;
}

std::string heading(const Console& console, std::string_view words) {
    return console.out.paint(Role::strong, words) + "\n";
}

std::string option_text(const OptionSpec& option) {
    std::string text = option.name;
    if (option.name == "--help") text = "-h, --help";
    if (option.name == "--quiet") text = "-q, --quiet";
    if (option.name == "--verbose") text = "-v, --verbose";
    if (option.name == "--directory") text = "-C DIR";
    else if (!option.value.empty()) text += " " + option.value;
    return text;
}

Lines option_lines(const std::vector<OptionSpec>& options) {
    Lines lines;
    for (const OptionSpec& option : options) {
        lines.emplace_back(option_text(option),
                           option.help + (option.repeatable ? "; may be given several times" : ""));
    }
    return lines;
}

// Commands, each with what it does: beside it where all fit, else below.
std::string example_lines(const Lines& examples, const Console& console) {
    std::size_t widest = 0, right = 0;
    for (const auto& [words, what] : examples) {
        widest = std::max(widest, display_width(console.command(words)));
        right = std::max(right, display_width(what));
    }
    const bool beside = 2 + widest + 3 + right <= console.out.width();
    std::string text;
    for (const auto& [words, what] : examples) {
        const std::string command = console.out.paint(Role::accent, console.command(words));
        if (beside) {
            text += "  " + padded_right(command, widest + 3) + what + "\n";
        } else {
            text += fmt::format("  {}\n      {}\n", command, what);
        }
    }
    return text;
}

}  // namespace

std::string start_page(const Console& console) {
    const std::string subway = scenarios_folder() + "/subway-2358.yaml";
    const bool at_home = access(subway.c_str(), R_OK) == 0;
    std::string text =
        flowed("tidemark — run one data pipeline as batch, micro-batch and stream, on a clock you control",
               console.out.width());
    text += "\n" + heading(console, "Usage: " + console.command("<command> [options]"));
    text += "\n" + heading(console, "Start here");
    if (at_home) {
        text += example_lines({{"run " + subway, "a click made in the subway, in every mode"},
                               {"compare " + subway, "one table: who was right, when, at what cost"},
                               {"explain " + subway + " --event dan1", "why was this click not counted?"}},
                              console);
    } else {
        text += example_lines({{"init first --from late-mobile", "write a commented scenario, first.yaml"},
                               {"run first.yaml", "run it in every mode it names"},
                               {"compare first.yaml", "one table: who was right, when, at what cost"}},
                              console);
    }
    text += "\n" + heading(console, "Commands");
    Lines lines;
    for (const Verb& verb : verbs())
        lines.emplace_back(verb.spec.name, verb.spec.summary);
    text += two_columns(lines, console, 2, Role::accent);
    text += "\n" + console.command("help <command | term | exit code>") + ", e.g. " +
            console.out.paint(Role::accent, console.command("help watermark")) + "\n";
    return text;
}

std::string verb_page(const Verb& verb, const Console& console) {
    const VerbSpec& spec = verb.spec;
    const std::size_t width = std::min<std::size_t>(console.out.width(), 100);
    std::string usage = spec.name;
    if (!spec.operands.empty()) usage += " " + spec.operands;
    if (!spec.options.empty()) usage += " [options]";
    std::string text =
        fmt::format("{} — {}\n\n", console.out.paint(Role::strong, "tidemark " + spec.name), spec.summary);
    text += heading(console, "Usage: " + console.command(usage));
    if (!spec.about.empty()) text += "\n" + flowed(spec.about, width);
    if (!spec.options.empty()) {
        text += "\n" + heading(console, "Options");
        text += two_columns(option_lines(spec.options), console, 2, Role::accent);
    }
    std::vector<OptionSpec> everywhere = global_options();
    std::vector<std::string> formats;
    for (const Format format : verb.formats)
        formats.push_back(name_of(format));
    everywhere.erase(std::remove_if(everywhere.begin(), everywhere.end(),
                                    [&](const OptionSpec& option) {
                                        const bool json =
                                            std::find(formats.begin(), formats.end(), "json") != formats.end();
                                        return (option.name == "--format" && formats.size() < 2) ||
                                               (option.name == "--json" && !json) || option.name == "--version";
                                    }),
                     everywhere.end());
    for (OptionSpec& option : everywhere) {
        if (option.name == "--format") option.help = joined(formats, ", ");
    }
    text += "\n" + heading(console, "Options of every command");
    text += two_columns(option_lines(everywhere), console, 2, Role::accent);
    if (!spec.examples.empty()) {
        text += "\n" + heading(console, "Examples");
        text += example_lines(spec.examples, console);
    }
    return text;
}

std::string term_page(const Term& term, const Console& console) {
    const std::size_t width = std::min<std::size_t>(console.out.width(), 88);
    std::string text = console.out.paint(Role::strong, term.name);
    if (!term.aliases.empty()) text += console.out.paint(Role::faint, " (also: " + joined(term.aliases, ", ") + ")");
    text = flowed(text, width) + "\n" + flowed(term.meaning, width, 2);
    text += "\n" + flowed("In Tidemark: " + term.shown, width, 2);
    text += "\n  Try: " + console.out.paint(Role::accent, console.command(term.command)) + "\n";
    text += flowed("See also: " + joined(term.related, ", "), width, 2);
    return text;
}

}  // namespace tidemark
