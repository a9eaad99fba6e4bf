#include "sim/cli/comparison_report.h"

#include "sim/cli/text.h"
#include "sim/cli/text_table.h"
#include "sim/cli/window_argument.h"
#include "sim/judge/clock_text.h"
#include "sim/judge/explanation.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

std::string longest(const Spread& spread) { return spread.count == 0 ? "never" : rounded(spread.max); }
std::string longest_plain(const Spread& spread) { return spread.count == 0 ? "" : std::to_string(spread.max.count()); }

std::uint64_t late_lost(const ModeMetrics& m) { return m.dropped + m.side_output + m.lost.value_or(0); }

// Node-hours with three decimals.
std::string node_hours(const ModeMetrics& m) {
    const std::int64_t thousandths = m.cost.micro_node_hours / 1000;
    return fmt::format("{}.{:03}", thousandths / 1000, thousandths % 1000);
}

std::string count_or_unknown(const std::optional<std::uint64_t>& count) { return count ? count_text(*count) : "?"; }
std::string plain_or_empty(const std::optional<std::uint64_t>& count) { return count ? std::to_string(*count) : ""; }

// The first wrong window of a mode, and by how much: "23:00 (-1)".
std::string first_wrong(Judgement& judgement, std::size_t mode) {
    if (!judgement.knows_answers()) return {};
    const std::vector<WrongCell> wrong = wrong_cells(judgement, mode);
    if (wrong.empty()) return {};
    const WrongCell& cell = wrong.front();
    const std::string name = judgement.cell_name(mode, cell.window, cell.key);
    std::string text = cell.answer_error ? fmt::format("{} ({:+})", name, *cell.answer_error) : name + " (no answer)";
    if (wrong.size() > 1) text += fmt::format(" and {}", counted(wrong.size() - 1, "more window"));
    return text;
}

}  // namespace

const std::vector<ComparedMetric>& compared_metrics() {
    using M = ModeMetrics;
    static const std::vector<ComparedMetric> all{
        {"first_answer", "first answer", [](const M& m) { return longest(m.first_answer); },
         [](const M& m) { return longest_plain(m.first_answer); }},
        {"final_answer", "final answer", [](const M& m) { return longest(m.final_answer); },
         [](const M& m) { return longest_plain(m.final_answer); }},
        {"wrong_windows", "wrong windows",
         [](const M& m) { return fmt::format("{} / {}", count_text(m.windows_wrong), count_text(m.windows)); },
         [](const M& m) { return std::to_string(m.windows_wrong); }},
        {"late_lost", "late lost", [](const M& m) { return count_text(late_lost(m)); },
         [](const M& m) { return std::to_string(late_lost(m)); }},
        {"events_read", "events read", [](const M& m) { return count_text(m.events_read); },
         [](const M& m) { return std::to_string(m.events_read); }},
        {"moving_parts", "moving parts", [](const M& m) { return count_text(m.parts.total()); },
         [](const M& m) { return std::to_string(m.parts.total()); }},
        {"corrected_windows", "corrected windows", [](const M& m) { return count_text(m.windows_corrected); },
         [](const M& m) { return std::to_string(m.windows_corrected); }},
        {"duplicates", "duplicates", [](const M& m) { return count_or_unknown(m.duplicates); },
         [](const M& m) { return plain_or_empty(m.duplicates); }},
        {"refirings", "refirings", [](const M& m) { return count_text(m.refirings); },
         [](const M& m) { return std::to_string(m.refirings); }},
        {"state_peak", "state peak", [](const M& m) { return count_text(m.state_peak); },
         [](const M& m) { return std::to_string(m.state_peak); }},
        {"checkpoints", "checkpoints", [](const M& m) { return count_text(m.checkpoints); },
         [](const M& m) { return std::to_string(m.checkpoints); }},
        {"events_replayed", "events replayed", [](const M& m) { return count_text(m.events_replayed); },
         [](const M& m) { return std::to_string(m.events_replayed); }},
        {"node_hours", "node hours", node_hours, [](const M& m) { return node_hours(m); }},
        {"bytes_scanned", "bytes scanned", [](const M& m) { return count_text(m.cost.bytes_scanned); },
         [](const M& m) { return std::to_string(m.cost.bytes_scanned); }},
    };
    return all;
}

std::vector<std::string> comparison_sentences(const JudgedRun& run) {
    Judgement& judgement = *run.judgement;
    std::vector<std::string> right;
    ProcessingDuration right_by{};
    const ModeMetrics* first = nullptr;
    std::vector<std::size_t> wrong;
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
        const ModeMetrics& m = judgement.metrics(mode);
        if (m.windows == 0) return {};
        if (m.windows_wrong == 0) {
            right.push_back(m.mode);
            right_by = std::max(right_by, m.final_answer.max);
        } else {
            wrong.push_back(mode);
        }
        if (m.first_answer.count > 0 && (first == nullptr || m.first_answer.max < first->first_answer.max)) first = &m;
    }
    std::vector<std::string> sentences;
    if (right.empty()) {
        sentences.emplace_back("No mode is right about every window.");
    } else {
        const bool several = right.size() > 1;
        sentences.push_back(fmt::format("{} {} right about every window {}, at the latest {} after its end.",
                                        enumerated(right), several ? "are" : "is",
                                        several ? "they answer" : "it answers", rounded(right_by)));
    }
    if (first != nullptr && judgement.modes() > 1) {
        const ProcessingDuration by = first->first_answer.max;
        sentences.push_back(by == ProcessingDuration{} ? fmt::format("{} answers first, as a window ends.", first->mode)
                                                       : fmt::format("{} answers first, within {} of a window's end.",
                                                                     first->mode, rounded(by)));
    }
    for (const std::size_t mode : wrong) {
        const std::string where = first_wrong(judgement, mode);
        if (where.empty()) continue;
        sentences.push_back(fmt::format("{} stays wrong about {}.", judgement.metrics(mode).mode, where));
    }
    return sentences;
}

std::string comparison_report(const JudgedRun& run, const std::vector<const ComparedMetric*>& metrics,
                              const Console& console) {
    const Terminal& out = console.out;
    const Simulation& simulation = run.simulation;
    std::string text =
        fmt::format("{} · seed {} · the same {} for everyone\n\n", out.paint(Role::strong, run.scenario->id),
                    simulation.seed.value, counted(simulation.tape->generated, "event"));
    std::vector<Column> columns{{"mode", Align::left}};
    for (const ComparedMetric* metric : metrics)
        columns.push_back({metric->title, Align::right});
    TextTable table(std::move(columns));
    for (std::size_t mode = 0; mode < simulation.modes.size(); ++mode) {
        const ModeMetrics& m = run.judgement->metrics(mode);
        std::vector<Cell> row{{m.mode, Role::strong}};
        for (const ComparedMetric* metric : metrics) {
            const bool wrongs = metric->name == "wrong_windows";
            const Role role = !wrongs ? Role::plain : m.windows_wrong == 0 ? Role::good : Role::bad;
            row.push_back({metric->text(m), role});
        }
        table.add(std::move(row));
    }
    text += table.render(out);
    const std::vector<std::string> sentences = comparison_sentences(run);
    if (!sentences.empty()) text += "\n" + flowed(joined(sentences, " "), std::min<std::size_t>(out.width(), 100));
    const bool times = std::any_of(metrics.begin(), metrics.end(), [](const ComparedMetric* m) {
        return m->name == "first_answer" || m->name == "final_answer";
    });
    if (times && console.verbose()) {
        text += out.paint(Role::faint, "first and final answer: the longest time after a window's end\n");
    }
    return text;
}

std::string comparison_markdown(const JudgedRun& run, const std::vector<const ComparedMetric*>& metrics) {
    std::string text = "| mode |", line = "| --- |";
    for (const ComparedMetric* metric : metrics) {
        text += " " + metric->title + " |";
        line += " ---: |";
    }
    text += "\n" + line + "\n";
    for (std::size_t mode = 0; mode < run.simulation.modes.size(); ++mode) {
        const ModeMetrics& m = run.judgement->metrics(mode);
        text += "| " + m.mode + " |";
        for (const ComparedMetric* metric : metrics)
            text += " " + metric->text(m) + " |";
        text += "\n";
    }
    if (const auto sentences = comparison_sentences(run); !sentences.empty())
        text += "\n" + joined(sentences, " ") + "\n";
    return text;
}

std::string comparison_csv(const JudgedRun& run, const std::vector<const ComparedMetric*>& metrics) {
    std::string text = "mode";
    for (const ComparedMetric* metric : metrics) {
        const bool time = metric->name == "first_answer" || metric->name == "final_answer";
        text += "," + metric->name + (time ? "_us" : "");
    }
    text += "\n";
    for (std::size_t mode = 0; mode < run.simulation.modes.size(); ++mode) {
        const ModeMetrics& m = run.judgement->metrics(mode);
        text += m.mode;
        for (const ComparedMetric* metric : metrics)
            text += "," + metric->plain(m);
        text += "\n";
    }
    return text;
}

}  // namespace tidemark
