#pragma once

#include "engine/dataflow/process.h"
#include "sim/judge/trace.h"
#include "sim/world/scheduler.h"
#include "sim/world/stores.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tidemark {

// How a process is put into a cluster.
struct HostSetup {
    ProcessKind kind{ProcessKind::source_task};
    std::string name;
    std::shared_ptr<const Process> initial;  // what the world starts and restarts; null: a supervisor deploys it
    std::optional<ProcessId> supervisor;     // told of its failures; empty: the world restarts it
    ProcessingDuration cost_per_record{};
};

// An input that waits, and since when.
struct Waiting {
    ProcessingTime arrived{};
    Input input;
};

// The way between two tasks. Credit is counted in records: a send without credit parks the rest of the sender's list.
struct Channel {
    ProcessId from{}, to{};
    std::uint64_t capacity{1024};
    std::uint64_t used{0};
    std::deque<Waiting> queue;
    std::uint64_t arrivals{0};
};

// A process in its place: its inboxes, timers and unfinished effects. What is shown of a live process is both: the state
// runs ahead of its effects until all are out.
struct Host {
    ProcessId id{};
    HostSetup setup;
    std::shared_ptr<Process> process;  // null while dead or not deployed
    std::uint32_t incarnation{0};
    std::uint32_t fence{0};  // operations of older lives no longer count

    std::vector<DueEffect> outbox;
    std::size_t carried_out{0};  // so many of the outbox are out
    bool parked{false};          // the next one waits for credit
    ProcessingTime busy_until{ProcessingDuration{INT64_MIN}};
    std::uint64_t owed_credit{0};  // records of the batch at hand, given back when its work is done
    std::size_t owed_channel{0};

    std::map<Timer, ProcessingTime> timers;
    std::deque<Waiting> control;
    std::vector<std::size_t> inputs;  // channels to it, in order of their senders
    std::set<ProcessId> paused;
    struct WaitingFetch {
        Question question{};
        Fetch fetch;
    };
    std::optional<WaitingFetch> fetch;
    // Of its operations at each kind of store: first in, first out; an upload to one store delays no write to another.
    std::map<StoreKind, ProcessingTime> last_arrival;

    std::uint64_t wake_generation{0};
    std::optional<std::pair<ProcessingTime, EventClass>> wake;

    bool all_out() const { return carried_out == outbox.size(); }
    // The next effect that the world would see; notes do not count.
    std::optional<ProcessingTime> next_due() const {
        for (std::size_t i = carried_out; i < outbox.size(); ++i)
            if (!std::holds_alternative<Note>(outbox[i].effect)) return outbox[i].due;
        return std::nullopt;
    }
    // A crash, or a stop by the supervisor: everything that was not out is gone.
    void clear() {
        process = nullptr;
        outbox.clear();
        carried_out = 0;
        parked = false;
        busy_until = ProcessingTime{ProcessingDuration{INT64_MIN}};
        owed_credit = 0;
        timers.clear();
        control.clear();
        paused.clear();
        fetch.reset();
    }
};

}  // namespace tidemark
