#include "sim/cli/run_report.h"

#include "sim/cli/text.h"
#include "sim/cli/text_table.h"
#include "sim/cli/verdict_report.h"
#include "sim/cli/window_argument.h"
#include "sim/judge/clock_text.h"
#include "sim/judge/explanation.h"
#include "sim/judge/fault_effects.h"
#include "sim/scenario/faults.h"
#include "sim/world/fault_plan.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::string_view dot = " · ";

// "windows    2 answered, 1 corrected later, ...": a labelled line of a mode.
std::string labelled(const Console& console, std::string_view label, const std::string& text) {
    const std::size_t margin = 14;
    std::string flow = flowed(text, console.out.width(), margin);
    return "  " + padded_right(console.out.paint(Role::faint, label), margin - 2) + flow.substr(margin);
}

std::string windows_line(const ModeMetrics& m) {
    if (m.windows == 0) return {};
    std::string text = count_text(m.windows_answered);
    if (m.windows_answered != m.windows) text += " of " + count_text(m.windows);
    text += " answered";
    if (m.windows_corrected > 0) text += fmt::format(", {} corrected later", count_text(m.windows_corrected));
    if (m.windows_wrong == 0) return text + ", all right at the end";
    text += fmt::format(", {} wrong at the end", count_text(m.windows_wrong));
    if (!m.wrong.empty()) {
        const std::size_t shown = std::min<std::size_t>(m.wrong.size(), 3);
        text += " (" + joined({m.wrong.begin(), m.wrong.begin() + static_cast<std::ptrdiff_t>(shown)}, ", ");
        if (m.windows_wrong > shown) text += ", ...";
        text += ")";
    }
    return text;
}

std::string late_line(const ModeMetrics& m) {
    const std::uint64_t all = m.late_kept + m.dropped + m.side_output;
    if (all == 0) return {};
    std::vector<std::string> parts;
    const auto add = [&](std::uint64_t count, const char* what) {
        if (count > 0) parts.push_back(count == all ? what : fmt::format("{} {}", count_text(count), what));
    };
    add(m.late_kept, "kept");
    add(m.dropped, "dropped");
    add(m.side_output, "to the side output");
    return counted(all, "event") + ": " + joined(parts, ", ");
}

std::string crash_line(const JudgedRun& run, std::size_t mode, const ModeMetrics& m) {
    if (m.crashes == 0) return {};
    const ModeTrace& trace = run.simulation.modes[mode];
    std::string text = count_text(m.crashes);
    for (const FaultEntry& entry : trace.faults) {
        if (entry.what != FaultEntry::What::crash) continue;
        text += (m.crashes == 1 ? " at " : ", the first at ") + clock_text(entry.stamp.at, run.scenario->clock);
        break;
    }
    for (const CheckpointEntry& entry : trace.checkpoints) {
        if (entry.note.step != NoteCheckpoint::Step::restored) continue;
        text += fmt::format(", restored from checkpoint {}", entry.note.checkpoint.value);
        break;
    }
    if (m.retries > 0) text += ", " + counted(m.retries, "retry", "retries");
    if (m.events_replayed > 0) text += fmt::format(", {} read again", counted(m.events_replayed, "event"));
    if (m.duplicates) text += fmt::format(", {} out", counted(*m.duplicates, "duplicate"));
    if (m.recovery) text += fmt::format(", caught up after {}", rounded(*m.recovery));
    return text;
}

std::string answers_line(const ModeMetrics& m) {
    if (m.first_answer.count == 0) return {};
    const ProcessingDuration slowest = m.first_answer.max;
    if (slowest < ProcessingDuration{}) return "all before their windows ended, since the sources did";
    // The middle one says nothing where the end of the sources answered a window before its own end.
    const bool median = m.first_answer.count > 1 && m.first_answer.median >= ProcessingDuration{};
    const std::string_view what = m.windows > 0 ? "a window's end" : "an event";
    std::string text;
    if (median || m.first_answer.count == 1) {
        text = fmt::format("first {} after {}{}", rounded(median ? m.first_answer.median : slowest), what,
                           median ? " (median)" : "");
    } else {
        text = slowest == ProcessingDuration{} ? fmt::format("first at {}", what)
                                               : fmt::format("first within {} of {}", rounded(slowest), what);
    }
    if (m.final_answer.count > 0 && m.final_answer.max != slowest) {
        text += fmt::format(", last correction {} after", rounded(m.final_answer.max));
    } else if (median && slowest != m.first_answer.median) {
        text += fmt::format(", the slowest {} after", rounded(slowest));
    }
    return text;
}

std::string more_lines(const Console& console, const ModeTrace& trace, const ModeMetrics& m) {
    std::string text =
        labelled(console, "read",
                 counted(m.events_read, "event") +
                     (m.events_replayed > 0 ? fmt::format(", {} of them again", count_text(m.events_replayed)) : ""));
    text += labelled(console, "state",
                     fmt::format("{} windows and keys at most, {} at the end", count_text(m.state_peak),
                                 count_text(m.state_at_end)));
    if (m.checkpoints > 0) {
        text += labelled(console, "checkpoints",
                         fmt::format("{}, {} bytes", count_text(m.checkpoints), count_text(m.checkpoint_bytes)));
    }
    text += labelled(console, "panes",
                     fmt::format("{}, {} after a window's first", count_text(m.panes), count_text(m.refirings)));
    text += labelled(console, "parts",
                     fmt::format("{} long-running, {} scheduled, {}", m.parts.long_running, m.parts.scheduled,
                                 counted(m.parts.stores, "store")));
    text += labelled(
        console, "fingerprint",
        fmt::format("schedule:{} state:{} output:{} metrics:{}", short_fingerprint(trace.schedule),
                    short_fingerprint(trace.state), short_fingerprint(trace.output), short_fingerprint(trace.metrics)));
    return text;
}

std::string header(const JudgedRun& run, const Console& console, bool timing) {
    const Simulation& simulation = run.simulation;
    const Scenario& scenario = *run.scenario;
    const std::size_t modes = simulation.modes.size();
    std::string text = console.out.paint(Role::strong, scenario.id);
    text += std::string(dot) + (modes == 1 ? simulation.modes.front().mode : counted(modes, "mode"));
    text += fmt::format("{}seed {}", dot, simulation.seed.value);
    text += fmt::format("{}{} simulated", dot, duration_text(*scenario.clock.until - scenario.clock.from));
    text += std::string(dot) + counted(simulation.tape->generated, "event");
    if (timing) {
        text += fmt::format(" in {}.{:02} s", run.took.count() / 1'000'000, run.took.count() / 10'000 % 100);
        const std::int64_t records = static_cast<std::int64_t>(simulation.tape->delivered * simulation.modes.size());
        if (run.took.count() > 0)
            text += fmt::format(" ({} records/s over all modes)",
                                count_text(static_cast<std::uint64_t>(records * 1'000'000 / run.took.count())));
    }
    return flowed(text, console.out.width());
}

std::string verdict_lines(const JudgedRun& run, const Console& console) {
    std::string text;
    std::vector<TableCell> passed;
    for (const Verdict& verdict : run.verdicts) {
        if (verdict.outcome == Outcome::pass)
            passed.push_back({console.out.paint(Role::good, "PASS") + " " + verdict.id});
    }
    if (!passed.empty() && !console.quiet()) text += in_columns(passed, console.out, 2);
    for (const Verdict& verdict : run.verdicts) {
        if (verdict.outcome == Outcome::pass) continue;
        const bool failed = verdict.outcome == Outcome::fail;
        text += "  " + console.out.paint(failed ? Role::bad : Role::warning, failed ? "FAIL" : "INCONCLUSIVE") + " " +
                verdict.id + "\n";
        text += verdict_details(run, verdict, console, 7);
    }
    if (run.left_out > 0 && !console.quiet()) {
        text += console.out.paint(Role::faint,
                                  fmt::format("  {} on other modes not asked\n", counted(run.left_out, "expectation")));
    }
    return text;
}

// What the plan did: faults on the tape, those that did nothing, and all where the seed has drawn some. `only_vacuous`:
// no more than is wrong with the plan.
std::string fault_lines(const JudgedRun& run, const Console& console) {
    const Scenario& scenario = *run.scenario;
    const bool drawn = has_random_faults(*run.whole);
    std::string text;
    for (std::uint32_t fault = 0; fault < scenario.faults.size(); ++fault) {
        const auto times = times_effective(run.simulation, fault);
        const bool in_a_process = std::holds_alternative<CrashFault>(scenario.faults[fault].what);
        if (!times || (*times > 0 && in_a_process && !drawn)) continue;
        std::string line = drawn ? fault_entry(scenario.faults[fault], scenario.clock)
                                 : fault_in_words(scenario.faults[fault], scenario.clock);
        line += *times == 0 ? ": vacuous, it did nothing" : fmt::format(": {}", counted(*times, "time"));
        text += labelled(console, text.empty() ? "faults" : "", line);
    }
    return text;
}

// What a curious person would look at next: the first wrong window, else something that came late, else the comparison.
std::string next_command(const JudgedRun& run) {
    Judgement& judgement = *run.judgement;
    const std::string file = shell_word(run.request.file);
    if (run.request.file == "-") return {};
    const std::string options = run.options(false);
    for (const Verdict& verdict : run.verdicts) {
        if (verdict.outcome != Outcome::fail) continue;
        if (const std::string why = why_command(run, verdict); !why.empty()) return why;
    }
    for (std::size_t mode = 0; mode < judgement.modes() && judgement.knows_answers(); ++mode) {
        const std::vector<WrongCell> wrong = wrong_cells(judgement, mode);
        if (wrong.empty()) continue;
        std::string window = window_argument(wrong.front().window.start, run.scenario->clock);
        const std::string key = key_name(judgement.job(mode), judgement.tape().names, wrong.front().key);
        if (!key.empty()) window = key + "@" + window;
        return fmt::format("explain {} --mode {} --window {}{}", file, shell_word(judgement.trace(mode).mode),
                           shell_word(window), options);
    }
    for (const ModeTrace& trace : run.simulation.modes) {
        if (trace.refused.empty() || !judgement.knows_lives()) continue;
        return fmt::format("explain {} --mode {} --event {}{}", file, shell_word(trace.mode),
                           shell_word(judgement.event_name(trace.refused.front().refused.record.id)), options);
    }
    if (run.scenario->modes.size() > 1) return fmt::format("compare {}{}", file, options);
    return fmt::format("explain {}", file);
}

}  // namespace

std::string short_fingerprint(const Fingerprint& fingerprint) {
    const std::string digits = to_string(fingerprint);
    return digits.substr(0, 4) + "-" + digits.substr(4, 4);
}

Fingerprint of_all_modes(const Simulation& simulation, Fingerprint ModeTrace::*ingredient) {
    FingerprintBuilder builder;
    for (const ModeTrace& mode : simulation.modes) {
        builder.add(mode.mode);
        builder.add(mode.*ingredient);
    }
    return builder.fingerprint();
}

// What is not judged of a run whose trace is thin, or not wholly: nobody is to take silence for approval.
std::string thin_judgement(TraceLevel level) {
    std::string watched, passed_by;
    for (const InvariantInfo& info : invariant_catalogue()) {
        if (!info.always || info.needs <= level) continue;
        std::string& list = info.watched ? watched : passed_by;
        list += fmt::format("{}{}", list.empty() ? "" : ", ", info.name);
    }
    if (watched.empty() && passed_by.empty()) return "";
    return fmt::format("Only --level full judges {}; and it judges more closely {}, which are watched as the run goes.",
                       passed_by, watched);
}

std::string run_report(const JudgedRun& run, const Console& console, bool timing) {
    const Terminal& out = console.out;
    if (console.quiet()) return verdict_lines(run, console) + broken_promises(run, console);
    const Simulation& simulation = run.simulation;
    std::string text = header(run, console, timing);
    if (run.level_reduced) {
        text += out.paint(
            Role::faint,
            flowed(
                "So many events are run at level answers, which does not keep every record's way; --level full does.",
                out.width()));
    }
    if (const std::string thin = thin_judgement(simulation.level); !thin.empty())
        text += out.paint(Role::faint, flowed(thin, out.width()));
    text += fault_lines(run, console);
    for (std::size_t mode = 0; mode < simulation.modes.size(); ++mode) {
        const ModeTrace& trace = simulation.modes[mode];
        const ModeMetrics& m = run.judgement->metrics(mode);
        text += "\n";
        if (simulation.modes.size() > 1) {
            text += out.paint(Role::strong, trace.mode);
            std::string kind = m.kind;
            std::replace(kind.begin(), kind.end(), '_', '-');
            if (kind != trace.mode) text += out.paint(Role::faint, " (" + kind + ")");
            text += "\n";
        }
        if (std::string line = windows_line(m); !line.empty()) text += labelled(console, "windows", line);
        if (std::string line = late_line(m); !line.empty()) text += labelled(console, "late", line);
        if (m.deduplicated > 0)
            text += labelled(console, "copies", count_text(m.deduplicated) + " left out: their ids were known");
        if (std::string line = crash_line(run, mode, m); !line.empty()) text += labelled(console, "crash", line);
        if (std::string line = answers_line(m); !line.empty()) text += labelled(console, "answers", line);
        if (console.verbose()) text += more_lines(console, trace, m);
    }
    if (const std::string lines = verdict_lines(run, console); !lines.empty()) text += "\n" + lines;
    text += broken_promises(run, console);
    text += out.paint(Role::faint, fmt::format("fingerprint input:{} output:{} schedule:{}",
                                               short_fingerprint(simulation.tape->input),
                                               short_fingerprint(of_all_modes(simulation, &ModeTrace::output)),
                                               short_fingerprint(of_all_modes(simulation, &ModeTrace::schedule)))) +
            "\n";
    if (run.request.twice && run.differences.empty()) text += "the second run was the same, bit for bit\n";
    if (const std::string next = next_command(run); !next.empty()) {
        text += "\nNext: " + out.paint(Role::accent, console.command(next)) + "\n";
    }
    return text;
}

}  // namespace tidemark
