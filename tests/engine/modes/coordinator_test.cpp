#include "engine/modes/streaming/coordinator.h"

#include "engine/modes/streaming/sink_task.h"

#include <gtest/gtest.h>

#include <chrono>

namespace tidemark {
namespace {

using namespace std::chrono_literals;
using Step = NoteCheckpoint::Step;

constexpr ProcessId source{1}, sink{2};

ProcessingTime at(std::int64_t seconds) { return ProcessingTime{std::chrono::seconds{seconds}}; }

// A coordinator of two tasks, and what it does.
class Job {
public:
    explicit Job(CoordinatorOptions options) : coordinator_((fill(options), options)) {
        tell(0, Start{1, false});
        tell(0, Answered{Question{0}, CheckpointFound{}});
    }
    void tell(std::int64_t seconds, const Input& input) {
        Effects effects(at(seconds), {}, true);
        coordinator_.handle(at(seconds), input, effects);
        for (DueEffect& effect : effects.list())
            done.push_back(std::move(effect.effect));
    }
    void acknowledge(std::int64_t seconds, ProcessId by, std::uint32_t checkpoint) {
        tell(seconds, Received{by, AcknowledgeCheckpoint{CheckpointId{checkpoint}}});
    }
    void tick(std::int64_t seconds) { tell(seconds, TimerFired{Timer{0}, at(seconds)}); }
    void time_out(std::int64_t seconds) { tell(seconds, TimerFired{Timer{1}, at(seconds)}); }

    template <class E>
    std::size_t count() const {
        std::size_t found = 0;
        for (const Effect& effect : done)
            found += std::holds_alternative<E>(effect) ? 1 : 0;
        return found;
    }
    std::size_t count(Step step) const {
        std::size_t found = 0;
        for (const Effect& effect : done) {
            const auto* note = std::get_if<Note>(&effect);
            const auto* checkpoint = note ? std::get_if<NoteCheckpoint>(note) : nullptr;
            found += checkpoint && checkpoint->step == step ? 1 : 0;
        }
        return found;
    }
    template <class M>
    std::size_t sent() const {
        std::size_t found = 0;
        for (const Effect& effect : done) {
            const auto* send = std::get_if<Send>(&effect);
            found += send && std::holds_alternative<M>(send->message) ? 1 : 0;
        }
        return found;
    }
    std::vector<Effect> done;

private:
    static void fill(CoordinatorOptions& options) {
        const auto state = std::make_shared<const SinkTask>(SinkTaskOptions{});
        options.tasks = {{sink, state, CoordinatorOptions::Task::Role::sink},
                         {source, state, CoordinatorOptions::Task::Role::source}};
        options.checkpoint_every = 10s;
    }
    Coordinator coordinator_;
};

TEST(CoordinatorOfAStream, CompletesACheckpointWhenAllHaveAcknowledgedIt) {
    Job job({});
    job.tick(10);
    job.acknowledge(11, source, 1);
    EXPECT_EQ(job.count(Step::acknowledged), 0U);
    job.acknowledge(12, sink, 1);
    EXPECT_EQ(job.count(Step::acknowledged), 1U);
    // What is asked of the store is not known before it answers.
    EXPECT_EQ(job.sent<NotifyComplete>(), 0U);
    job.tell(13, Answered{Question{1}, Done{}});
    EXPECT_EQ(job.sent<NotifyComplete>(), 2U);
}

TEST(CoordinatorOfAStream, GivesUpACheckpointThatTakesTooLong) {
    CoordinatorOptions options;
    options.checkpoint_timeout = 5s;
    Job job(options);
    job.tick(10);
    job.acknowledge(11, source, 1);
    job.time_out(15);
    EXPECT_EQ(job.count(Step::expired), 1U);
    EXPECT_EQ(job.sent<AbortCheckpoint>(), 1U);  // sources wait for nothing
    job.acknowledge(16, sink, 1);
    EXPECT_EQ(job.count(Step::acknowledged), 0U);
    EXPECT_EQ(job.count<Stop>(), 2U);  // those of its start: any number of failures is tolerated
}

TEST(CoordinatorOfAStream, RestartsTheJobAfterTooManyFailuresInARow) {
    CoordinatorOptions options;
    options.checkpoint_timeout = 5s;
    options.tolerable_failures = 1;
    options.restart_after = 7s;
    Job job(options);
    const std::size_t stops = job.count<Stop>();
    job.tick(10);
    job.time_out(15);
    EXPECT_EQ(job.count<Stop>(), stops);
    job.tick(20);
    job.tell(21, Received{sink, DeclineCheckpoint{CheckpointId{2}}});
    EXPECT_EQ(job.count(Step::declined), 1U);
    EXPECT_EQ(job.count<Stop>(), stops + 2);
    const std::size_t deployed = job.count<Deploy>();
    job.tell(28, TimerFired{Timer{2}, at(28)});
    job.tell(28, Answered{Question{0}, CheckpointFound{}});
    EXPECT_EQ(job.count<Deploy>(), deployed + 2);
}

TEST(CoordinatorOfAStream, ASuccessForgivesTheFailuresBeforeIt) {
    CoordinatorOptions options;
    options.checkpoint_timeout = 5s;
    options.tolerable_failures = 1;
    Job job(options);
    const std::size_t stops = job.count<Stop>();
    job.tick(10);
    job.time_out(15);
    job.tick(20);
    job.acknowledge(21, source, 2);
    job.acknowledge(21, sink, 2);
    job.tell(22, Answered{Question{1}, Done{}});
    job.tick(30);
    job.time_out(35);
    EXPECT_EQ(job.count<Stop>(), stops);
}

TEST(CoordinatorOfAStream, PausesBetweenTwoCheckpoints) {
    CoordinatorOptions options;
    options.min_pause = 15s;
    Job job(options);
    job.tick(10);
    job.acknowledge(11, source, 1);
    job.acknowledge(11, sink, 1);
    job.tell(12, Answered{Question{1}, Done{}});
    job.tick(20);
    EXPECT_EQ(job.count(Step::triggered), 1U);
    job.tick(30);
    EXPECT_EQ(job.count(Step::triggered), 2U);
}

TEST(CoordinatorOfAStream, TakesALastCheckpointWhenEverySinkHasEnded) {
    CoordinatorOptions options;
    options.last_checkpoint = true;
    Job job(options);
    job.tell(60, Drain{});
    EXPECT_EQ(job.count(Step::triggered), 0U);
    job.tell(61, Received{sink, TaskFinished{}});
    EXPECT_EQ(job.count(Step::triggered), 1U);
}

}  // namespace
}  // namespace tidemark
