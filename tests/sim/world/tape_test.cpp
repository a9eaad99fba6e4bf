#include "sim/world/tape.h"

#include "engine/invariant.h"
#include "tests/sim/world/tape_scenarios.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace tidemark {
namespace {

using namespace test;

std::shared_ptr<const Tape> draw_full(const Scenario& scenario, std::uint64_t seed = 42) {
    return draw_tape(scenario, Seed{seed}, TraceLevel::full);
}

ProcessingTime arrival_of(const Tape& tape, const std::string& name) {
    const auto ids = tape.find_event(name);
    if (ids.size() != 1) return {};
    for (const Delivery& delivery : tape.deliveries)
        if (delivery.event == ids.front()) return delivery.arrives;
    return {};
}

// The log in order, told in event names.
std::string told(const Tape& tape, std::size_t partition = 0) {
    std::string text;
    for (std::uint64_t i = 0; i < tape.partitions[partition].size(); ++i)
        text += tape.event_name(tape.partitions[partition].at(Offset{i}).record.id) + " ";
    return text;
}

// What a source's events are, in names: what must not change when another source comes or goes.
std::vector<std::string> events_of(const Tape& tape, const std::string& source) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < tape.events.size(); ++i) {
        const GeneratedEvent& event = tape.events[i];
        if (tape.naming[event.source].source_name != source) continue;
        std::string line = tape.event_name(EventId{i}) + " " + to_iso(event.happened) + " " + to_iso(event.record.at) +
                           " " + to_iso(event.sent) + " " + std::to_string(event.record.value) + " " +
                           tape.names.keys.name(event.record.key) + " " + tape.names.users.name(event.record.user);
        for (const Delivery& delivery : tape.deliveries)
            if (delivery.event == EventId{i})
                line += " " + to_iso(delivery.arrives) + " " + std::to_string(delivery.partition.value);
        lines.push_back(line);
    }
    return lines;
}

TEST(Tape, TheClicksFromTheSubwayArriveWhenTheyShould) {
    const auto tape = draw_full(subway());
    EXPECT_EQ(tape->generated, 43u);
    EXPECT_EQ(tape->delivered, 43u);
    EXPECT_EQ(tape->in_flight_at_end, 0u);
    EXPECT_EQ(arrival_of(*tape, "w00"), seen(23h + 50min + 31s));
    EXPECT_EQ(arrival_of(*tape, "w39"), seen(24h + 29min + 31s));
    EXPECT_EQ(arrival_of(*tape, "bo1"), seen(24h + 3min));
    EXPECT_EQ(arrival_of(*tape, "bo2"), seen(24h + 3min));
    EXPECT_EQ(arrival_of(*tape, "dan1"), seen(24h + 20min + 30s));
    EXPECT_EQ(tape->first_happened, on(23h + 50min + 30s));
    EXPECT_EQ(tape->last_happened, on(24h + 29min + 30s));
    EXPECT_EQ(told(*tape),
              "w00 w01 w02 w03 w04 w05 w06 w07 w08 w09 w10 w11 w12 bo1 bo2 w13 w14 w15 w16 w17 w18 w19 w20 w21 w22 w23 "
              "w24 w25 "
              "w26 w27 w28 w29 dan1 w30 w31 w32 w33 w34 w35 w36 w37 w38 w39 ");
    const GeneratedEvent& bo1 = tape->events[tape->find_event("bo1").at(0).value];
    EXPECT_TRUE(bo1.offline);
    EXPECT_EQ(bo1.sent, seen(24h + 3min));
    EXPECT_EQ(bo1.record.at, on(23h + 58min));
    EXPECT_EQ(tape->names.users.name(bo1.record.user), "bo");
    EXPECT_FALSE(tape->events[0].offline);
}

TEST(Tape, EventIdsFollowTheTrueOrder) {
    const auto tape = draw_full(subway());
    for (std::size_t i = 1; i < tape->events.size(); ++i) {
        const GeneratedEvent &a = tape->events[i - 1], &b = tape->events[i];
        EXPECT_LT(std::tie(a.happened, a.source, a.number), std::tie(b.happened, b.source, b.number));
        EXPECT_EQ(b.record.id, EventId{i});
    }
}

TEST(Tape, NamesLeadBackToEvents) {
    const auto tape = draw_full(subway());
    for (std::uint64_t i = 0; i < tape->generated; ++i)
        EXPECT_EQ(tape->find_event(tape->event_name(EventId{i})), std::vector<EventId>{EventId{i}});
    EXPECT_TRUE(tape->find_event("w0").empty());
    EXPECT_TRUE(tape->find_event("w040").empty());
    EXPECT_TRUE(tape->find_event("bo-0").empty());  // it has a name of its own
    EXPECT_TRUE(tape->find_event("").empty());
    EXPECT_EQ(tape->event_name(EventId{43}), "event 43");
    EXPECT_EQ(draw_tape(subway(), Seed{1}, TraceLevel::fingerprint)->event_name(EventId{0}), "event 0");
}

TEST(Tape, WithoutATemplateTheSourceNamesItsEvents) {
    Scenario scenario = subway();
    scenario.sources[0].id_template = "";
    EXPECT_EQ(draw_full(scenario)->event_name(EventId{1}), "wifi-1");
    scenario.sources[0].id_template = "click {n} of wifi";
    EXPECT_EQ(draw_full(scenario)->event_name(EventId{1}), "click 1 of wifi");
    EXPECT_EQ(draw_full(scenario)->find_event("click 1 of wifi"), std::vector<EventId>{EventId{1}});
}

TEST(Tape, TheSameSeedGivesTheSameTape) {
    const auto a = draw_full(crowd(), 7), b = draw_full(crowd(), 7), c = draw_full(crowd(), 8);
    EXPECT_EQ(a->input, b->input);
    EXPECT_EQ(a->log, b->log);
    EXPECT_NE(a->input, c->input);
    EXPECT_NE(a->log, c->log);
}

// A change here is a change of every scenario's world: say why in the commit.
TEST(Tape, FingerprintsAreKnown) {
    EXPECT_EQ(to_string(draw_full(subway())->input), "7a07fbdd51773ce499b3e78609841d73");
    EXPECT_EQ(to_string(draw_full(subway())->log), "6253aeed77cac7b2cf68183cd9ebe6bf");
    EXPECT_EQ(to_string(draw_full(crowd())->input), "35f85bea204ab7f3d0d45b977bd31119");
    EXPECT_EQ(to_string(draw_full(crowd())->log), "e6aaf634c8fa0dd66b2b3013fedba939");
}

TEST(Tape, WhatIsKeptChangesNothing) {
    for (const Scenario& scenario : {subway(), crowd()}) {
        const auto full = draw_tape(scenario, Seed{1}, TraceLevel::full),
                   bare = draw_tape(scenario, Seed{1}, TraceLevel::fingerprint);
        EXPECT_EQ(full->input, bare->input);
        EXPECT_EQ(full->log, bare->log);
        EXPECT_EQ(full->generated, bare->generated);
        EXPECT_EQ(full->delivered, bare->delivered);
        EXPECT_EQ(full->in_flight_at_end, bare->in_flight_at_end);
        EXPECT_EQ(full->events.size(), full->generated);
        EXPECT_TRUE(bare->events.empty());
        EXPECT_TRUE(bare->deliveries.empty());
    }
}

TEST(Tape, TheLogIsInOrderAndEveryDeliveryKnowsItsOffset) {
    Scenario scenario = crowd();
    scenario.clock.until = seen(22h);
    scenario.log.partitions = 3;
    scenario.log.partition_by = LogSettings::PartitionBy::user;
    scenario.sources[0].duplicates = Duplicates{{100'000}, 2, 3s, false};
    const auto tape = draw_full(scenario);
    std::uint64_t entries = 0, in_flight = 0;
    for (const LogPartition& partition : tape->partitions) {
        EXPECT_GT(partition.size(), 40'000u);
        entries += partition.size();
        for (std::uint64_t i = 1; i < partition.size(); ++i)
            ASSERT_LE(partition.at(Offset{i - 1}).appended, partition.at(Offset{i}).appended);
    }
    EXPECT_EQ(entries, tape->delivered);
    std::set<std::pair<std::uint32_t, std::uint64_t>> places;
    for (const Delivery& delivery : tape->deliveries) {
        if (!delivery.offset) {
            ++in_flight;
            EXPECT_GT(delivery.arrives, *scenario.clock.until);
            continue;
        }
        const LogEntry& entry = tape->partitions[delivery.partition.value].at(*delivery.offset);
        EXPECT_EQ(entry.record.id, delivery.event);
        EXPECT_EQ(entry.appended, delivery.arrives);
        EXPECT_TRUE(places.insert({delivery.partition.value, delivery.offset->value}).second);
    }
    EXPECT_GT(in_flight, 0u);
    EXPECT_EQ(in_flight, tape->in_flight_at_end);
    EXPECT_EQ(entries + in_flight, tape->deliveries.size());
}

TEST(Tape, AnotherSourceMovesNothing) {
    Scenario scenario = subway();
    Source noise = generated_source("noise", 3, 23h + 50min, 24h + 30min);
    noise.keys.count = 5;
    noise.user_count = 7;
    noise.value = {1, 100};
    noise.delay = ExponentialDelay{2s, {}};
    noise.duplicates = Duplicates{{100'000}, 1, 1s, true};
    noise.offline = OfflinePhases{{500'000}, 5min, 1min, {}, ""};
    scenario.sources.push_back(noise);
    scenario.log.partitions = 4;
    Scenario more = scenario;
    Source crowd_source = generated_source("first", 10, 23h + 55min, 24h);
    crowd_source.keys.names = {"x", "y"};
    crowd_source.users = {"ann", "dan"};
    more.sources.insert(more.sources.begin(), crowd_source);

    const auto before = draw_full(scenario), after = draw_full(more);
    for (const char* source : {"wifi", "bo", "dan", "noise"})
        EXPECT_EQ(events_of(*before, source), events_of(*after, source)) << source;
    for (std::size_t i = 0; i < scenario.sources.size(); ++i)
        EXPECT_EQ(before->inputs[i], after->inputs[i + 1]);
    EXPECT_NE(before->input, after->input);
    EXPECT_GT(events_of(*after, "first").size(), 2800u);
}

TEST(Tape, ARateIsKeptOverHours) {
    const auto tape = draw_full(crowd());
    EXPECT_NEAR(static_cast<double>(tape->generated), 288'000, 4 * 537);
    Scenario regular = crowd();
    std::get<GeneratedEvents>(regular.sources[0].events).poisson = false;
    EXPECT_EQ(draw_full(regular)->generated, 288'000u);
    std::get<GeneratedEvents>(regular.sources[0].events).rate_millionths = 3'000'000;
    EXPECT_EQ(draw_full(regular)->generated, 43'200u);
    std::get<GeneratedEvents>(regular.sources[0].events).count = 17;
    EXPECT_EQ(draw_full(regular)->generated, 17u);
}

TEST(Tape, BurstsAndSilencesMultiplyTheRate) {
    Scenario scenario = crowd();
    Source& source = scenario.sources[0];
    std::get<GeneratedEvents>(source.events).poisson = false;
    source.rate_changes = {{on(21h), on(21h + 1min), {3'000'000}}, {on(22h), on(22h + 10min), {0}}};
    const auto tape = draw_full(scenario);
    std::map<std::int64_t, int> by_minute;
    for (const GeneratedEvent& event : tape->events)
        ++by_minute[(event.happened - day0) / 1min];
    EXPECT_EQ(by_minute[20 * 60], 1200);
    EXPECT_EQ(by_minute[21 * 60], 3600);
    EXPECT_EQ(by_minute[21 * 60 + 1], 1200);
    EXPECT_EQ(by_minute.count(22 * 60 + 5), 0u);
    EXPECT_EQ(tape->generated, 288'000u + 2400u - 12'000u);
}

TEST(Tape, OnePhoneInTwentyGoesOffline) {
    const auto tape = draw_full(crowd());
    std::set<std::uint32_t> offline;
    std::uint64_t kept = 0;
    for (const GeneratedEvent& event : tape->events) {
        if (!event.offline) continue;
        ++kept;
        offline.insert(event.record.user.value);
        EXPECT_GT(event.sent, instant_of(event.happened));
        EXPECT_LE(event.sent - instant_of(event.happened), 30min);
    }
    EXPECT_EQ(offline.size(), 100u);
    EXPECT_NEAR(static_cast<double>(kept), 0.0125 * 288'000, 400);  // 5 % of the users, 4 minutes in 16
    // All that a phone kept leaves it at once.
    std::map<std::pair<std::uint32_t, std::int64_t>, int> flushes;
    for (const GeneratedEvent& event : tape->events)
        if (event.offline) ++flushes[{event.record.user.value, event.sent.time_since_epoch().count()}];
    EXPECT_LT(flushes.size() * 2, kept);
}

TEST(Tape, MoreOfflineUsersKeepThoseThereWere) {
    Scenario scenario = crowd();
    const auto offline_users = [&](std::int64_t share) {
        std::get<OfflinePhases>(*scenario.sources[0].offline).users = {share};
        std::set<std::uint32_t> users;
        const auto tape = draw_full(scenario);
        for (const GeneratedEvent& event : tape->events)
            if (event.offline) users.insert(event.record.user.value);
        return users;
    };
    const auto few = offline_users(20'000), many = offline_users(60'000);
    EXPECT_EQ(few.size(), 40u);
    EXPECT_EQ(many.size(), 120u);
    EXPECT_TRUE(std::includes(many.begin(), many.end(), few.begin(), few.end()));
    EXPECT_TRUE(offline_users(0).empty());
}

TEST(Tape, AReSendIsACopyOfItsEvent) {
    Scenario scenario = crowd();
    scenario.sources[0].delay = FixedDelay{1s};
    scenario.sources[0].offline.reset();
    const auto copies = [&](std::int64_t share) {
        scenario.sources[0].duplicates = Duplicates{{share}, 2, 3s, false};
        const auto tape = draw_full(scenario);
        std::set<std::uint64_t> again;
        for (const Delivery& delivery : tape->deliveries) {
            const ProcessingTime sent = tape->events[delivery.event.value].sent;
            EXPECT_EQ(delivery.arrives, sent + 1s + 3s * delivery.copy);
            if (delivery.copy == 2) again.insert(delivery.event.value);
        }
        EXPECT_EQ(tape->deliveries.size(), tape->generated + 2 * again.size());
        EXPECT_EQ(tape->delivered, tape->deliveries.size());
        return again;
    };
    const auto few = copies(10'000), many = copies(50'000);
    EXPECT_NEAR(static_cast<double>(few.size()), 2880, 220);
    EXPECT_NEAR(static_cast<double>(many.size()), 14'400, 480);
    EXPECT_TRUE(std::includes(many.begin(), many.end(), few.begin(), few.end()));
}

// The magnitudes that the second lesson tells of.
TEST(Tape, TheTailOfTheCrowdIsLong) {
    const auto tape = draw_full(crowd());
    std::vector<std::int64_t> delays;
    for (const Delivery& delivery : tape->deliveries)
        delays.push_back(lag(delivery.arrives, tape->events[delivery.event.value].happened).count());
    std::sort(delays.begin(), delays.end());
    const auto quantile = [&](std::size_t per_thousand) {
        return ProcessingDuration{delays[delays.size() * per_thousand / 1000]};
    };
    EXPECT_NEAR(static_cast<double>(quantile(500).count()), 156e3, 5e3);
    EXPECT_NEAR(static_cast<double>(quantile(950).count()), 541e3, 30e3);
    EXPECT_GT(quantile(990), 30s);
    EXPECT_LT(quantile(990), 80s);
    EXPECT_GT(quantile(999), 8min);
    EXPECT_LT(quantile(999), 13min);
    EXPECT_GT(ProcessingDuration{delays.back()}, 20min);
    EXPECT_LT(ProcessingDuration{delays.back()}, 31min);
    RecordProperty("p50_us", std::to_string(quantile(500).count()));
    RecordProperty("p95_us", std::to_string(quantile(950).count()));
    RecordProperty("p99_us", std::to_string(quantile(990).count()));
    RecordProperty("p999_us", std::to_string(quantile(999).count()));
    RecordProperty("max_us", std::to_string(delays.back()));
}

TEST(Tape, AFlushHasItsOrder) {
    Scenario scenario = empty_scenario(0h, 2h);
    Source phone;
    phone.name = "phone";
    phone.users = {"ann"};
    phone.events = PeriodicEvents{1min, on(1min), 9};
    phone.id_template = "p{n}";
    phone.offline = std::vector<OfflineInterval>{{seen(3min), seen(7min), ""}};
    scenario.sources = {phone};
    EXPECT_EQ(told(*draw_full(scenario)), "p0 p1 p2 p3 p4 p5 p6 p7 p8 ");
    scenario.sources[0].flush = FlushOrder::lifo;
    EXPECT_EQ(told(*draw_full(scenario)), "p0 p1 p6 p5 p4 p3 p2 p7 p8 ");
    scenario.sources[0].flush = FlushOrder::shuffled;
    std::set<std::string> orders;
    for (std::uint64_t seed = 0; seed < 50; ++seed)
        orders.insert(told(*draw_full(scenario, seed)));
    EXPECT_GT(orders.size(), 15u);
}

TEST(Tape, AnEventAtTheEndOfAPhaseIsNotOffline) {
    Scenario scenario = empty_scenario(0h, 2h);
    Source phone;
    phone.name = "phone";
    phone.events =
        std::vector<ListedEvent>{listed("a", 1min), listed("b", 2min), listed("c", 2min + 1ms), listed("d", 5min)};
    // Two phases that touch are one: the device was not back in between.
    phone.offline = std::vector<OfflineInterval>{
        {seen(2min), seen(3min), ""}, {seen(1min), seen(2min), ""}, {seen(5min), seen(5min), ""}};
    scenario.sources = {phone};
    const auto tape = draw_full(scenario);
    EXPECT_EQ(arrival_of(*tape, "a"), seen(3min));
    EXPECT_EQ(arrival_of(*tape, "b"), seen(3min));
    EXPECT_EQ(arrival_of(*tape, "c"), seen(3min));
    EXPECT_EQ(arrival_of(*tape, "d"), seen(5min));
    EXPECT_FALSE(tape->events[3].offline);
}

TEST(Tape, WhatTheAuthorSaysGoes) {
    Scenario scenario = empty_scenario(0h, 2h);
    Source phone;
    phone.name = "phone";
    phone.users = {"ann"};
    phone.key = "home";
    phone.delay = FixedDelay{5s};
    ListedEvent late = listed("late", 10min), early = listed("early", 20min), plain = listed("", 5min),
                lost = listed("lost", 3h);
    late.arrives = seen(90min);
    late.key = "other";
    late.user = "bob";
    late.value = 7;
    early.arrives = seen(15min);  // a trace whose clocks do not agree
    phone.events = std::vector<ListedEvent>{late, early, plain, lost};
    scenario.sources = {phone};
    const auto tape = draw_full(scenario);
    EXPECT_EQ(tape->generated, 3u);  // what would happen after the clock has stopped does not
    EXPECT_EQ(told(*tape), "phone-2 early late ");
    EXPECT_EQ(arrival_of(*tape, "late"), seen(90min));
    EXPECT_EQ(arrival_of(*tape, "early"), seen(15min));
    EXPECT_EQ(arrival_of(*tape, "phone-2"), seen(5min + 5s));
    const Record& record = tape->events[tape->find_event("late").at(0).value].record;
    EXPECT_EQ(tape->names.keys.name(record.key), "other");
    EXPECT_EQ(tape->names.users.name(record.user), "bob");
    EXPECT_EQ(record.value, 7);
    EXPECT_EQ(tape->names.keys.name(tape->events[0].record.key), "home");
    EXPECT_EQ(tape->names.users.name(tape->events[0].record.user), "ann");
}

TEST(Tape, ClocksCanBeWrong) {
    Scenario scenario = subway();
    scenario.sources[1].clock_skew = -1500us;
    const auto tape = draw_full(scenario);
    const GeneratedEvent& bo1 = tape->events[tape->find_event("bo1").at(0).value];
    EXPECT_EQ(bo1.happened, on(23h + 58min));
    EXPECT_EQ(bo1.record.at, on(23h + 58min - 2ms));  // a clock shows whole milliseconds
    EXPECT_EQ(arrival_of(*tape, "bo1"), seen(24h + 3min));

    Scenario spread = crowd();
    spread.sources[0].clock_skew_spread = Delay{UniformDelay{0s, 10s}};
    std::map<std::uint32_t, std::set<std::int64_t>> skews;
    const auto spread_tape = draw_full(spread);
    for (const GeneratedEvent& event : spread_tape->events)
        skews[event.record.user.value].insert((event.record.at - event.happened).count());
    std::set<std::int64_t> different;
    for (const auto& [user, of_user] : skews) {
        EXPECT_EQ(of_user.size(), 1u);
        different.insert(*of_user.begin());
    }
    EXPECT_GT(different.size(), 1700u);
}

TEST(Tape, KeysAndValuesAreChosenAsTold) {
    Scenario scenario = crowd();
    scenario.sources[0].keys = {100, {}, {1'000'000}};
    scenario.sources[0].value = {-5, 5};
    const auto tape = draw_full(scenario);
    std::map<std::string, int> keys;
    std::map<std::int64_t, int> values;
    for (const GeneratedEvent& event : tape->events) {
        ++keys[tape->names.keys.name(event.record.key)];
        ++values[event.record.value];
    }
    EXPECT_EQ(keys.size(), 100u);
    EXPECT_NEAR(keys["k0"], 288'000 / 5.187, 1'000);  // the 100th harmonic number
    EXPECT_NEAR(keys["k9"], 288'000 / 51.87, 320);
    EXPECT_EQ(values.size(), 11u);
    EXPECT_NEAR(values[-5], 288'000 / 11, 640);
    scenario.sources[0].keys = {0, {"red", "green"}, {0}};
    const auto named = draw_full(scenario);
    EXPECT_EQ(named->names.keys.size(), 3u);
    EXPECT_TRUE(named->names.keys.find("green"));
}

TEST(Tape, CohortsShareNoUser) {
    Scenario scenario = crowd();
    scenario.sources[0].user_count = 3;
    scenario.sources.push_back(scenario.sources[0]);
    scenario.sources[1].name = scenario.sources[1].cohort = "subway";
    const auto tape = draw_full(scenario);
    EXPECT_EQ(tape->names.users.size(), 7u);
    EXPECT_TRUE(tape->names.users.find("u2"));
    EXPECT_TRUE(tape->names.users.find("subway-u2"));
    EXPECT_EQ(tape->cohorts, (std::vector<std::string>{"", "subway"}));
}

TEST(Tape, PartitionsAreChosenByName) {
    Scenario scenario = crowd();
    scenario.log.partitions = 8;
    scenario.sources[0].keys = {50, {}, {0}};
    auto tape = draw_full(scenario);
    for (std::uint32_t partition = 0; partition < 8; ++partition)
        for (std::uint64_t i = 0; i < tape->partitions[partition].size(); ++i) {
            const KeyId key = tape->partitions[partition].at(Offset{i}).record.key;
            ASSERT_EQ(hash_of(tape->names.keys.name(key)) % 8, partition);
        }
    scenario.log.partition_by = LogSettings::PartitionBy::round_robin;
    tape = draw_full(scenario);
    for (const LogPartition& partition : tape->partitions)
        EXPECT_NEAR(static_cast<double>(partition.size()), static_cast<double>(tape->generated) / 8, 1);
    scenario.log.partition_by = LogSettings::PartitionBy::key;
    scenario.sources[0].keys = {};  // without a key they go round, too
    tape = draw_full(scenario);
    for (const LogPartition& partition : tape->partitions)
        EXPECT_NEAR(static_cast<double>(partition.size()), static_cast<double>(tape->generated) / 8, 1);
}

TEST(Tape, WithoutSourcesThereIsAnEmptyLog) {
    const auto tape = draw_full(empty_scenario(0h, 1h));
    EXPECT_EQ(tape->generated, 0u);
    EXPECT_EQ(tape->partitions.size(), 1u);
    EXPECT_EQ(tape->first_happened, event_time_max);
}

TEST(Tape, NeedsAnEnd) {
    Scenario scenario = subway();
    scenario.clock.until.reset();
    EXPECT_THROW(draw_full(scenario), InvariantViolation);
}

}  // namespace
}  // namespace tidemark
