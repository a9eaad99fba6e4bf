#pragma once

#include "sim/world/tape.h"

#include <chrono>

// Scenarios as values, for the tests of the world.
namespace tidemark::test {

using namespace std::chrono_literals;

// Midnight of 2024-04-10, and instants on that day and the next.
inline constexpr EventTime day0{EventDuration{std::chrono::hours{24} * 19'823}};
inline EventTime on(EventDuration since_midnight) { return day0 + since_midnight; }
inline ProcessingTime seen(ProcessingDuration since_midnight) { return instant_of(day0) + since_midnight; }

inline Scenario empty_scenario(EventDuration from, EventDuration until) {
    Scenario scenario;
    scenario.clock.day0 = instant_of(day0);
    scenario.clock.from = seen(from);
    scenario.clock.until = seen(until);
    return scenario;
}

inline ListedEvent listed(const char* id, EventDuration at) {
    ListedEvent event;
    event.id = id;
    event.at = on(at);
    return event;
}

inline Source generated_source(const char* name, std::int64_t rate, EventDuration from, EventDuration until) {
    Source source;
    source.name = name;
    source.events = GeneratedEvents{rate * 1'000'000, true, on(from), on(until), {}};
    return source;
}

// The click from the subway: forty on wifi, two of Bo, one of Dan.
inline Scenario subway() {
    Scenario scenario = empty_scenario(23h + 50min, 24h + 40min);
    Source wifi;
    wifi.name = "wifi";
    wifi.users = {"wifi"};
    wifi.events = PeriodicEvents{60s, on(23h + 50min + 30s), 40};
    wifi.id_template = "w{n:02}";
    wifi.delay = FixedDelay{1s};
    Source bo;
    bo.name = "bo";
    bo.users = {"bo"};
    bo.events = std::vector<ListedEvent>{listed("bo1", 23h + 58min), listed("bo2", 23h + 58min + 40s)};
    bo.offline = std::vector<OfflineInterval>{{seen(23h + 57min + 50s), seen(24h + 3min), "in the subway"}};
    Source dan;
    dan.name = "dan";
    dan.users = {"dan"};
    dan.events = std::vector<ListedEvent>{listed("dan1", 23h + 59min + 10s)};
    dan.offline = std::vector<OfflineInterval>{{seen(23h + 59min), seen(24h + 20min + 30s), "in flight mode"}};
    scenario.sources = {wifi, bo, dan};
    return scenario;
}

// The crowd of the lessons: 20 clicks a second for four hours, of 2,000 users; one in twenty keeps going offline.
inline Scenario crowd() {
    Scenario scenario = empty_scenario(20h, 25h);
    Source source = generated_source("crowd", 20, 20h, 24h);
    source.user_count = 2000;
    source.delay = ExponentialDelay{150ms, {}, 50ms};
    source.offline = OfflinePhases{{50'000}, 12min, 4min, 30min, "in a tunnel"};
    scenario.sources = {source};
    return scenario;
}

}  // namespace tidemark::test
