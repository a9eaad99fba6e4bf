#include "sim/judge/clock_text.h"
#include "sim/scene/painting.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

// The lanes of what is under way: in flight, in the log, at work.
namespace tidemark {
namespace {

constexpr std::size_t most_steps = 220;

// Instants of columns that lie in the picture, up to now; where they are too many to tell apart, the ends of columns.
class Instants {
public:
    explicit Instants(const View& view) : view_(view), end_(shown_until(view)) {}
    void add(const std::vector<ProcessingTime>& column) {
        const auto first = std::upper_bound(column.begin(), column.end(), view_.seen.from);
        const auto last = std::upper_bound(first, column.end(), end_);
        if (static_cast<std::size_t>(last - first) > most_steps) too_many_ = true;
        else instants_.insert(instants_.end(), first, last);
    }
    std::vector<ProcessingTime> take() {
        if (too_many_ || instants_.size() > most_steps) {
            instants_.clear();
            const ProcessingDuration step{std::max<std::int64_t>(
                1, (view_.seen.until - view_.seen.from).count() / static_cast<std::int64_t>(most_steps))};
            for (ProcessingTime at = view_.seen.from; at < end_; at += step)
                instants_.push_back(at);
        }
        instants_.push_back(view_.seen.from);
        std::sort(instants_.begin(), instants_.end());
        instants_.erase(std::unique(instants_.begin(), instants_.end()), instants_.end());
        return std::move(instants_);
    }

private:
    const View& view_;
    ProcessingTime end_;
    std::vector<ProcessingTime> instants_;
    bool too_many_{false};
};

// A curve that keeps its value until the next instant.
template <class ValueAt>
void add_steps(const View& view, MarkKind kind, const std::vector<ProcessingTime>& instants, ValueAt value_at,
               Lane& lane) {
    const ProcessingTime end = shown_until(view);
    for (std::size_t i = 0; i < instants.size(); ++i) {
        const ProcessingTime until = i + 1 < instants.size() ? instants[i + 1] : end;
        // A sampled column shows what is true at its end.
        const std::int64_t value = value_at(instants[i]);
        if (!lane.marks.empty() && lane.marks.back().kind == kind && lane.marks.back().y1 == value) {
            lane.marks.back().x1 = Places{view}.x(until);
            continue;
        }
        lane.marks.push_back(mark_at(view, kind, instants[i], until, kind == MarkKind::level ? 0 : value, value));
    }
    lane.marks.erase(std::remove_if(lane.marks.begin(), lane.marks.end(),
                                    [&](const Mark& mark) {
                                        return mark.kind == kind &&
                                               (mark.x0 >= mark.x1 || (kind == MarkKind::level && mark.y1 == 0));
                                    }),
                     lane.marks.end());
    for (const Mark& mark : lane.marks)
        lane.top = std::max(lane.top, mark.y1);
}

std::vector<ProcessingTime> instants_of(const std::vector<Running>& column) {
    std::vector<ProcessingTime> instants;
    instants.reserve(column.size());
    for (const Running& entry : column)
        instants.push_back(entry.at);
    return instants;
}

}  // namespace

std::optional<Lane> in_flight_lane(SceneTables& tables, const View& view) {
    const WorldTables& world = tables.world();
    const auto under_way = [&](ProcessingTime at) {
        return static_cast<std::int64_t>(count_until(world.happens, at)) -
               static_cast<std::int64_t>(count_until(world.arrives, at));
    };
    Lane lane;
    lane.kind = LaneKind::in_flight;
    Instants instants{view};
    instants.add(world.happens);
    instants.add(world.arrives);
    add_steps(view, MarkKind::level, instants.take(), under_way, lane);
    lane.reading = events_text(static_cast<std::uint64_t>(std::max<std::int64_t>(0, under_way(view.now))));
    return lane;
}

std::optional<Lane> log_lane(SceneTables& tables, const View& view) {
    const WorldTables& world = tables.world();
    const std::vector<Running>& position = tables.of(view.mode).position;
    const auto lag_at = [&](ProcessingTime at) {
        const Running* read = latest(position, at);
        return std::max<std::int64_t>(
            0, static_cast<std::int64_t>(count_until(world.appends, at)) - (read ? read->value : 0));
    };
    Lane lane;
    lane.kind = LaneKind::log;
    Instants instants{view};
    instants.add(world.appends);
    instants.add(instants_of(position));
    add_steps(view, MarkKind::level, instants.take(), lag_at, lane);
    // Appends, as many as can be told apart.
    const auto first = std::lower_bound(world.appends.begin(), world.appends.end(), view.seen.from);
    const auto last = std::upper_bound(first, world.appends.end(), shown_until(view));
    const ProcessingDuration apart{Places{view}.wide(std::max<std::int64_t>(2, view.columns / 160))};
    for (auto at = first; at != last;) {
        const auto next = std::lower_bound(at, last, *at + apart);
        Mark tick = mark_at(view, MarkKind::tick, *at, *at, 0, lane.top);
        tick.count = static_cast<std::uint64_t>(next - at);
        lane.marks.push_back(std::move(tick));
        at = next;
    }
    const std::int64_t lag = lag_at(view.now);
    lane.reading = lag == 0 ? "no lag" : fmt::format("lag {}", count_text(static_cast<std::uint64_t>(lag)));
    return lane;
}

namespace {

// A stream's task: how much of each stretch it spent on records; where work takes no time, when it did any.
Lane task_lane(SceneTables& tables, const View& view) {
    const ModeTables& mode = tables.of(view.mode);
    Lane lane;
    lane.kind = LaneKind::operators;
    lane.top = 100;
    const ProcessingTime end = shown_until(view);
    const ProcessingDuration step{Places{view}.wide(std::max<std::int64_t>(2, view.columns / 200))};
    const auto first = std::lower_bound(mode.processed.begin(), mode.processed.end(), view.seen.from);
    const auto last = std::upper_bound(first, mode.processed.end(), end);
    for (auto at = first; at != last;) {
        const ProcessingTime until = *at + step;
        const auto next = std::lower_bound(at, last, until);
        Mark busy = mark_at(view, MarkKind::busy, *at - mode.work, *(next - 1), 0, 100);
        busy.count = static_cast<std::uint64_t>(next - at);
        if (mode.work > ProcessingDuration{} && next - at > 1) {
            const std::int64_t worked = mode.work.count() * (next - at);
            const std::int64_t time = std::max<std::int64_t>(1, busy.x1 - busy.x0);
            busy.y1 = std::clamp<std::int64_t>(worked * 100 / time, 1, 100);
        }
        busy.sentence = fmt::format("{} worked on", events_text(busy.count));
        lane.marks.push_back(std::move(busy));
        at = next;
    }
    bool down = false;
    for (const Outage& outage : mode.outages) {
        if (outage.from > view.now) break;
        if (outage.until < view.seen.from) continue;
        Mark broken = mark_at(view, MarkKind::broken, outage.from, std::min(outage.until, end), 0, 100);
        broken.sentence = fmt::format("{} is down", outage.process);
        lane.marks.push_back(std::move(broken));
        down = down || outage.until > view.now;
    }
    const auto worked_until = count_until(mode.processed, view.now);
    const bool busy = mode.work > ProcessingDuration{} && worked_until < mode.processed.size() &&
                      mode.processed[worked_until] - mode.work <= view.now;
    lane.reading = down ? "down" : busy ? "busy" : "idle";
    return lane;
}

Lane job_lane(SceneTables& tables, const View& view) {
    const ModeTables& mode = tables.of(view.mode);
    const bool batch = mode_kind(tables.judgement, view.mode) == ModeKind::batch;
    Lane lane;
    lane.kind = LaneKind::operators;
    lane.top = 100;
    lane.reading = "idle";
    const ProcessingTime end = shown_until(view);
    const std::int64_t apart = Places{view}.wide(std::max<std::int64_t>(1, view.columns / 250));
    for (const JobAttempt& job : mode.jobs) {
        if (job.started > view.now) break;
        if (job.ended < view.seen.from) continue;
        const bool over = job.ended <= view.now;
        const bool failed = over && job.failed;
        const std::string_view what = batch ? "run" : "batch";
        if (!over) lane.reading = fmt::format("{} {} at work", what, job.run);
        Mark work =
            mark_at(view, failed ? MarkKind::broken : MarkKind::busy, job.started, std::min(job.ended, end), 0, 100);
        work.sentence = fmt::format(
            "{} {}{}, from {}{}", what, job.run,
            job.attempt > 1 && batch ? fmt::format(", attempt {}", job.attempt) : "",
            moment_text(job.started, tables.clock()),
            over ? fmt::format(" to {}{}", moment_text(job.ended, tables.clock()), failed ? ": failed" : "") : "");
        if (!lane.marks.empty() && lane.marks.back().kind == work.kind && work.x0 - lane.marks.back().x0 < apart) {
            lane.marks.back().x1 = std::max(lane.marks.back().x1, work.x1);
            ++lane.marks.back().count;
            continue;
        }
        if (batch) work.text = fmt::format("run {}", job.run);
        lane.marks.push_back(std::move(work));
    }
    for (const Outage& outage : mode.outages) {
        if (outage.from > view.now) break;
        if (outage.until < view.seen.from) continue;
        Mark broken = mark_at(view, MarkKind::broken, outage.from, std::min(outage.until, end), 0, 100);
        broken.sentence = fmt::format("{} is down", outage.process);
        if (outage.until > view.now) lane.reading = "down";
        lane.marks.push_back(std::move(broken));
    }
    return lane;
}

}  // namespace

std::optional<Lane> operator_lane(SceneTables& tables, const View& view) {
    return mode_kind(tables.judgement, view.mode) == ModeKind::stream ? task_lane(tables, view)
                                                                      : job_lane(tables, view);
}

}  // namespace tidemark
