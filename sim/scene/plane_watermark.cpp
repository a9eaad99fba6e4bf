#include "sim/scene/painting.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

// The steps that can be told apart: all of them where they are few, else the last of each stretch of three columns.
std::vector<WatermarkRise> steps_to_show(const std::vector<WatermarkRise>& column, const View& view) {
    const auto before = [](ProcessingTime at, const WatermarkRise& step) { return at < step.at; };
    auto first = std::upper_bound(column.begin(), column.end(), view.seen.from, before);
    if (first != column.begin()) --first;  // where the staircase stands at the left edge
    const auto last = std::upper_bound(first, column.end(), shown_until(view), before);
    constexpr std::ptrdiff_t most = 300;
    if (last - first <= most) return {first, last};
    const std::int64_t wide = Places{view}.wide(std::max<std::int64_t>(1, view.columns / most));
    std::vector<WatermarkRise> steps;
    for (auto step = first; step != last;) {
        const ProcessingTime end = step->at + ProcessingDuration{wide};
        auto next = std::upper_bound(step, last, end, before);
        if (next == step) ++next;
        WatermarkRise shown = *(next - 1);
        for (auto gone = step; gone != next; ++gone)
            if (!gone->value) shown.value = std::nullopt;  // a restart is never skipped
        if ((next - 1)->value) shown.value = (next - 1)->value;
        steps.push_back(shown);
        step = next;
    }
    return steps;
}

// Where the earliest window that is still open begins.
EventTime open_from(const std::optional<WindowSpec>& spec, EventTime watermark) {
    if (!spec || watermark == event_time_max || watermark == event_time_min) return watermark;
    const EventTime next = watermark + EventDuration{1};
    if (const auto* tumbling = std::get_if<Tumbling>(&*spec)) return floor_to(next, tumbling->size, tumbling->offset);
    if (const auto* sliding = std::get_if<Sliding>(&*spec))
        return saturating_add(saturating_subtract(floor_to(next, sliding->period, sliding->offset), sliding->size),
                              sliding->period);
    return watermark;
}

}  // namespace

void add_watermarks(SceneTables& tables, const View& view, std::vector<Mark>& marks) {
    const std::vector<WatermarkRise> steps = steps_to_show(tables.of(view.mode).watermark, view);
    const Places places{view};
    const EventDuration lateness = lateness_of(tables.judgement, view.mode);
    const std::optional<WindowSpec>& spec = tables.judgement.job(view.mode).window;
    std::vector<Mark> staircase, horizon;
    std::optional<std::int64_t> y_before, horizon_before;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!steps[i].value) {
            y_before.reset();
            horizon_before.reset();
            continue;
        }
        const EventTime value = *steps[i].value;
        const ProcessingTime until = i + 1 < steps.size() ? steps[i + 1].at : shown_until(view);
        const std::int64_t y = places.y(value);
        if (value >= view.happened.from || y_before.value_or(0) > places.bottom()) {
            Mark step = mark_at(view, MarkKind::watermark, steps[i].at, until, y_before.value_or(y), y);
            step.sentence = fmt::format("from {} on, the watermark stands at {}",
                                        moment_text(steps[i].at, tables.clock()), moment_text(value, tables.clock()));
            staircase.push_back(std::move(step));
            const std::int64_t open = places.y(open_from(spec, value));
            if (open < y) marks.push_back(mark_at(view, MarkKind::behind_watermark, steps[i].at, until, open, y));
        }
        y_before = y;
        if (lateness <= EventDuration{} || lateness == EventDuration::max()) continue;
        const EventTime late = value == event_time_max ? value : saturating_subtract(value, lateness);
        const std::int64_t at = places.y(late);
        if (late >= view.happened.from)
            horizon.push_back(
                mark_at(view, MarkKind::lateness_horizon, steps[i].at, until, horizon_before.value_or(at), at));
        horizon_before = at;
    }
    if (!staircase.empty()) staircase.back().text = "watermark";
    marks.insert(marks.end(), horizon.begin(), horizon.end());
    marks.insert(marks.end(), staircase.begin(), staircase.end());
}

}  // namespace tidemark
