#include "sim/judge/reasons.h"
#include "sim/scene/painting.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

namespace tidemark {

ErrorChart error_chart(SceneTables& tables, const View& view) {
    ErrorChart chart;
    chart.cell = tables.cell_of(view);
    Judgement& judgement = tables.judgement;
    const JobLogic& job = judgement.job(view.mode);
    if (!chart.cell) {
        chart.title = "no windows";
        return chart;
    }
    const Window& window = chart.cell->window;
    chart.title =
        fmt::format("error of {} {}", judgement.cell_name(view.mode, window, chart.cell->key), number_name(job));
    const std::vector<ErrorCurve>& curves = tables.curves_of(*chart.cell);
    for (const ErrorCurve& curve : curves)
        for (const ErrorCurve::Point& point : curve.points) {
            chart.bottom = std::min(chart.bottom, point.error.value_or(0));
            chart.top = std::max(chart.top, point.error.value_or(0));
        }
    // Before its window is over there is no truth to be held against.
    const ProcessingTime over_from = over_at(judgement, view.mode, window);
    const bool over = over_from <= view.now;
    if (!over) {
        chart.truth = fmt::format("no truth until {}", moment_text(over_from, tables.clock()));
        return chart;
    }
    const Truth& truth = judgement.truth(view.mode);
    if (chart.cell->key) {
        const TruthCell* cell = truth.find(window, *chart.cell->key);
        chart.truth = fmt::format("vs truth {}", value_text(job, cell ? cell->value : AggregateValue{}));
    } else {
        chart.truth = fmt::format("vs truth {}", value_text(job, truth.over_keys(window)));
    }
    const ProcessingTime end = shown_until(view);
    chart.marks.push_back(mark_at(view, MarkKind::truth, view.seen.from, view.seen.until, 0, 0));
    for (std::size_t mode = 0; mode < curves.size(); ++mode) {
        const std::string& name = judgement.trace(mode).mode;
        ErrorChart::End label;
        label.mode = mode;
        if (judgement.job(mode).window != job.window) {
            label.text = fmt::format("{}: other windows", name);
            chart.ends.push_back(std::move(label));
            continue;
        }
        label.text = fmt::format("{}: no answer yet", name);
        const auto add = [&](MarkKind kind, ProcessingTime from, ProcessingTime until, std::int64_t y) {
            if (until < view.seen.from || from > end) return;
            Mark step = mark_at(view, kind, from, std::min(until, end), y, y);
            step.mode = mode;
            step.sentence = kind == MarkKind::no_answer ? fmt::format("{} has no answer", name)
                                                        : fmt::format("{}: {} from {} on", name, error_text(job, y),
                                                                      moment_text(from, tables.clock()));
            chart.marks.push_back(std::move(step));
        };
        const std::vector<ErrorCurve::Point>& points = curves[mode].points;
        ProcessingTime since = std::max(view.seen.from, instant_of(window.end));
        if (points.empty() || points.front().at > since)
            add(MarkKind::no_answer, since, points.empty() ? view.now : std::min(points.front().at, view.now), 0);
        // At most so many steps of one curve.
        constexpr std::int64_t most = 100;
        const ProcessingDuration apart{
            points.size() > most ? Places{view}.wide(std::max<std::int64_t>(1, view.columns / most)) : 0};
        for (std::size_t i = 0; i < points.size() && points[i].at <= view.now;) {
            std::size_t next = i + 1;
            while (next < points.size() && points[next].at <= std::min(points[i].at + apart, view.now))
                ++next;
            const ErrorCurve::Point& shown = points[next - 1];
            const ProcessingTime until = next < points.size() ? points[next].at : processing_time_max;
            add(shown.error ? MarkKind::error : MarkKind::no_answer, points[i].at, until, shown.error.value_or(0));
            label.error = shown.error;
            label.text = shown.error ? fmt::format("{} {}", name, error_text(job, *shown.error))
                                     : fmt::format("{}: withdrawn", name);
            i = next;
        }
        chart.ends.push_back(std::move(label));
    }
    return chart;
}

}  // namespace tidemark
