#include "tests/engine/windowing/streams.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

std::string text_of(const Window& window) {
    return fmt::format("[{},{})", window.start.time_since_epoch().count(), window.end.time_since_epoch().count());
}

}  // namespace

std::vector<StreamStep> drawn_stream(std::uint64_t seed, std::size_t records, std::int64_t disorder_ms) {
    Drawn drawn{seed * 1'000'003};
    std::vector<StreamStep> steps;
    std::int64_t now = 5'000, latest = 0;
    for (std::size_t i = 0; i < records; ++i) {
        now += static_cast<std::int64_t>(drawn.below(1'500));
        StreamStep step;
        step.record.id = EventId{i};
        const auto early = static_cast<std::int64_t>(drawn.below(static_cast<std::uint64_t>(disorder_ms) + 1));
        step.record.at = EventTime{EventDuration{std::max<std::int64_t>(0, now - early)}};
        step.record.value = static_cast<std::int64_t>(drawn.below(100)) - 50;
        step.record.key = KeyId{static_cast<std::uint32_t>(drawn.below(4))};
        step.record.user = UserId{static_cast<std::uint32_t>(drawn.below(3))};
        latest = std::max(latest, step.record.at.time_since_epoch().count());
        steps.push_back(step);
        if (drawn.below(4) == 0) {
            StreamStep watermark;
            watermark.kind = StreamStep::Kind::watermark;
            watermark.watermark = EventTime{EventDuration{latest - 3'000}};
            steps.push_back(watermark);
        }
        if (drawn.below(4) == 0) {
            StreamStep clock;
            clock.kind = StreamStep::Kind::clock;
            clock.now = ProcessingTime{EventDuration{now}};
            steps.push_back(clock);
        }
    }
    StreamStep end;
    end.kind = StreamStep::Kind::watermark;
    end.watermark = event_time_max;
    steps.push_back(end);
    return steps;
}

void tell(WindowOperator& to, const StreamStep& step, WindowOutput& output) {
    switch (step.kind) {
        case StreamStep::Kind::record:
            to.record(step.record, output);
            return;
        case StreamStep::Kind::watermark:
            to.watermark(step.watermark, output);
            return;
        case StreamStep::Kind::clock:
            to.processing_time(step.now, output);
            return;
    }
}

std::string text_of(const WindowOutput& output, const WindowOptions& options) {
    std::string text;
    for (const Pane& pane : output.panes)
        text += fmt::format("pane k{} {} {} members={} at={} {} {} {} {}{} fresh={} {}\n", pane.key.value,
                            text_of(pane.window), to_string(options.aggregate, pane.value), pane.value.members,
                            pane.at.time_since_epoch().count(), to_string(pane.timing), pane.index,
                            pane.nonspeculative_index, pane.final ? "final" : "", pane.tombstone ? "tombstone" : "",
                            pane.fresh_count, pane.fresh_members);
    for (const Refused& refused : output.refused)
        text += fmt::format("refused {} {} {} {} {}\n", refused.record.id.value,
                            refused.window ? text_of(*refused.window) : "all", refused.side_output,
                            refused.counted_elsewhere, refused.finished);
    for (const Placed& placed : output.placed)
        text += fmt::format("placed {} k{} {} {}\n", placed.event.value, placed.key.value, text_of(placed.window),
                            placed.late);
    for (const auto& [key, window] : output.cleared)
        text += fmt::format("cleared k{} {}\n", key.value, text_of(window));
    return text;
}

Trigger trigger_of(std::string_view text) { return std::get<Trigger>(parse_trigger(text)); }

}  // namespace tidemark
