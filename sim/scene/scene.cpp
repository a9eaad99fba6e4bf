#include "sim/scene/scene.h"

#include "engine/invariant.h"
#include "sim/judge/clock_text.h"
#include "sim/scene/painting.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

namespace tidemark {

Mark mark_at(const View& view, MarkKind kind, ProcessingTime from, ProcessingTime until, std::int64_t y0,
             std::int64_t y1) {
    const Places places{view};
    Mark mark;
    mark.kind = kind;
    mark.mode = view.mode;
    mark.x0 = places.x(from);
    mark.x1 = places.x(until);
    mark.y0 = y0;
    mark.y1 = y1;
    return mark;
}

namespace {

void add_ideal(const View& view, std::vector<Mark>& marks) {
    // The stretch of the diagonal that lies in the picture.
    const std::int64_t from = std::max(view.seen.from, instant_of(view.happened.from)).time_since_epoch().count();
    const std::int64_t until = std::min(view.seen.until, instant_of(view.happened.until)).time_since_epoch().count();
    if (from >= until) return;
    Mark ideal;
    ideal.kind = MarkKind::ideal;
    ideal.mode = view.mode;
    ideal.x0 = from;
    ideal.x1 = until;
    ideal.y0 = from / 1000;
    ideal.y1 = until / 1000;
    ideal.text = "ideal: no delay";
    ideal.sentence = "an event on this line is seen the instant it happens";
    marks.push_back(std::move(ideal));
}

void add_now(SceneTables& tables, const View& view, std::vector<Mark>& marks) {
    if (view.now < view.seen.from || view.now > view.seen.until) return;
    const Places places{view};
    Mark now = mark_at(view, MarkKind::now, view.now, view.now, places.bottom(), places.top());
    now.text = fmt::format("now {}", moment_text(view.now, tables.clock()));
    marks.push_back(std::move(now));
}

}  // namespace

Scenes::Scenes(const Simulation& simulation) : tables_(std::make_unique<SceneTables>(simulation)) {
    INVARIANT(simulation.level == TraceLevel::full, "pictures are made of a trace of level full");
}
Scenes::~Scenes() = default;

Judgement& Scenes::judgement() { return tables_->judgement; }

View Scenes::whole(std::size_t mode) {
    View view;
    const Clock& clock = tables_->clock();
    const Tape& tape = tables_->judgement.tape();
    view.mode = mode;
    view.seen.from = clock.from;
    view.seen.until = std::max(clock.until.value_or(clock.from), clock.from + ProcessingDuration{1'000'000});
    // What the end of the clock set off is still shown.
    const ModeTrace& trace = tables_->judgement.trace(mode);
    if (!trace.rows.empty()) view.seen.until = std::max(view.seen.until, trace.rows.back().stamp.at);
    view.now = view.seen.until;
    view.happened = {clock_reading(view.seen.from), clock_reading(view.seen.until)};
    if (tape.events.empty()) return view;
    // What happened, and a little room above and below.
    const EventDuration span = std::max(tape.last_happened - tape.first_happened, EventDuration{1'000});
    view.happened.from = tape.first_happened - span / 20;
    view.happened.until = tape.last_happened + span / 12;
    return view;
}

void Scenes::fit_event_time(View& view) {
    const ProcessingDuration span = view.seen.until - view.seen.from;
    const std::int64_t columns = std::max<std::int64_t>(view.columns, 1);
    const EventDuration high{std::max<std::int64_t>(1, span.count() / columns * view.rows / 1000)};
    view.happened.from = clock_reading(view.seen.from);
    const EventDuration room{span.count() / 25'000};
    view.happened.until =
        std::max(view.happened.from + high, clock_reading(std::min(view.now, view.seen.until)) + room);
}

Scene Scenes::at(const View& view) {
    Scene scene;
    scene.view = view;
    const View& seen = scene.view;
    INVARIANT(seen.seen.from < seen.seen.until && seen.happened.from < seen.happened.until,
              "a picture needs a stretch of both times");
    if (!seen.events_only) add_bands(*tables_, seen, scene.plane);
    add_ideal(seen, scene.plane);
    if (!seen.events_only) {
        add_watermarks(*tables_, seen, scene.plane);
        add_batches(*tables_, seen, scene.plane);
    }
    add_event_marks(*tables_, seen, scene.plane);
    if (!seen.events_only) {
        add_firings(*tables_, seen, scene.plane);
        add_faults(*tables_, seen, scene.plane);
    }
    add_now(*tables_, seen, scene.plane);
    using MakeLane = std::optional<Lane> (*)(SceneTables&, const View&);
    for (const MakeLane make :
         {in_flight_lane, log_lane, operator_lane, checkpoint_lane, state_lane, sink_lane, fault_lane}) {
        const bool of_the_world = make == in_flight_lane || make == fault_lane;
        if (seen.events_only && !of_the_world) continue;
        if (std::optional<Lane> lane = make(*tables_, seen)) scene.lanes.push_back(std::move(*lane));
    }
    if (!seen.events_only) scene.errors = error_chart(*tables_, seen);
    return scene;
}

}  // namespace tidemark
