#include "sim/scene/painting.h"

#include <set>

namespace tidemark {
namespace {

// Every instant at which something happened in the mode.
std::vector<ProcessingTime> records_of(SceneTables& tables, std::size_t mode) {
    const ModeTrace& trace = tables.judgement.trace(mode);
    std::vector<ProcessingTime> instants = tables.world().appends;
    const auto add = [&](const auto& column) {
        for (const auto& entry : column)
            instants.push_back(entry.stamp.at);
    };
    add(trace.placed);
    add(trace.refused);
    add(trace.fired);
    add(trace.rows);
    add(trace.checkpoints);
    add(trace.jobs);
    add(trace.faults);
    for (const WatermarkRise& step : tables.of(mode).watermark)
        instants.push_back(step.at);
    return instants;
}

// The first late event of each window, every change of a window's error after its first answer, and what crashed.
std::vector<ProcessingTime> surprises_of(SceneTables& tables, std::size_t mode) {
    Judgement& judgement = tables.judgement;
    const ModeTrace& trace = judgement.trace(mode);
    std::vector<ProcessingTime> instants;
    std::set<Window> late;
    for (const PlacedEntry& entry : trace.placed)
        if (entry.placed.late && late.insert(entry.placed.window).second) instants.push_back(entry.stamp.at);
    late.clear();
    for (const RefusedEntry& entry : trace.refused) {
        Window window = entry.refused.window.value_or(Window{});
        const std::optional<WindowSpec>& spec = judgement.job(mode).window;
        if (!entry.refused.window && spec && !std::holds_alternative<Session>(*spec))
            for (const Window& each : windows_containing(*spec, entry.refused.record.at))
                window = each;
        if (late.insert(window).second) instants.push_back(entry.stamp.at);
    }
    const JobLogic& job = judgement.job(mode);
    if (job.window && job.aggregate && !std::holds_alternative<Global>(*job.window))
        for (const Window& window : judgement.answers(mode).windows()) {
            const ErrorCurve curve = error_curve(judgement.truth(mode), judgement.answers(mode), window, std::nullopt);
            std::int64_t before = 0;  // an answer that is right at once surprises nobody
            for (const ErrorCurve::Point& point : curve.points) {
                if (point.error.value_or(0) != before) instants.push_back(point.at);
                before = point.error.value_or(0);
            }
        }
    for (const Outage& outage : tables.of(mode).outages)
        instants.push_back(outage.from);
    return instants;
}

}  // namespace

const std::vector<ProcessingTime>& Scenes::stops(std::size_t mode, StopKind kind) {
    const auto [known, is_new] = tables_->stops.try_emplace({mode, kind});
    if (!is_new) return known->second;
    std::vector<ProcessingTime>& instants = known->second;
    if (kind == StopKind::record) instants = records_of(*tables_, mode);
    if (kind == StopKind::firing)
        for (const Firing& firing : tables_->of(mode).firings)
            instants.push_back(firing.at);
    if (kind == StopKind::surprise) instants = surprises_of(*tables_, mode);
    std::sort(instants.begin(), instants.end());
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    return instants;
}

}  // namespace tidemark
