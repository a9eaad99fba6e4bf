#include "sim/cli/verdict_report.h"

#include "sim/cli/text.h"
#include "sim/cli/window_argument.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

const Expectation* expectation_of(const JudgedRun& run, const Verdict& verdict) {
    const auto& entries = run.scenario->expect;
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Expectation& e) { return e.id == verdict.id; });
    return found == entries.end() ? nullptr : &*found;
}

// An event that the verdict's own words name: of "(missing: dan1)", dan1.
std::string named_event(const JudgedRun& run, const Verdict& verdict) {
    const std::size_t colon = verdict.why.find(": ");
    if (colon == std::string::npos) return {};
    const std::string name = verdict.why.substr(colon + 2, verdict.why.find_first_of(",) ", colon + 2) - colon - 2);
    return run.simulation.tape->find_event(name).empty() ? std::string() : name;
}

}  // namespace

std::string again_command(const JudgedRun& run, const Verdict& verdict) {
    std::string text = "run " + shell_word(run.request.file);
    if (!verdict.mode.empty()) text += " --mode " + shell_word(verdict.mode);
    return text + run.options(verdict.mode.empty());
}

std::string why_command(const JudgedRun& run, const Verdict& verdict) {
    const Expectation* expectation = expectation_of(run, verdict);
    const auto* of = expectation != nullptr ? std::get_if<Expectation::OfQuery>(&expectation->claim) : nullptr;
    if (of == nullptr) return {};
    std::string text = "explain " + shell_word(run.request.file);
    if (!verdict.mode.empty()) text += " --mode " + shell_word(verdict.mode);
    if (of->query.event) {
        text += " --event " + shell_word(*of->query.event);
    } else if (of->query.window) {
        const std::string start = window_argument(*of->query.window, run.scenario->clock);
        text += " --window " + shell_word(of->query.key ? *of->query.key + "@" + start : start);
    } else if (const std::string event = named_event(run, verdict); !event.empty()) {
        text += " --event " + shell_word(event);
    } else {
        return {};
    }
    return text + run.options(false);
}

std::string located(const JudgedRun& run, const Verdict& verdict) {
    const std::string place = verdict.where.line == 0
                                  ? run.request.file
                                  : fmt::format("{}:{}:{}", run.request.file, verdict.where.line, verdict.where.column);
    return fmt::format("{}: {}: {}", place, verdict.id, to_text(verdict));
}

std::string verdict_details(const JudgedRun& run, const Verdict& verdict, const Console& console, std::size_t indent) {
    const std::string margin(indent, ' ');
    std::string text = margin + located(run, verdict) + "\n";
    text += margin + "again: " + console.out.paint(Role::accent, console.command(again_command(run, verdict))) + "\n";
    if (const std::string why = why_command(run, verdict); !why.empty()) {
        text += margin + "why:   " + console.out.paint(Role::accent, console.command(why)) + "\n";
    }
    return text;
}

std::string broken_promises(const JudgedRun& run, const Console& console) {
    std::string text;
    const std::string again = console.command("run " + shell_word(run.request.file) + run.options(true));
    for (const Violation& violation : run.differences) {
        text += fmt::format("{} {}\n", console.out.paint(Role::bad, "NOT DETERMINISTIC"),
                            to_text(violation, run.simulation));
    }
    for (const Violation& violation : run.violations) {
        text +=
            fmt::format("{} {}\n", console.out.paint(Role::bad, "BROKEN PROMISE"), to_text(violation, run.simulation));
    }
    if (text.empty()) return text;
    return text + fmt::format(
                      "  again: {}{}\n  This is a mistake of Tidemark, not of your scenario: please report it with "
                      "the scenario file.\n",
                      again, run.differences.empty() ? "" : " --twice");
}

}  // namespace tidemark
