#include "sim/world/cluster.h"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>

// The laws of the world, each with a process made for it.
namespace tidemark {
namespace {

using namespace std::chrono_literals;

constexpr ProcessingTime start{};

struct Seen {
    ProcessingTime at{};
    std::string what;
    friend bool operator==(const Seen&, const Seen&) = default;
    friend void PrintTo(const Seen& seen, std::ostream* out) {
        *out << seen.at.time_since_epoch().count() << "us " << seen.what;
    }
};
using Diary = std::vector<Seen>;

// Does what the test says on each input, and remembers outside of the simulated world what it was given.
class Scripted : public ProcessBase<Scripted> {
public:
    using Script = std::function<void(ProcessingTime, const Input&, Effects&)>;
    Scripted(Script script, Diary* diary) : script_(std::move(script)), diary_(diary) {}
    void handle(ProcessingTime now, const Input& input, Effects& effects) override {
        diary_->push_back({now, name_of(input)});
        script_(now, input, effects);
    }
    static std::string name_of(const Input& input) {
        if (std::holds_alternative<Start>(input)) return "start";
        if (const auto* timer = std::get_if<TimerFired>(&input)) return "timer " + std::to_string(timer->timer.value);
        if (const auto* answered = std::get_if<Answered>(&input))
            return "answer " + std::to_string(answered->question.value);
        if (const auto* received = std::get_if<Received>(&input)) {
            if (const auto* barrier = std::get_if<Barrier>(&received->message))
                return "barrier " + std::to_string(barrier->checkpoint.value);
            if (const auto* trigger = std::get_if<TriggerCheckpoint>(&received->message))
                return "trigger " + std::to_string(trigger->checkpoint.value);
            return "batch of " + std::to_string(credit_of(received->message));
        }
        if (std::holds_alternative<ProcessFailed>(input)) return "failed";
        if (std::holds_alternative<PlaceRecovered>(input)) return "recovered";
        return "drain";
    }

private:
    Script script_;
    Diary* diary_;
};

struct World {
    Costs costs;
    std::shared_ptr<Tape> tape = std::make_shared<Tape>();
    std::unique_ptr<Cluster> cluster;

    void open() {
        cluster =
            std::make_unique<Cluster>(costs, std::nullopt, Stores(tape, {.keep_tables = true, .transaction_timeout = {}, .read_uncommitted = false}), TraceWriter("test", TraceLevel::full));
    }
    ProcessId add(Scripted::Script script, Diary& diary, ProcessingDuration cost = {}) {
        if (!cluster) open();
        return cluster->add({ProcessKind::window_task, "p", std::make_shared<const Scripted>(std::move(script), &diary),
                             std::nullopt, cost});
    }
};

RecordBatch batch_of(std::size_t records, ProcessingTime at) {
    RecordBatch batch;
    for (std::size_t i = 0; i < records; ++i)
        batch.records.push_back({Record{EventId{i}, {}, 1, {}, {}}, at});
    return batch;
}

WriteRows one_row() {
    WriteRows write;
    write.rows.push_back({});
    return write;
}

bool is_start(const Input& input) { return std::holds_alternative<Start>(input); }

TEST(Cluster, AnOperationIsDurableWhenItArrivesAndKnownWhenItIsAnswered) {
    World world;
    world.costs.store_request = 3ms;
    Diary diary;
    world.add(
        [](ProcessingTime, const Input& input, Effects& effects) {
            if (is_start(input)) effects.ask(Question{7}, one_row());
        },
        diary);
    const ModeTrace trace = world.cluster->run(start, start + 1s, false);
    ASSERT_EQ(trace.rows.size(), 1U);
    EXPECT_EQ(trace.rows[0].stamp.at, start + 3ms);
    EXPECT_EQ(diary, (Diary{{start, "start"}, {start + 6ms, "answer 7"}}));
}

TEST(Cluster, ACrashKeepsTheEffectsThatWereDueBeforeIt) {
    World world;
    Diary diary;
    const ProcessId process = world.add(
        [](ProcessingTime, const Input& input, Effects& effects) {
            if (!is_start(input)) return;
            for (std::uint32_t i = 0; i < 4; ++i) {
                effects.spend(10ms);
                effects.ask(Question{i}, one_row());
            }
        },
        diary);
    PlannedCrash crash;
    crash.target = process;
    crash.at = start + 25ms;
    crash.restart_after = 1h;
    world.cluster->plan(crash);
    const ModeTrace trace = world.cluster->run(start, start + 1s, false);
    EXPECT_EQ(trace.rows.size(), 2U);  // of 10 and 20 ms; those of 30 and 40 ms are lost
}

TEST(Cluster, WhatWasSentBeforeACrashArrivesAfterIt) {
    World world;
    world.costs.store_request = 50ms;
    Diary diary;
    const ProcessId process = world.add(
        [](ProcessingTime, const Input& input, Effects& effects) {
            if (is_start(input)) effects.ask(Question{0}, one_row());
        },
        diary);
    PlannedCrash crash;
    crash.target = process;
    crash.at = start + 10ms;
    crash.restart_after = 1h;
    world.cluster->plan(crash);
    const ModeTrace trace = world.cluster->run(start, start + 1s, false);
    EXPECT_EQ(trace.rows.size(), 1U);
    EXPECT_EQ(diary.size(), 1U);  // the answer finds nobody
}

TEST(Cluster, AnOldLifeIsFencedByTheFirstOperationOfTheNext) {
    World world;
    Diary diary;
    // The first life uploads something large to one store; the second life writes at once to another.
    world.costs.bytes_per_second = 1000;
    int life = 0;
    const ProcessId process = world.add(
        [&life](ProcessingTime, const Input& input, Effects& effects) {
            if (!is_start(input)) return;
            if (++life == 1) effects.ask(Question{0}, SaveState{CheckpointId{1}, nullptr, 5000});
            else effects.ask(Question{1}, EndOffsets{});
        },
        diary);
    PlannedCrash crash;
    crash.target = process;
    crash.at = start + 1s;
    world.cluster->plan(crash);
    const ModeTrace trace = world.cluster->run(start, start + 1min, false);
    EXPECT_EQ(trace.counters.arrivals, 1U);  // the upload of the first life no longer counts
}

TEST(Cluster, ControlComesBeforeData) {
    World world;
    Diary receiver_diary, sender_diary;
    const ProcessId receiver = world.add(
        [](ProcessingTime, const Input& input, Effects& effects) {
            if (is_start(input)) effects.spend(10ms);  // both wait for it
        },
        receiver_diary);
    const ProcessId sender = world.add(
        [receiver](ProcessingTime, const Input& input, Effects& effects) {
            if (!is_start(input)) return;
            effects.send(receiver, batch_of(1, effects.now()));
            effects.send(receiver, TriggerCheckpoint{CheckpointId{4}});
        },
        sender_diary);
    world.cluster->connect(sender, receiver, 10);
    world.cluster->run(start, start + 1s, false);
    EXPECT_EQ(receiver_diary, (Diary{{start, "start"}, {start + 10ms, "trigger 4"}, {start + 10ms, "batch of 1"}}));
}

TEST(Cluster, ASendWithoutCreditParksTheRestOfTheList) {
    World world;
    Diary slow_diary, fast_diary;
    const ProcessId slow = world.add(
        [](ProcessingTime, const Input& input, Effects& effects) {
            if (const auto* received = std::get_if<Received>(&input))
                for (const Passing& passing : std::get<RecordBatch>(received->message).records)
                    effects.work(passing.at);
        },
        slow_diary, 1s);
    const ProcessId fast = world.add(
        [slow](ProcessingTime, const Input& input, Effects& effects) {
            if (!is_start(input)) return;
            for (int i = 0; i < 3; ++i)
                effects.send(slow, batch_of(2, effects.now()));
            effects.ask(Question{0}, EndOffsets{});
        },
        fast_diary);
    world.cluster->connect(fast, slow, 2);
    world.cluster->run(start, start + 1min, false);
    EXPECT_EQ(slow_diary,
              (Diary{{start, "start"}, {start, "batch of 2"}, {start + 2s, "batch of 2"}, {start + 4s, "batch of 2"}}));
    EXPECT_EQ(fast_diary.back(), (Seen{start + 4s, "answer 0"}));  // it stood behind the third batch
}

TEST(Cluster, APausedInputWaitsAndBarriersKeepTheirPlace) {
    World world;
    Diary receiver_diary, sender_diary;
    ProcessId sender{1};
    const ProcessId receiver = world.add(
        [sender](ProcessingTime, const Input& input, Effects& effects) {
            if (Scripted::name_of(input) == "barrier 1") {
                effects.pause(sender);
                effects.set_timer(Timer{0}, effects.now() + 5ms);
            }
            if (std::holds_alternative<TimerFired>(input)) effects.resume_all();
        },
        receiver_diary);
    sender = world.add(
        [receiver](ProcessingTime, const Input& input, Effects& effects) {
            if (!is_start(input)) return;
            effects.send(receiver, batch_of(1, effects.now()));
            effects.send(receiver, Barrier{CheckpointId{1}});
            effects.send(receiver, batch_of(2, effects.now()));
        },
        sender_diary);
    world.cluster->connect(sender, receiver, 10);
    world.cluster->run(start, start + 1s, false);
    EXPECT_EQ(receiver_diary, (Diary{{start, "start"},
                                     {start, "batch of 1"},
                                     {start, "barrier 1"},
                                     {start + 5ms, "timer 0"},
                                     {start + 5ms, "batch of 2"}}));
}

// A batch that runs ahead of the clock ends before the next thing that is scheduled anywhere: here the other process's
// start, and its timer between the sixth and the seventh record.
TEST(Cluster, ABatchRunsAheadOnlyAsFarAsNothingElseHappens) {
    World world;
    world.tape->partitions.resize(1);
    for (int i = 0; i < 10; ++i)
        world.tape->partitions[0].append(
            {Record{EventId{static_cast<std::uint64_t>(i)}, {}, 1, {}, {}}, start + i * 1ms});
    Diary reader_diary, ticker_diary;
    std::vector<std::size_t> batches;
    world.add(
        [&batches](ProcessingTime, const Input& input, Effects& effects) {
            std::uint64_t next = 0;
            if (const auto* answered = std::get_if<Answered>(&input)) {
                const auto& fetched = std::get<Fetched>(answered->body);
                batches.push_back(fetched.range.count);
                for (const LogEntry& entry : fetched.range)
                    effects.work(entry.appended);
                next = fetched.from.value + fetched.range.count;
            }
            effects.ask(Question{0}, Fetch{PartitionId{0}, Offset{next}});
        },
        reader_diary);
    world.add(
        [](ProcessingTime now, const Input& input, Effects& effects) {
            if (is_start(input)) effects.set_timer(Timer{0}, now + 5500us);
        },
        ticker_diary);
    world.cluster->run(start, start + 1s, false);
    EXPECT_EQ(batches, (std::vector<std::size_t>{1, 5, 4}));
}

TEST(Cluster, ABatchRunsAheadOnlyToItsReadersOwnTimer) {
    World world;
    world.tape->partitions.resize(1);
    for (int i = 0; i < 10; ++i)
        world.tape->partitions[0].append(
            {Record{EventId{static_cast<std::uint64_t>(i)}, {}, 1, {}, {}}, start + i * 1ms});
    Diary diary;
    std::vector<std::size_t> batches;
    world.add(
        [&batches](ProcessingTime now, const Input& input, Effects& effects) {
            if (is_start(input)) effects.set_timer(Timer{0}, now + 5ms);
            const auto* answered = std::get_if<Answered>(&input);
            if (answered == nullptr && !is_start(input)) return;
            std::uint64_t next = 0;
            if (answered != nullptr) {
                const auto& fetched = std::get<Fetched>(answered->body);
                batches.push_back(fetched.range.count);
                for (const LogEntry& entry : fetched.range)
                    effects.work(entry.appended);
                next = fetched.from.value + fetched.range.count;
            }
            effects.ask(Question{0}, Fetch{PartitionId{0}, Offset{next}});
        },
        diary);
    world.cluster->run(start, start + 1s, false);
    // The record of the timer's own instant comes before it.
    EXPECT_EQ(batches, (std::vector<std::size_t>{5, 1, 4}));
    EXPECT_EQ(diary[3], (Seen{start + 5ms, "timer 0"}));
}

TEST(Cluster, ASupervisorHearsOfAFailureAndOfThePlace) {
    World world;
    Diary boss_diary, task_diary;
    const auto task = std::make_shared<const Scripted>([](ProcessingTime, const Input&, Effects&) {}, &task_diary);
    const ProcessId boss = world.add(
        [task](ProcessingTime, const Input& input, Effects& effects) {
            if (is_start(input) || std::holds_alternative<PlaceRecovered>(input))
                effects.deploy(ProcessId{1}, task, false);
        },
        boss_diary);
    const ProcessId child = world.cluster->add({ProcessKind::window_task, "child", nullptr, boss, {}});
    PlannedCrash crash;
    crash.target = child;
    crash.at = start + 1s;
    crash.restart_after = 5s;
    world.cluster->plan(crash);
    world.cluster->run(start, start + 1min, false);
    EXPECT_EQ(boss_diary, (Diary{{start, "start"}, {start + 1s, "failed"}, {start + 6s, "recovered"}}));
    EXPECT_EQ(task_diary, (Diary{{start, "start"}, {start + 6s, "start"}}));
}

}  // namespace
}  // namespace tidemark
