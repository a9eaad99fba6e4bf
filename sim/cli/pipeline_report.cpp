#include "sim/cli/pipeline_report.h"

#include "sim/cli/text.h"
#include "sim/judge/clock_text.h"
#include "sim/judge/fault_effects.h"
#include "sim/scenario/values.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::string delay_in_words(const Delay& delay) {
    const auto at_most = [](const std::optional<ProcessingDuration>& max) {
        return max ? ", at most " + to_string(*max) : std::string();
    };
    return std::visit(
        Overloaded{
            [](const FixedDelay& d) {
                return d.value.count() == 0 ? std::string("at once") : to_string(d.value) + " later";
            },
            [&](const ExponentialDelay& d) {
                return (d.base.count() > 0 ? to_string(d.base) + " and " : "") +
                       fmt::format("{} later on average{}", to_string(d.mean), at_most(d.max));
            },
            [](const UniformDelay& d) { return fmt::format("{} to {} later", to_string(d.min), to_string(d.max)); },
            [&](const NormalDelay& d) {
                return fmt::format("{} ± {} later{}", to_string(d.mean), to_string(d.deviation), at_most(d.max));
            },
            [](const ParetoDelay& d) {
                return fmt::format("{} later or, rarely, up to {}", to_string(d.min), to_string(d.max));
            },
        },
        delay);
}

std::string events_in_words(const Events& events, const Clock& clock) {
    return std::visit(Overloaded{
                          [](const std::vector<ListedEvent>& listed) { return counted(listed.size(), "listed event"); },
                          [&](const PeriodicEvents& p) {
                              return fmt::format("{}, one every {} from {}", counted(p.count, "event"),
                                                 to_string(p.every), clock_text(p.first, clock));
                          },
                          [&](const GeneratedEvents& g) {
                              return fmt::format("{} events {} from {} to {}", rate_text(g.rate_millionths),
                                                 g.poisson ? "by chance" : "evenly", clock_text(g.from, clock),
                                                 clock_text(g.until, clock));
                          },
                          [](const RecordedEvents& r) {
                              return fmt::format("{} recorded in {}", counted(r.rows.size(), "event"), r.file);
                          },
                      },
                      events);
}

std::string offline_in_words(const Offline& offline, const Clock& clock) {
    return std::visit(
        Overloaded{
            [&](const std::vector<OfflineInterval>& intervals) {
                std::vector<std::string> parts;
                for (const OfflineInterval& i : intervals) {
                    parts.push_back(fmt::format("{} to {}{}", clock_text(i.from, clock), clock_text(i.until, clock),
                                                i.why.empty() ? "" : " (" + i.why + ")"));
                }
                return "offline " + enumerated(parts);
            },
            [](const OfflinePhases& p) {
                return fmt::format("{} of the users are offline now and then, {} on average", share_text(p.users),
                                   to_string(p.mean));
            },
        },
        offline);
}

std::string sink_in_words(const SinkSettings& sink) {
    switch (sink.kind) {
        case SinkKind::append:
            return "rows are appended";
        case SinkKind::upsert:
            return "a row replaces its window's last one";
        case SinkKind::transactional:
            return sink.isolation == ReadIsolation::committed
                       ? "rows are committed with the checkpoints"
                       : "rows are committed with the checkpoints, and read before that";
    }
    return {};
}

std::string words_of(const StreamMode& m, const Clock& clock) {
    std::string text = m.time == TimeDomain::processing ? "a stream by its own clock" : "a stream in event time";
    if (m.profile != EngineName::flink) text += fmt::format(" as {} does it", to_string(m.profile));
    if (m.time == TimeDomain::event) {
        text += fmt::format("; the watermark holds back {}", to_string(m.watermark.delay));
        if (m.watermark.idle_after)
            text += fmt::format(" and leaves out what is idle for {}", to_string(*m.watermark.idle_after));
        const bool dropped = m.late == LatePolicy::drop;
        text += fmt::format("; windows stay open {} more, what comes later {}", to_string(m.allowed_lateness),
                            dropped ? "is dropped" : "goes to the side output");
    }
    if (m.repair_at) text += fmt::format("; a repair at {} adds the side output", clock_text(*m.repair_at, clock));
    text += m.checkpoint ? fmt::format("; a checkpoint every {}", to_string(m.checkpoint->every)) : "; no checkpoints";
    return text + "; " + sink_in_words(m.sink);
}

std::string words_of(const MicroBatchMode& m, const Clock& clock) {
    std::string text = fmt::format("a small batch every {}", to_string(m.trigger));
    if (m.runs) {
        text = m.runs->all_available ? "small batches until nothing is left, " : "one batch, ";
        text += m.runs->at.size() == 1 ? "started at " + clock_text(m.runs->at.front(), clock)
                                       : fmt::format("started {} times", m.runs->at.size());
    }
    if (m.records_max) text += fmt::format(", of {} records at most", count_text(*m.records_max));
    if (m.watermark_delay) text += fmt::format("; the watermark holds back {}", to_string(*m.watermark_delay));
    switch (m.output) {
        case OutputMode::append:
            return text + "; hands on finished windows";
        case OutputMode::update:
            return text + "; hands on changed windows";
        case OutputMode::complete:
            return text + "; hands on all windows each time";
    }
    return text;
}

std::string words_of(const BatchMode& m, const Clock& clock) {
    std::vector<std::string> at;
    for (const ProcessingTime fires : m.schedule.at)
        at.push_back(clock_text(fires, clock));
    if (at.size() > 3) at = {at.front(), "...", at.back()};
    std::string text = fmt::format("a job at {}", joined(at, ", "));
    text += fmt::format(" that reads the {} partition of {}, filed by {}",
                        m.schedule.partition == BatchMode::Schedule::Partition::previous ? "last whole" : "current",
                        to_string(m.partition_size),
                        m.partition_by == BatchMode::PartitionBy::event_time ? "event time" : "arrival");
    if (m.look_back > 0) text += fmt::format(", and {} before it", counted(m.look_back, "more", "more"));
    if (m.takes) text += fmt::format("; takes {}", to_string(*m.takes));
    for (const BatchMode::Backfill& fill : m.backfill) {
        text += fmt::format("; at {} it runs again over {}", clock_text(fill.at, clock),
                            counted(fill.partitions.size(), "partition"));
    }
    return text + (m.output == BatchMode::Output::overwrite ? "; overwrites its output" : "; appends to its output");
}

// Mermaid reads quotes and brackets as its own.
std::string label(const std::string& text) {
    std::string clean;
    for (const char c : text)
        clean += c == '"' ? '\'' : c;
    return "\"" + clean + "\"";
}

void section(std::string& text, const Console& console, std::string_view title,
             const std::vector<std::pair<std::string, std::string>>& lines) {
    text += "\n" + console.out.paint(Role::strong, title) + "\n";
    std::size_t widest = 0;
    for (const auto& [name, words] : lines)
        widest = std::max(widest, std::min<std::size_t>(24, display_width(name)));
    for (const auto& [name, words] : lines) {
        const std::size_t margin = 2 + widest + 2;
        const std::string flow = flowed(words, std::min<std::size_t>(console.out.width(), 110), margin);
        const std::string head = "  " + padded_right(console.out.paint(Role::accent, name), widest + 2);
        text += display_width(name) > widest ? "  " + console.out.paint(Role::accent, name) + "\n" + flow
                                             : head + flow.substr(margin);
    }
}

}  // namespace

std::string mode_in_words(const Mode& mode, const Clock& clock) {
    return std::visit([&](const auto& settings) { return words_of(settings, clock); }, mode.settings);
}

std::string source_in_words(const Source& source, const Clock& clock) {
    std::string text = events_in_words(source.events, clock);
    const bool recorded = std::holds_alternative<RecordedEvents>(source.events);
    if (!recorded) text += "; they arrive " + delay_in_words(source.delay);
    if (source.user_count > 0) text += "; of " + counted(source.user_count, "user");
    if (source.offline) text += "; " + offline_in_words(*source.offline, clock);
    if (source.clock_skew.count() != 0) text += fmt::format("; its clock is off by {}", to_string(source.clock_skew));
    if (source.duplicates) text += fmt::format("; {} are sent again", share_text(source.duplicates->share));
    return text;
}

std::string mermaid(const Scenario& scenario) {
    std::string text = "flowchart LR\n";
    for (std::size_t i = 0; i < scenario.sources.size(); ++i) {
        text += fmt::format("    source{0}([{1}]) --> log\n", i, label(scenario.sources[i].name));
    }
    text +=
        fmt::format("    log[({})]\n",
                    label(fmt::format("{}, {}", scenario.log.topic, counted(scenario.log.partitions, "partition"))));
    const bool files = std::any_of(scenario.modes.begin(), scenario.modes.end(),
                                   [](const Mode& mode) { return std::holds_alternative<BatchMode>(mode.settings); });
    if (files) text += "    log --> files[(\"object store\")]\n";
    for (std::size_t i = 0; i < scenario.modes.size(); ++i) {
        const Mode& mode = scenario.modes[i];
        const bool batch = std::holds_alternative<BatchMode>(mode.settings);
        text +=
            fmt::format("    {} --> mode{}[{}] --> table{}[({})]\n", batch ? "files" : "log", i,
                        label(fmt::format("{}: {}", mode.name, kind_of(mode))), i, label("answers of " + mode.name));
        const auto* stream = std::get_if<StreamMode>(&mode.settings);
        if (stream != nullptr && stream->late == LatePolicy::side_output)
            text += fmt::format("    mode{0} -. late .-> side{0}[(\"side output\")]\n", i);
    }
    return text;
}

std::string pipeline_report(const Scenario& scenario, const Console& console) {
    const Terminal& out = console.out;
    const Clock& clock = scenario.clock;
    std::string text =
        out.paint(Role::strong, scenario.id) + (scenario.title.empty() ? "" : " · " + scenario.title) + "\n";
    if (!scenario.about.empty()) text += flowed(scenario.about, std::min<std::size_t>(out.width(), 110));

    std::vector<std::pair<std::string, std::string>> lines;
    for (const Source& source : scenario.sources)
        lines.emplace_back(source.name, source_in_words(source, clock));
    section(text, console, "Events come from", lines);
    section(text, console, "They are kept in",
            {{scenario.log.topic, fmt::format("a log of {}, for {}", counted(scenario.log.partitions, "partition"),
                                              to_string(scenario.log.retention))}});
    section(text, console, "The question", {{"job", to_string(scenario.job)}});
    lines.clear();
    for (const Mode& mode : scenario.modes)
        lines.emplace_back(mode.name, mode_in_words(mode, clock));
    section(text, console, "Who answers it", lines);
    if (!scenario.faults.empty()) {
        lines.clear();
        for (const Fault& fault : scenario.faults)
            lines.emplace_back(std::string{name_of(fault)}, fault_in_words(fault, clock));
        section(text, console, "What goes wrong", lines);
    }
    return text + "\n```mermaid\n" + mermaid(scenario) + "```\n";
}

}  // namespace tidemark
