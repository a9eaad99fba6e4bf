#include "tests/sim/judge/hand_made.h"

#include "sim/judge/query.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark::hand_made {
namespace {

EventTime midnight() { return EventTime{EventDuration{days_from_civil(2024, 4, 11) * 86'400'000}}; }

}  // namespace

EventTime event_at(std::int64_t seconds) { return midnight() + std::chrono::seconds{seconds}; }
ProcessingTime at(std::int64_t seconds) { return instant_of(midnight()) + std::chrono::seconds{seconds}; }

std::shared_ptr<const Tape> tape_of(std::vector<Event> events, std::uint32_t partitions) {
    auto tape = std::make_shared<Tape>();
    tape->partitions.resize(partitions);
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.happened < b.happened; });
    struct Arrival {
        std::int64_t at;
        std::uint64_t delivery;
    };
    std::vector<Arrival> arrivals;
    for (std::uint64_t i = 0; i < events.size(); ++i) {
        const Event& event = events[i];
        GeneratedEvent generated;
        generated.happened = event_at(event.happened);
        generated.sent = instant_of(generated.happened);
        generated.record.id = EventId{i};
        generated.record.at = event_at(event.happened + event.skew);
        generated.record.value = event.value;
        generated.record.key = tape->names.keys.intern(event.key);
        generated.number = static_cast<std::uint32_t>(i);
        tape->event_names.push_back(event.name);
        tape->events.push_back(generated);
        for (std::uint32_t copy = 0; copy < event.arrives.size(); ++copy) {
            arrivals.push_back({event.arrives[copy], tape->deliveries.size()});
            tape->deliveries.push_back(
                {EventId{i}, copy, at(event.arrives[copy]), PartitionId{event.partition}, std::nullopt});
        }
        tape->first_happened = std::min(tape->first_happened, generated.happened);
        tape->last_happened = std::max(tape->last_happened, generated.happened);
    }
    std::stable_sort(arrivals.begin(), arrivals.end(), [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
    for (const Arrival& arrival : arrivals) {
        Delivery& delivery = tape->deliveries[arrival.delivery];
        LogPartition& partition = tape->partitions[delivery.partition.value];
        delivery.offset = Offset{partition.size()};
        partition.append({tape->events[delivery.event.value].record, delivery.arrives});
        ++tape->delivered;
    }
    tape->generated = tape->events.size();
    tape->cohorts = {""};
    tape->naming = {{"hand", ""}};
    return tape;
}

std::vector<Event> subway_clicks() {
    std::vector<Event> clicks;
    for (int n = 0; n < 40; ++n)
        clicks.push_back({fmt::format("w{:02}", n), -570 + 60 * n, {-569 + 60 * n}});
    clicks.push_back({"bo1", -120, {180}});
    clicks.push_back({"bo2", -80, {180}});
    clicks.push_back({"dan1", -50, {1230}});
    return clicks;
}

Scenario hourly_count() {
    Scenario scenario;
    scenario.id = "hand-made";
    scenario.clock.day0 = at(-86'400);
    scenario.clock.from = at(-600);
    scenario.clock.until = at(2400);
    scenario.clock.at_end = Clock::AtEnd::drain;
    scenario.sources.emplace_back();
    scenario.job.logic.window = Tumbling{std::chrono::hours{1}, {}};
    scenario.job.logic.aggregate = AggregateSpec{};
    return scenario;
}

StreamMode stream_mode(const Scenario& scenario) {
    StreamMode mode;
    mode.job = scenario.job.logic;
    mode.watermark.delay = std::chrono::seconds{30};
    return mode;
}
MicroBatchMode micro_batch_mode(const Scenario& scenario) {
    MicroBatchMode mode;
    mode.job = scenario.job.logic;
    mode.trigger = std::chrono::minutes{5};
    mode.watermark_delay = std::chrono::seconds{30};
    return mode;
}
BatchMode batch_mode(const Scenario& scenario) {
    BatchMode mode;
    mode.job = scenario.job.logic;
    mode.schedule.at = {at(1800)};
    mode.takes = std::chrono::minutes{2};
    return mode;
}

void add(Scenario& scenario, std::string name, std::variant<StreamMode, MicroBatchMode, BatchMode> mode) {
    scenario.modes.push_back({std::move(name), std::move(mode), {}});
}

Scenario subway() {
    Scenario scenario = hourly_count();
    StreamMode naive = stream_mode(scenario);
    naive.time = TimeDomain::processing;
    add(scenario, "naive", naive);
    StreamMode stream = stream_mode(scenario);
    stream.allowed_lateness = std::chrono::minutes{10};
    stream.late = LatePolicy::side_output;
    stream.checkpoint.emplace();
    stream.checkpoint->every = std::chrono::minutes{2};
    stream.checkpoint->takes = std::chrono::seconds{25};
    add(scenario, "stream", stream);
    add(scenario, "micro", micro_batch_mode(scenario));
    add(scenario, "batch", batch_mode(scenario));
    return scenario;
}

Simulation run_on(const Scenario& scenario, std::shared_ptr<const Tape> tape, TraceLevel level) {
    RunOptions options;
    options.level = level;
    return run(std::make_shared<const Scenario>(scenario), Seed{1}, std::move(tape), options);
}

Query ask(QueryKind kind, std::string mode) {
    Query query;
    query.kind = kind;
    query.mode = std::move(mode);
    return query;
}
Query ask(QueryKind kind, std::string mode, std::int64_t window) {
    Query query = ask(kind, std::move(mode));
    query.window = event_at(window);
    return query;
}
Query ask_event(QueryKind kind, std::string mode, std::string event) {
    Query query = ask(kind, std::move(mode));
    query.event = std::move(event);
    return query;
}

std::string answer(Judgement& judgement, const Query& query) {
    const Evaluation evaluation = evaluate(judgement, query);
    return evaluation.problem ? *evaluation.problem : to_text(evaluation.value, judgement.scenario().clock);
}

}  // namespace tidemark::hand_made
