#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/host.h"
#include "sim/world/scheduler.h"
#include "sim/world/stores.h"
#include "sim/world/trace_writer.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tidemark {

// A crash that will happen: at an instant, or right after a step of the target's commit.
struct PlannedCrash {
    ProcessId target{};
    std::optional<ProcessingTime> at;
    // Or when something of the target has become durable, before it hears of it: rows; a prepared transaction; or, of
    // anybody, a checkpoint.
    enum class After { nothing, write, prepare, complete } after{After::nothing};
    std::optional<CheckpointId> checkpoint;  // only this one
    std::uint32_t times{1};
    ProcessingDuration restart_after{};
    std::uint32_t fault{0};  // index in Scenario::faults
};

// What makes life harder for some time.
struct PlannedHardship {
    enum class Kind { pause, slow, failing_uploads, slow_writes } kind{Kind::pause};
    std::vector<ProcessId> targets;
    ProcessingTime from{}, until{};
    std::int64_t factor_millionths{1'000'000};  // slow
    ProcessingDuration by{};                    // slow_writes
    std::uint32_t fault{0};                     // index in Scenario::faults
    bool felt{false};
};

// Hosts the processes of one mode, and carries out their effects in virtual time. It owns the channels, the credits and
// the inboxes; it may fail between any two effects. One life: add, connect, plan, run.
class Cluster {
public:
    Cluster(Costs costs, std::optional<ProcessingDuration> save_takes, Stores stores, TraceWriter trace);

    ProcessId add(HostSetup setup);
    void connect(ProcessId from, ProcessId to, std::uint64_t capacity);
    void plan(const PlannedCrash& crash);
    void plan(PlannedHardship hardship);

    // Runs from `from` until nothing more happens by `until`. With `drain`, the sources end then, and what is open is
    // answered. Returns what was written down.
    ModeTrace run(ProcessingTime from, ProcessingTime until, bool drain);
    // Promises that were seen broken meanwhile.
    const std::vector<Sighting>& sightings() const { return trace_.sightings(); }

private:
    enum class Due : std::uint8_t { wake, operation, answer, message, crash, recovery, drain, hardship, relief };
    struct OnItsWay {         // an operation, its answer, or a message
        ProcessId process{};  // the asker; the sender
        std::uint32_t incarnation{0};
        std::uint32_t receiver_incarnation{0};
        Question question{};
        std::variant<std::monostate, Operation, AnswerBody, Message> content;
        ProcessId receiver{};
    };

    // The loop, and what is due.
    void dispatch(const Scheduled& due);
    void wake(Host& host, ProcessingTime now, EventClass event_class);
    std::optional<Input> next_input(Host& host, ProcessingTime now, EventClass event_class);
    std::optional<Input> fetched(Host& host, ProcessingTime now);
    void handle(Host& host, ProcessingTime now, const Input& input);
    void schedule_wake(Host& host);
    std::optional<std::pair<ProcessingTime, EventClass>> next_wake(const Host& host) const;

    // Effects (cluster_effects.cpp).
    void carry_out(Host& host, ProcessingTime now);
    void carry_out_notes(Host& host, ProcessingTime until);
    bool carry_out_one(Host& host, ProcessingTime now, Effect& effect);
    bool send(Host& host, ProcessingTime now, Send& send);
    void ask(Host& host, ProcessingTime now, Ask& ask);
    void deliver(ProcessId from, ProcessId to, ProcessingTime now, Message message);
    void operation_arrives(ProcessingTime now, OnItsWay& operation);
    void tell(ProcessId process, ProcessingTime now, Input input);
    void stop(Host& host);
    void deploy(Host& host, ProcessingTime now, std::shared_ptr<const Process> state, bool restored);
    void return_credit(Host& host, ProcessingTime now);

    // Faults (cluster_faults.cpp).
    void crash(Host& host, ProcessingTime now, std::uint32_t plan);
    void recover(Host& host, ProcessingTime now, std::uint32_t plan);
    bool crash_after(PlannedCrash::After step, ProcessId by, std::optional<CheckpointId> checkpoint,
                     ProcessingTime now);
    void begin_hardship(ProcessingTime now, std::uint32_t plan);
    void end_hardship(ProcessingTime now, std::uint32_t plan);
    // The hardship of this kind that a process suffers now; null: none.
    PlannedHardship* hardship(const Host& host, PlannedHardship::Kind kind, ProcessingTime now);
    void feel(PlannedHardship& hardship, const Host& host, ProcessingTime now);
    ProcessingDuration cost_of(Host& host, ProcessingTime now);

    std::uint64_t put(OnItsWay on_its_way);
    OnItsWay take(std::uint64_t slot);
    void push(ProcessingTime at, EventClass event_class, std::uint32_t destination, std::uint32_t source, Due due,
              std::uint64_t index);
    static std::uint32_t source_of(ProcessId id) { return id.value + 1; }  // 0 is the world
    Host& host(ProcessId id) { return hosts_.at(id.value); }
    Actor actor(const Host& host) const { return {host.id, host.incarnation}; }
    Channel* channel(ProcessId from, ProcessId to);
    ProcessingDuration travel(std::uint64_t bytes) const;

    Costs costs_;
    std::optional<ProcessingDuration> save_takes_;
    Stores stores_;
    TraceWriter trace_;
    Scheduler scheduler_;
    std::vector<Host> hosts_;
    std::vector<Channel> channels_;
    std::vector<PlannedCrash> plans_;
    std::vector<PlannedHardship> hardships_;
    std::vector<OnItsWay> on_their_way_;
    std::vector<std::uint64_t> free_slots_;
    ProcessingTime until_{};
    bool draining_{false};
};

}  // namespace tidemark
