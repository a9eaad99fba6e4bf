#pragma once

#include "sim/judge/judgement.h"
#include "sim/simulation.h"

#include <memory>
#include <string>
#include <vector>

// Small worlds made by hand: a tape whose every instant is written down, and scenarios to run on it.
namespace tidemark::hand_made {

// Seconds after midnight of 2024-04-11, in both clocks: the subway's midnight.
EventTime event_at(std::int64_t seconds);
ProcessingTime at(std::int64_t seconds);
inline EventDuration seconds(std::int64_t n) { return std::chrono::seconds{n}; }

struct Event {
    std::string name;
    std::int64_t happened{0};             // seconds
    std::vector<std::int64_t> arrives{};  // seconds, a copy each; none: never
    std::int64_t value{1};
    std::string key{};
    std::int64_t skew{0};  // the device's clock is so many seconds ahead
    std::uint32_t partition{0};
};

// The tape of these events, whatever their order.
std::shared_ptr<const Tape> tape_of(std::vector<Event> events, std::uint32_t partitions = 1);

// The forty-three clicks of the subway lesson.
std::vector<Event> subway_clicks();

// A scenario from 23:50 to 00:40 around midnight, that counts per hour; no costs. Modes are added by the tests.
Scenario hourly_count();
StreamMode stream_mode(const Scenario& scenario);
MicroBatchMode micro_batch_mode(const Scenario& scenario);
BatchMode batch_mode(const Scenario& scenario);
void add(Scenario& scenario, std::string name, std::variant<StreamMode, MicroBatchMode, BatchMode> mode);
// The subway lesson's modes: naive, stream, micro, batch.
Scenario subway();

Simulation run_on(const Scenario& scenario, std::shared_ptr<const Tape> tape, TraceLevel level = TraceLevel::full);

// Questions.
Query ask(QueryKind kind, std::string mode);
Query ask(QueryKind kind, std::string mode, std::int64_t window);
Query ask_event(QueryKind kind, std::string mode, std::string event);
// The answer in words; the problem where there is one.
std::string answer(Judgement& judgement, const Query& query);

}  // namespace tidemark::hand_made
