#include "sim/scenario/faults.h"
#include "sim/scenario/load.h"
#include "sim/world/fault_plan.h"
#include "sim/world/tape.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

// What faults do between the users and the log.
namespace tidemark {
namespace {

// Ten minutes of three phones, an event a second in turn; they arrive 100 ms later. And one till, once in ten seconds.
Scenario ten_minutes(const std::string& faults, const std::string& producer = "") {
    const std::string text = fmt::format(R"(tidemark: 1
id: ten-minutes
clock: {{day0: 2024-04-10, from: "12:00:00", until: "12:20:00"}}
costs: none
source:
  - {{cohort: phones, users: [ann, bo, cy], every: 1s, count: 600, delay: 100ms{}}}
  - {{user: till, every: 10s, count: 60, delay: 100ms}}
log: {{partitions: 2, partition_by: round_robin}}
job: {{window: {{kind: tumbling, size: 1m}}, aggregate: count}}
modes: {{stream: {{kind: stream, watermark: {{kind: bounded, delay: 10s}}}}}}
faults: {}
)",
                                         producer, faults);
    const Loaded loaded = load_scenario_text("t.yaml", text, {}, {});
    for (const Diagnostic& problem : loaded.problems)
        ADD_FAILURE() << problem.at.line << ":" << problem.at.column << ": " << problem.message << " " << problem.hint;
    return loaded.scenario.value_or(Scenario{});
}
std::shared_ptr<const Tape> tape_of(const Scenario& scenario) { return draw_tape(scenario, Seed{7}, TraceLevel::full); }
std::shared_ptr<const Tape> tape_with(const std::string& faults, const std::string& producer = "") {
    return tape_of(ten_minutes(faults, producer));
}
std::size_t incidents(const Tape& tape, Mishap what) {
    return static_cast<std::size_t>(std::count_if(tape.incidents.begin(), tape.incidents.end(),
                                                  [&](const Incident& incident) { return incident.what == what; }));
}
std::set<std::uint64_t> events_with(const Tape& tape, Mishap what) {
    std::set<std::uint64_t> events;
    for (const Incident& incident : tape.incidents)
        if (incident.what == what) events.insert(incident.event.value);
    return events;
}
// Every event reaches the log, is on its way, or is lost: no copy is counted twice, none is forgotten.
void expect_books(const Tape& tape) {
    std::set<std::uint64_t> in_log, on_the_way, lost;
    for (const Delivery& delivery : tape.deliveries)
        (delivery.offset ? in_log : on_the_way).insert(delivery.event.value);
    for (const Incident& incident : tape.incidents)
        if (is_loss(incident.what)) lost.insert(incident.event.value);
    std::size_t entries = 0;
    for (const LogPartition& partition : tape.partitions)
        entries += partition.size();
    EXPECT_EQ(entries, tape.delivered);
    EXPECT_EQ(tape.delivered + tape.in_flight_at_end, tape.deliveries.size());
    EXPECT_EQ(tape.lost, lost.size());
    for (std::uint64_t event = 0; event < tape.generated; ++event) {
        const std::size_t known = in_log.count(event) + on_the_way.count(event);
        EXPECT_EQ(known > 0, lost.count(event) == 0) << "event " << event;
    }
}
ProcessingTime at(int minute, int second = 0) {
    return ProcessingTime{std::chrono::hours{24 * 19'823 + 12}} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

TEST(TapeFaults, NoneChangesNothing) {
    const auto plain = tape_with("[]");
    EXPECT_EQ(plain->delivered, 660u);
    EXPECT_TRUE(plain->incidents.empty());
    // A fault that lies before everything that happens.
    const auto early = tape_with(R"([{loss: all, at: "11:00:00", for: 1m, share: 50%}])");
    EXPECT_EQ(early->log, plain->log);
    EXPECT_EQ(early->fault_times, (std::vector<std::uint64_t>{0}));
}

// Each kind, with the number of times that it does something. By hand where chance has no part in it.
TEST(TapeFaults, EachDoesSomething) {
    const std::map<std::string, std::uint64_t> exact{
        {R"({offline: all, at: "12:01:00", for: 1m})", 66},
        {R"({offline: bo, at: "12:01:00", for: 1m, order: lifo})", 20},
        {R"({clock_skew: all, at: "12:01:00", for: 1m, by: -5m})", 66},
        {R"({bad_clock: till, at: "12:01:00", for: 1m, shows: "1970-01-01T00:00:00Z"})", 6},
        {R"({delay: phones, at: "12:01:00", for: 1m, by: 3s})", 60},
        {R"({delay: log.1, by: 3s})", 330},
        {R"({clog: all, at: "12:01:00", for: 1m})", 66},
        {R"({partition: all, at: "12:01:00", for: 1m})", 66},
        {R"({partition: all, at: "12:01:00", for: 1m, direction: from_log})", 66},
        {R"({slow_broker: all, at: "12:01:00", for: 1m, by: 3s})", 66},
    };
    for (const auto& [fault, times] : exact) {
        const auto tape = tape_with("[" + fault + "]");
        EXPECT_EQ(tape->fault_times, (std::vector<std::uint64_t>{times})) << fault;
        expect_books(*tape);
    }
    for (const char* fault :
         {R"({duplicates: all, share: 10%})", R"({very_late: all, share: 10%, by: 5m})", R"({poison: all, share: 10%})",
          R"({loss: all, share: 10%})", R"({redelivery: all, share: 10%})", R"({reorder: all, share: 10%, window: 5s})",
          R"({ack_loss: all, share: 10%})"}) {
        const auto tape = tape_with(fmt::format("[{}]", fault));
        EXPECT_GT(tape->fault_times[0], 30u) << fault;
        EXPECT_LT(tape->fault_times[0], 120u) << fault;
        EXPECT_EQ(tape->generated, 660u) << fault;
        expect_books(*tape);
    }
}

TEST(TapeFaults, BurstAndSilenceChangeWhatHappens) {
    const std::string head =
        "tidemark: 1\nid: x\nclock: {day0: 2024-04-10, from: \"12:00:00\", until: \"12:10:00\"}\n"
        "source: [{cohort: c, users: 3, rate: 1/s, arrivals: regular}]\nfaults: ";
    const auto generated = [&](const std::string& fault) {
        const Loaded loaded = load_scenario_text("t.yaml", head + "[" + fault + "]\n", {}, {});
        EXPECT_TRUE(loaded.scenario.has_value());
        return tape_of(*loaded.scenario);
    };
    EXPECT_EQ(generated("")->generated, 600u);
    EXPECT_EQ(generated(R"({burst: c, at: "12:01:00", for: 1m, factor: 3})")->generated, 720u);
    EXPECT_EQ(generated(R"({silence: all, at: "12:01:00", for: 1m})")->generated, 540u);
    EXPECT_EQ(generated(R"({silence: all, at: "12:01:00", for: 1m})")->fault_times, (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(generated(R"({burst: c, at: "11:01:00", for: 1m, factor: 3})")->fault_times,
              (std::vector<std::uint64_t>{0}));
}

TEST(TapeFaults, AnOfflineDeviceSendsWhenItIsBack) {
    const auto tape =
        tape_with(R"([{offline: bo, at: "12:01:00", for: 30s}, {offline: bo, at: "12:01:20", for: 40s}])");
    std::size_t kept = 0;
    for (const Delivery& delivery : tape->deliveries) {
        const GeneratedEvent& event = tape->events[delivery.event.value];
        const bool in_it = instant_of(event.happened) >= at(1) && instant_of(event.happened) < at(2) &&
                           tape->names.users.name(event.record.user) == "bo";
        EXPECT_EQ(event.offline, in_it);
        kept += in_it ? 1 : 0;
        const ProcessingTime sent = in_it ? at(2) : instant_of(event.happened);
        EXPECT_EQ(delivery.arrives, sent + std::chrono::milliseconds{100});
    }
    EXPECT_EQ(kept, 20u);
}

TEST(TapeFaults, AFullOutboxLosesTheOldestOrTheNewest) {
    const std::string offline = R"({offline: bo, at: "12:01:00", for: 1m}, )";
    const auto oldest = tape_with("[" + offline + "{outbox_overflow: all, cap: 5}]");
    const auto newest = tape_with("[" + offline + "{outbox_overflow: all, cap: 5, drop: newest}]");
    for (const auto& tape : {oldest, newest}) {
        EXPECT_EQ(tape->lost, 15u);  // 20 happen, 5 find room
        EXPECT_EQ(tape->fault_times[1], 15u);
        expect_books(*tape);
    }
    // Bo's are the seconds 1, 4, ... of the minute.
    const std::set<std::uint64_t> first = events_with(*newest, Mishap::outbox_full);
    const std::set<std::uint64_t> last = events_with(*oldest, Mishap::outbox_full);
    EXPECT_EQ(newest->events[*first.begin()].happened, clock_reading(at(1, 16)));
    EXPECT_EQ(oldest->events[*last.begin()].happened, clock_reading(at(1, 1)));
    EXPECT_EQ(oldest->events[*last.rbegin()].happened, clock_reading(at(1, 43)));
    // The first is lost when the sixth comes.
    EXPECT_EQ(oldest->incidents[1].at, at(1, 16));
}

TEST(TapeFaults, WhatIsLostIsSentAgainUntilTheProducerGivesUp) {
    const std::string cut = R"([{partition: all, at: "12:01:00", for: 1m}])";
    const auto patient = tape_with(cut);
    EXPECT_EQ(patient->lost, 0u);
    for (const Delivery& delivery : patient->deliveries) {
        const ProcessingTime happened = instant_of(patient->events[delivery.event.value].happened);
        if (happened >= at(1) && happened < at(2)) {
            EXPECT_EQ(delivery.arrives, at(2) + std::chrono::milliseconds{100});
        }
    }
    const auto hasty = tape_with(cut, ", producer: {give_up_after: 20s}");
    EXPECT_EQ(hasty->lost, 40u);  // of the phones; the till is patient
    expect_books(*hasty);
    const auto careless = tape_with(cut, ", producer: {acks: none}");
    EXPECT_EQ(careless->lost, 60u);
    expect_books(*careless);
}

TEST(TapeFaults, AnIdempotentProducerSendsOnce) {
    const std::string faults = "[{ack_loss: all, share: 20%}, {redelivery: all, share: 10%}]";
    const auto twice = tape_with(faults);
    const auto once = tape_with(faults, ", producer: {idempotent: true}");
    EXPECT_GT(twice->delivered, 760u);
    std::map<std::uint64_t, int> copies;
    for (const Delivery& delivery : once->deliveries)
        if (once->events[delivery.event.value].source == 0) ++copies[delivery.event.value];
    for (const auto& [event, count] : copies)
        EXPECT_EQ(count, 1) << "event " << event;
    EXPECT_EQ(copies.size(), 600u);
    EXPECT_EQ(once->fault_times, twice->fault_times);  // the same coins
    EXPECT_GT(incidents(*once, Mishap::copy_refused), 100u);
    expect_books(*once);
    expect_books(*twice);
}

TEST(TapeFaults, AnIdempotentProducerKeepsItsOrder) {
    for (const bool idempotent : {false, true}) {
        const auto tape = tape_with("[{reorder: phones, share: 30%, window: 20s}]",
                                    idempotent ? ", producer: {idempotent: true}" : "");
        std::map<std::uint32_t, ProcessingTime> last;
        std::size_t overtaken = 0;
        for (const Delivery& delivery : tape->deliveries) {
            ProcessingTime& before = last[tape->events[delivery.event.value].record.user.value];
            if (delivery.arrives < before) ++overtaken;
            before = std::max(before, delivery.arrives);
        }
        EXPECT_EQ(overtaken > 0, !idempotent);
    }
}

TEST(TapeFaults, AGreaterShareAndALongerTimeKeepWhatTheyHit) {
    for (const auto& [fault, what] : std::map<std::string, Mishap>{{"loss", Mishap::attempt_lost},
                                                                   {"ack_loss", Mishap::ack_lost},
                                                                   {"redelivery", Mishap::redelivered},
                                                                   {"poison", Mishap::unreadable},
                                                                   {"duplicates", Mishap::sent_again}}) {
        const auto some =
            events_with(*tape_with(fmt::format("[{{{}: all, at: \"12:02:00\", for: 5m, share: 10%}}]", fault)), what);
        const auto more =
            events_with(*tape_with(fmt::format("[{{{}: all, at: \"12:01:00\", for: 7m, share: 20%}}]", fault)), what);
        EXPECT_LT(some.size(), more.size()) << fault;
        EXPECT_TRUE(std::includes(more.begin(), more.end(), some.begin(), some.end())) << fault;
    }
}

TEST(TapeFaults, OneMoreMovesNoOther) {
    const auto one = tape_with(R"([{loss: phones, at: "12:02:00", for: 5m, share: 30%}])");
    const auto two =
        tape_with(R"([{delay: till, by: {kind: exp, mean: 1s}}, {loss: phones, at: "12:02:00", for: 5m, share: 30%}])");
    EXPECT_EQ(events_with(*one, Mishap::attempt_lost), events_with(*two, Mishap::attempt_lost));
    EXPECT_EQ(one->inputs, two->inputs);
}

TEST(TapeFaults, TheLevelChangesNothing) {
    const Scenario scenario = ten_minutes(
        "[{loss: all, share: 20%}, {poison: all, share: 5%}, {outbox_overflow: all, cap: 2}, {offline: bo, for: 3m}]");
    const auto full = draw_tape(scenario, Seed{7}, TraceLevel::full);
    const auto bare = draw_tape(scenario, Seed{7}, TraceLevel::fingerprint);
    EXPECT_EQ(full->log, bare->log);
    EXPECT_EQ(full->lost, bare->lost);
    EXPECT_EQ(full->fault_times, bare->fault_times);
    EXPECT_TRUE(bare->incidents.empty());
}

TEST(FaultPlan, IsDrawnOnceAndCanBeWritten) {
    const std::string plan =
        "[{random: {faults: [loss, offline, delay], count: 5, from: \"12:01:00\", until: \"12:05:00\", longest: 1m, "
        "share: 30%}}]";
    const Scenario written = ten_minutes(plan);
    const Scenario drawn = with_drawn_faults(written, Seed{7});
    ASSERT_EQ(drawn.faults.size(), 5u);
    for (const Fault& fault : drawn.faults) {
        EXPECT_GE(*fault.at, at(1));
        EXPECT_LT(*fault.at, at(5));
        EXPECT_LE(*fault.lasts, std::chrono::minutes{1});
    }
    // Written into a file, the entries give the same tape.
    std::string entries;
    for (const Fault& fault : drawn.faults)
        entries += (entries.empty() ? "" : ", ") + fault_entry(fault, drawn.clock);
    EXPECT_EQ(tape_with("[" + entries + "]")->log, tape_of(drawn)->log);
    // One entry more moves no other.
    Scenario six = written;
    std::get<RandomFaults>(six.faults[0].what).count = 6;
    const Scenario more = with_drawn_faults(six, Seed{7});
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_EQ(fault_entry(more.faults[i], more.clock), fault_entry(drawn.faults[i], drawn.clock));
    EXPECT_NE(fault_entry(with_drawn_faults(written, Seed{8}).faults[0], written.clock),
              fault_entry(drawn.faults[0], drawn.clock));
}

}  // namespace
}  // namespace tidemark
