#include "sim/cli/comparison_report.h"

#include "sim/cli/text.h"
#include "sim/cli/text_table.h"
#include "sim/cli/window_argument.h"
#include "sim/judge/clock_text.h"
#include "sim/judge/explanation.h"
#include "sim/judge/query.h"
#include "sim/scenario/values.h"

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

// ---- the metrics of a mode, for people and for programs
std::string median(const ModeMetrics& m) {
    if (m.first_answer.count == 0) return "never";
    // Whole milliseconds: finer ones are chance.
    return rounded(std::chrono::duration_cast<std::chrono::milliseconds>(m.first_answer.median));
}
std::string median_plain(const ModeMetrics& m) {
    return m.first_answer.count == 0 ? "" : std::to_string(m.first_answer.median.count());
}
std::string first_answer(const ModeMetrics& m) { return longest(m.first_answer); }
std::string first_answer_plain(const ModeMetrics& m) { return longest_plain(m.first_answer); }
std::string final_answer(const ModeMetrics& m) { return longest(m.final_answer); }
std::string final_answer_plain(const ModeMetrics& m) { return longest_plain(m.final_answer); }
std::string wrong_windows(const ModeMetrics& m) {
    return fmt::format("{} / {}", count_text(m.windows_wrong), count_text(m.windows));
}
std::string late_lost_text(const ModeMetrics& m) { return count_text(late_lost(m)); }
std::string late_lost_plain(const ModeMetrics& m) { return std::to_string(late_lost(m)); }
std::string parts(const ModeMetrics& m) { return std::to_string(m.parts.total()); }
std::string duplicates(const ModeMetrics& m) { return count_or_unknown(m.duplicates); }
std::string duplicates_plain(const ModeMetrics& m) { return plain_or_empty(m.duplicates); }
std::string bytes_scanned(const ModeMetrics& m) { return count_text(m.cost.bytes_scanned); }
std::string bytes_scanned_plain(const ModeMetrics& m) { return std::to_string(m.cost.bytes_scanned); }

template <std::string (*say)(const ModeMetrics&)>
std::string of(Judgement& judgement, std::size_t mode) {
    return say(judgement.metrics(mode));
}
template <std::uint64_t ModeMetrics::*count>
std::string number(Judgement& judgement, std::size_t mode) {
    return std::to_string(judgement.metrics(mode).*count);
}
template <std::uint64_t ModeMetrics::*count>
std::string spaced(Judgement& judgement, std::size_t mode) {
    return count_text(judgement.metrics(mode).*count);
}

// Enough of them in every mode for a median to say something.
bool have_many_windows(Judgement& judgement) {
    constexpr std::uint64_t many = 10;
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode)
        if (judgement.metrics(mode).windows_answered < many) return false;
    return judgement.modes() > 0;
}

// Of few windows the slowest counts; of many the usual one, since the last ones often wait for the clock's end.
bool answers_earlier(const ModeMetrics& a, const ModeMetrics& b, bool many) {
    return many ? a.first_answer.median < b.first_answer.median : a.first_answer.max < b.first_answer.max;
}
std::string first_sentence(const ModeMetrics& first, bool many) {
    if (many) return fmt::format("{} answers first, usually within {} of a window's end.", first.mode, median(first));
    const ProcessingDuration by = first.first_answer.max;
    if (by == ProcessingDuration{}) return fmt::format("{} answers first, as a window ends.", first.mode);
    return fmt::format("{} answers first, within {} of a window's end.", first.mode, rounded(by));
}

// Of all events that belong to the mode's windows, the share that its answers count.
std::optional<Millionths> share_counted(Judgement& judgement, std::size_t mode) {
    Query query;
    query.kind = QueryKind::completeness;
    query.mode = judgement.trace(mode).mode;
    const Evaluation share = evaluate(judgement, query);
    const auto* known = std::get_if<Millionths>(&share.value);
    return known ? std::optional{*known} : std::nullopt;
}
std::string counted_share(Judgement& judgement, std::size_t mode) {
    const auto share = share_counted(judgement, mode);
    return share ? share_text({(share->value + 50) / 100 * 100}) : "?";
}
std::string counted_plain(Judgement& judgement, std::size_t mode) {
    const auto share = share_counted(judgement, mode);
    return share ? decimal_text(*share) : "";
}

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
    // In the order of the usual table.
    static const std::vector<ComparedMetric> all{
        {"median_wait", "median wait", of<&median>, of<&median_plain>, true},
        {"first_answer", "first answer", of<&first_answer>, of<&first_answer_plain>, true},
        {"final_answer", "final answer", of<&final_answer>, of<&final_answer_plain>, true},
        {"wrong_windows", "wrong windows", of<&wrong_windows>, number<&ModeMetrics::windows_wrong>},
        {"late_lost", "late lost", of<&late_lost_text>, of<&late_lost_plain>},
        {"counted", "counted", counted_share, counted_plain},
        {"events_read", "events read", spaced<&ModeMetrics::events_read>, number<&ModeMetrics::events_read>},
        {"moving_parts", "moving parts", of<&parts>, of<&parts>},
        {"corrected_windows", "corrected windows", spaced<&ModeMetrics::windows_corrected>,
         number<&ModeMetrics::windows_corrected>},
        {"duplicates", "duplicates", of<&duplicates>, of<&duplicates_plain>},
        {"refirings", "refirings", spaced<&ModeMetrics::refirings>, number<&ModeMetrics::refirings>},
        {"state_peak", "state peak", spaced<&ModeMetrics::state_peak>, number<&ModeMetrics::state_peak>},
        {"checkpoints", "checkpoints", spaced<&ModeMetrics::checkpoints>, number<&ModeMetrics::checkpoints>},
        {"events_replayed", "events replayed", spaced<&ModeMetrics::events_replayed>,
         number<&ModeMetrics::events_replayed>},
        {"node_hours", "node hours", of<&node_hours>, of<&node_hours>},
        {"bytes_scanned", "bytes scanned", of<&bytes_scanned>, of<&bytes_scanned_plain>},
    };
    return all;
}

std::vector<const ComparedMetric*> usual_metrics(Judgement& judgement) {
    const bool many = have_many_windows(judgement);
    bool same = judgement.modes() > 1 && judgement.knows_lives();
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
        const ModeMetrics& m = judgement.metrics(mode);
        same = same && m.windows == judgement.metrics(0).windows && m.windows > 0;
    }
    std::vector<const ComparedMetric*> metrics;
    for (std::size_t i = 0; i < usual_count; ++i) {
        const ComparedMetric& metric = compared_metrics()[i];
        if ((metric.name == "median_wait" && !many) || (metric.name == "counted" && !same)) continue;
        metrics.push_back(&metric);
    }
    return metrics;
}

std::vector<std::string> comparison_sentences(const JudgedRun& run) {
    Judgement& judgement = *run.judgement;
    std::vector<std::string> right;
    ProcessingDuration right_by{};
    const bool many = have_many_windows(judgement);
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
        if (m.first_answer.count > 0 && (first == nullptr || answers_earlier(m, *first, many))) first = &m;
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
        sentences.push_back(first_sentence(*first, many));
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
        std::vector<TableCell> row{{m.mode, Role::strong}};
        for (const ComparedMetric* metric : metrics) {
            const bool wrongs = metric->name == "wrong_windows";
            const Role role = !wrongs ? Role::plain : m.windows_wrong == 0 ? Role::good : Role::bad;
            row.push_back({metric->text(*run.judgement, mode), role});
        }
        table.add(std::move(row));
    }
    text += table.render(out);
    const std::vector<std::string> sentences = comparison_sentences(run);
    if (!sentences.empty()) text += "\n" + flowed(joined(sentences, " "), std::min<std::size_t>(out.width(), 100));
    const bool times = std::any_of(metrics.begin(), metrics.end(), [](const ComparedMetric* m) { return m->time; });
    if (times && console.verbose()) {
        text += out.paint(
            Role::faint,
            "first and final answer: the longest time after a window's end; the median wait is for the first\n");
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
        text += "| " + run.judgement->trace(mode).mode + " |";
        for (const ComparedMetric* metric : metrics)
            text += " " + metric->text(*run.judgement, mode) + " |";
        text += "\n";
    }
    if (const auto sentences = comparison_sentences(run); !sentences.empty())
        text += "\n" + joined(sentences, " ") + "\n";
    return text;
}

std::string comparison_csv(const JudgedRun& run, const std::vector<const ComparedMetric*>& metrics) {
    std::string text = "mode";
    for (const ComparedMetric* metric : metrics) {
        text += "," + metric->name + (metric->time ? "_us" : "");
    }
    text += "\n";
    for (std::size_t mode = 0; mode < run.simulation.modes.size(); ++mode) {
        text += run.judgement->trace(mode).mode;
        for (const ComparedMetric* metric : metrics)
            text += "," + metric->plain(*run.judgement, mode);
        text += "\n";
    }
    return text;
}

}  // namespace tidemark
