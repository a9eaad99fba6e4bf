#include "sim/scene/tables.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace tidemark {

ModeKind mode_kind(const Judgement& judgement, std::size_t mode) {
    const auto& settings = judgement.settings(mode).settings;
    if (std::holds_alternative<StreamMode>(settings)) return ModeKind::stream;
    return std::holds_alternative<MicroBatchMode>(settings) ? ModeKind::micro_batch : ModeKind::batch;
}

bool upright_windows(const Judgement& judgement, std::size_t mode) {
    const auto& settings = judgement.settings(mode).settings;
    if (const auto* stream = std::get_if<StreamMode>(&settings)) return stream->time == TimeDomain::processing;
    if (const auto* micro = std::get_if<MicroBatchMode>(&settings)) return micro->time == TimeDomain::processing;
    return std::get<BatchMode>(settings).partition_by == BatchMode::PartitionBy::ingest_time;
}

EventDuration lateness_of(const Judgement& judgement, std::size_t mode) {
    const auto* stream = std::get_if<StreamMode>(&judgement.settings(mode).settings);
    return stream ? stream->allowed_lateness : EventDuration{};
}

ProcessingTime over_at(const Judgement& judgement, std::size_t mode, const Window& window) {
    const std::optional<WindowSpec>& spec = judgement.job(mode).window;
    const auto* session = spec ? std::get_if<Session>(&*spec) : nullptr;
    if (session == nullptr) return instant_of(window.end);
    const auto* stream = std::get_if<StreamMode>(&judgement.settings(mode).settings);
    // Beam's ends where the next one may begin; Flink's still takes what happens at its end; Kafka's ends with its last
    // event, and takes what happens up to the gap behind it.
    switch (stream ? stream->profile : EngineName::flink) {
        case EngineName::beam:
            return instant_of(window.end);
        case EngineName::flink:
            return instant_of(saturating_add(window.end, EventDuration{1}));
        case EngineName::kafka:
            return instant_of(saturating_add(window.end, session->gap));
    }
    return instant_of(window.end);
}

std::size_t count_until(const std::vector<ProcessingTime>& instants, ProcessingTime now) {
    return static_cast<std::size_t>(std::upper_bound(instants.begin(), instants.end(), now) - instants.begin());
}

std::size_t held_at(const ModeTables& tables, const WindowLife& life, ProcessingTime now) {
    std::size_t held = count_until(life.elements, now);
    // The newest crash first: what it took away, an older one can have taken away before.
    ProcessingTime counted = processing_time_max;
    for (auto back = tables.rollbacks.rbegin(); back != tables.rollbacks.rend(); ++back) {
        if (back->crash > now) continue;
        const ProcessingTime until = std::min(back->crash, counted);
        if (back->saved < until) {
            held -= count_until(life.elements, until) - count_until(life.elements, back->saved);
            counted = back->saved;
        }
    }
    return held;
}

namespace {

std::vector<Running> keeping_devices(const Scenario& scenario, const Tape& tape) {
    // Since its first event that waits, until it sends them all at one instant.
    std::map<std::tuple<std::uint32_t, UserId, ProcessingTime>, ProcessingTime> waits;
    for (const GeneratedEvent& event : tape.events) {
        const std::optional<Offline>& offline = scenario.sources[event.source].offline;
        if (!event.offline || !offline || !std::holds_alternative<OfflinePhases>(*offline)) continue;
        waits.try_emplace({event.source, event.record.user, event.sent}, instant_of(event.happened));
    }
    std::map<ProcessingTime, std::int64_t> changes;
    for (const auto& [device, since] : waits) {
        ++changes[since];
        --changes[std::get<ProcessingTime>(device)];
    }
    std::vector<Running> keeping;
    std::int64_t now = 0;
    for (const auto& [at, change] : changes)
        keeping.push_back({at, now += change});
    return keeping;
}

}  // namespace

WorldTables make_world_tables(const Scenario& scenario, const Tape& tape) {
    WorldTables world;
    world.arrival.assign(tape.events.size(), processing_time_max);
    for (const GeneratedEvent& event : tape.events) {
        world.happens.push_back(instant_of(event.happened));
        const EventDuration skew = event.record.at - event.happened;
        world.skew_max = std::max(world.skew_max, skew < EventDuration{} ? -skew : skew);
    }
    for (const Delivery& delivery : tape.deliveries) {
        if (!delivery.offset) continue;
        world.appends.push_back(delivery.arrives);
        ProcessingTime& first = world.arrival[delivery.event.value];
        first = std::min(first, delivery.arrives);
    }
    for (const ProcessingTime at : world.arrival)
        if (at != processing_time_max) world.arrives.push_back(at);
    std::sort(world.happens.begin(), world.happens.end());
    std::sort(world.arrives.begin(), world.arrives.end());
    std::sort(world.appends.begin(), world.appends.end());
    world.keeping = keeping_devices(scenario, tape);
    return world;
}

const WorldTables& SceneTables::world() {
    if (!world_tables) world_tables = make_world_tables(judgement.scenario(), judgement.tape());
    return *world_tables;
}

const ModeTables& SceneTables::of(std::size_t mode) {
    std::unique_ptr<ModeTables>& tables = modes.at(mode);
    if (!tables) {
        auto made = std::make_unique<ModeTables>();
        add_outages(judgement, mode, *made);
        add_rollbacks(judgement, mode, *made);
        add_jobs(judgement, mode, *made);
        add_checkpoints(judgement, mode, *made);
        add_flow(judgement, mode, *made);
        add_state(judgement, mode, *made);
        add_watermark(judgement, mode, *made);
        add_windows(judgement, mode, *made);
        add_events(judgement, mode, world(), *made);
        tables = std::move(made);
    }
    return *tables;
}

const std::vector<Answer>& SceneTables::answers_of(std::size_t mode, const Window& window) {
    const auto [known, is_new] = answers.try_emplace({mode, window});
    if (is_new) known->second = judgement.answers(mode).over_keys(window);
    return known->second;
}

const std::vector<ErrorCurve>& SceneTables::curves_of(const Cell& cell) {
    for (const auto& [known, of_modes] : curves)
        if (known == cell) return of_modes;
    std::vector<ErrorCurve> of_modes;
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode)
        of_modes.push_back(error_curve(judgement.truth(mode), judgement.answers(mode), cell.window, cell.key));
    constexpr std::size_t most = 64;
    if (curves.size() >= most) curves.erase(curves.begin());
    curves.emplace_back(cell, std::move(of_modes));
    return curves.back().second;
}

namespace {

// Whether a mode ever tells readers something wrong about a window, all keys together.
bool ever_wrong(const ErrorCurve& curve) {
    return std::any_of(curve.points.begin(), curve.points.end(),
                       [](const ErrorCurve::Point& point) { return point.error.value_or(0) != 0; });
}

}  // namespace

std::optional<Cell> SceneTables::cell_of(const View& view) {
    if (view.cell) return view.cell;
    const auto [known, is_new] = first_cells.try_emplace(view.mode);
    if (!is_new) return known->second;
    const JobLogic& job = judgement.job(view.mode);
    if (!job.window || !job.aggregate || std::holds_alternative<Global>(*job.window)) return std::nullopt;
    const Truth& truth = judgement.truth(view.mode);
    // Of the truth's windows first; what only a reader knows (a session that was torn apart) comes behind.
    constexpr std::size_t most_searched = 5'000;
    std::size_t searched = 0;
    for (const std::vector<Window>& windows : {truth.windows(), judgement.answers(view.mode).windows()})
        for (const Window& window : windows) {
            if (!known->second) known->second = Cell{window, std::nullopt};
            if (++searched > most_searched) return known->second;
            if (!ever_wrong(error_curve(truth, judgement.answers(view.mode), window, std::nullopt))) continue;
            known->second = Cell{window, std::nullopt};
            return known->second;
        }
    return known->second;
}

}  // namespace tidemark
