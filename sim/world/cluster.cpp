#include "sim/world/cluster.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {
namespace {

// Sources of events: the world itself, which causes what no process does, then the hosts.
constexpr std::uint32_t world = 0;
constexpr std::uint64_t batch_limit = 4096;

}  // namespace

Cluster::Cluster(Costs costs, std::optional<ProcessingDuration> save_takes, Stores stores, TraceWriter trace)
    : costs_(costs), save_takes_(save_takes), stores_(std::move(stores)), trace_(std::move(trace)) {}

ProcessId Cluster::add(HostSetup setup) {
    const ProcessId id{static_cast<std::uint32_t>(hosts_.size())};
    trace_.add_process(setup.kind, setup.name);
    Host& added = hosts_.emplace_back();
    added.id = id;
    added.setup = std::move(setup);
    return id;
}

void Cluster::connect(ProcessId from, ProcessId to, std::uint64_t capacity) {
    INVARIANT(capacity > 0, "a channel without credit would never move");
    host(to).inputs.push_back(channels_.size());
    channels_.push_back({from, to, capacity, 0, {}, 0});
}

void Cluster::plan(const PlannedCrash& crash) { plans_.push_back(crash); }
void Cluster::plan(PlannedHardship hardship) { hardships_.push_back(std::move(hardship)); }

ModeTrace Cluster::run(ProcessingTime from, ProcessingTime until, bool drain) {
    until_ = until;
    for (std::uint32_t i = 0; i < plans_.size(); ++i)
        if (plans_[i].at && *plans_[i].at <= until)
            push(std::max(from, *plans_[i].at), EventClass::fault_begin, plans_[i].target.value, world, Due::crash, i);
    for (std::uint32_t i = 0; i < hardships_.size(); ++i) {
        if (hardships_[i].from > until || hardships_[i].until <= from) continue;
        push(std::max(from, hardships_[i].from), EventClass::fault_begin, 0, world, Due::hardship, i);
        if (hardships_[i].until <= until) push(hardships_[i].until, EventClass::fault_end, 0, world, Due::relief, i);
    }
    if (drain) push(until, EventClass::drain, 0, world, Due::drain, 0);
    // Supervised processes wait for their supervisor.
    for (std::uint32_t i = 0; i < hosts_.size(); ++i)
        if (hosts_[i].setup.initial && !hosts_[i].setup.supervisor)
            deploy(hosts_[i], from, hosts_[i].setup.initial, false);
    bool drained = false;
    while (!scheduler_.empty()) {
        if (scheduler_.top().at > until_ && !drained) break;
        const Scheduled due = scheduler_.pop();
        drained = drained || static_cast<Due>(due.payload >> 56) == Due::drain;
        dispatch(due);
    }
    // What was said of work that was done by the end, but not yet asked for.
    for (Host& left : hosts_)
        carry_out_notes(left, until_);
    return trace_.finish();
}

void Cluster::push(ProcessingTime at, EventClass event_class, std::uint32_t destination, std::uint32_t source, Due due,
                   std::uint64_t index) {
    scheduler_.push(at, event_class, destination, source, static_cast<std::uint64_t>(due) << 56 | index);
}

std::uint64_t Cluster::put(OnItsWay on_its_way) {
    if (free_slots_.empty()) {
        on_their_way_.push_back(std::move(on_its_way));
        return on_their_way_.size() - 1;
    }
    const std::uint64_t slot = free_slots_.back();
    free_slots_.pop_back();
    on_their_way_[slot] = std::move(on_its_way);
    return slot;
}

Cluster::OnItsWay Cluster::take(std::uint64_t slot) {
    OnItsWay taken = std::move(on_their_way_[slot]);
    on_their_way_[slot] = {};
    free_slots_.push_back(slot);
    return taken;
}

void Cluster::dispatch(const Scheduled& due) {
    const std::uint64_t index = due.payload & ((std::uint64_t{1} << 56) - 1);
    const ProcessingTime now = due.at;
    switch (static_cast<Due>(due.payload >> 56)) {
        case Due::wake: {
            Host& woken = hosts_[due.destination];
            if (woken.wake_generation != index) return;
            woken.wake.reset();
            wake(woken, now, due.event_class);
            return;
        }
        case Due::operation: {
            OnItsWay operation = take(index);
            operation_arrives(now, operation);
            return;
        }
        case Due::answer: {
            OnItsWay answer = take(index);
            Host& asker = host(answer.process);
            if (!asker.process || asker.incarnation != answer.incarnation) return;
            tell(answer.process, now, Answered{answer.question, std::move(std::get<AnswerBody>(answer.content))});
            return;
        }
        case Due::message: {
            OnItsWay message = take(index);
            // What was on its way between two lives of a channel is gone with the first.
            if (host(message.process).incarnation != message.incarnation ||
                host(message.receiver).incarnation != message.receiver_incarnation)
                return;
            deliver(message.process, message.receiver, now, std::move(std::get<Message>(message.content)));
            return;
        }
        case Due::crash:
            crash(host(plans_[index].target), now, static_cast<std::uint32_t>(index));
            return;
        case Due::recovery:
            recover(host(plans_[index].target), now, static_cast<std::uint32_t>(index));
            return;
        case Due::hardship:
            begin_hardship(now, static_cast<std::uint32_t>(index));
            return;
        case Due::relief:
            end_hardship(now, static_cast<std::uint32_t>(index));
            return;
        case Due::drain:
            until_ = processing_time_max - ProcessingDuration{1};  // whatever it takes
            draining_ = true;
            for (Host& alive : hosts_)
                if (alive.process) tell(alive.id, now, Drain{});
            return;
    }
}

void Cluster::wake(Host& host, ProcessingTime now, EventClass event_class) {
    if (hardship(host, PlannedHardship::Kind::pause, now)) {
        schedule_wake(host);
        return;
    }
    carry_out(host, now);
    while (host.process && !host.next_due() && host.busy_until <= now) {
        carry_out(host, now);
        return_credit(host, now);
        std::optional<Input> input = next_input(host, now, event_class);
        if (!input) break;
        handle(host, now, *input);
        carry_out(host, now);
    }
    schedule_wake(host);
}

// Control before data: timers, answers and what supervisors say come before records (else ready data would starve the
// barriers); within a class by arrival, then by source.
std::optional<Input> Cluster::next_input(Host& host, ProcessingTime now, EventClass event_class) {
    auto due = host.timers.end();
    for (auto timer = host.timers.begin(); timer != host.timers.end(); ++timer) {
        const bool is_due = event_class >= EventClass::timer ? timer->second <= now : timer->second < now;
        if (is_due && (due == host.timers.end() || timer->second < due->second)) due = timer;
    }
    if (due != host.timers.end() && (host.control.empty() || due->second < host.control.front().arrived)) {
        const TimerFired fired{due->first, due->second};
        host.timers.erase(due);
        return fired;
    }
    if (!host.control.empty()) {
        Input input = std::move(host.control.front().input);
        host.control.pop_front();
        return input;
    }
    Channel* first = nullptr;
    for (const std::size_t index : host.inputs) {
        Channel& candidate = channels_[index];
        if (candidate.queue.empty() || host.paused.count(candidate.from)) continue;
        if (!first || candidate.queue.front().arrived < first->queue.front().arrived) first = &candidate;
    }
    if (first) {
        Input input = std::move(first->queue.front().input);
        first->queue.pop_front();
        host.owed_credit = credit_of(std::get<Received>(input).message);
        host.owed_channel = static_cast<std::size_t>(first - channels_.data());
        return input;
    }
    return fetched(host, now);
}

// A batch for a source that waits for records. It may run ahead of the clock, up to the next thing that is scheduled
// anywhere: until then nothing can reach the source, so that each record is handled as if it had come alone.
std::optional<Input> Cluster::fetched(Host& host, ProcessingTime now) {
    if (!host.fetch) return std::nullopt;
    const Fetch fetch = host.fetch->fetch;
    const LogPartition& partition = stores_.partition(fetch.partition);
    std::uint64_t room = batch_limit;
    for (const Channel& out : channels_)
        if (out.from == host.id) room = std::min(room, out.capacity - std::min(out.capacity, out.used));
    if (room == 0) return std::nullopt;
    LogRange range = partition.range(fetch.from, room);
    const ProcessingDuration way = travel(0);
    ProcessingTime horizon = until_ + ProcessingDuration{1};
    if (!scheduler_.empty()) horizon = std::min(horizon, scheduler_.top().at);
    for (const auto& [timer, due] : host.timers)
        horizon = std::min(horizon, std::max(due, now));
    const ProcessingDuration cost = cost_of(host, now);
    std::size_t taken = 0;
    ProcessingTime done = now;
    for (const LogEntry& entry : range) {
        const ProcessingTime starts = std::max(done, entry.appended + way);
        if (starts >= horizon && starts > now) break;
        done = starts + cost;
        ++taken;
    }
    if (taken == 0) return std::nullopt;
    range.count = taken;
    const Question question = host.fetch->question;
    host.fetch.reset();
    return Answered{question, Fetched{fetch.partition, fetch.from, range, way}};
}

void Cluster::handle(Host& host, ProcessingTime now, const Input& input) {
    trace_.input(now, actor(host), input);
    Effects effects(now, cost_of(host, now), trace_.detailed());
    host.process->handle(now, input, effects);
    trace_.worked(effects.spent());
    INVARIANT(host.all_out(), "'{}' was given an input with unfinished effects", host.setup.name);
    host.outbox = std::move(effects.list());
    host.carried_out = 0;
    host.busy_until = effects.now();
}

std::optional<std::pair<ProcessingTime, EventClass>> Cluster::next_wake(const Host& host) const {
    if (const auto due = host.next_due()) {
        if (host.parked) return std::nullopt;  // whoever gives the credit back wakes it
        return std::pair{*due, EventClass::delivery};
    }
    if (!host.process) return std::nullopt;
    std::optional<ProcessingTime> ready;
    const auto earlier = [&ready](ProcessingTime at) { ready = ready ? std::min(*ready, at) : at; };
    if (!host.control.empty()) earlier(host.control.front().arrived);
    for (const std::size_t index : host.inputs)
        if (!channels_[index].queue.empty() && !host.paused.count(channels_[index].from))
            earlier(channels_[index].queue.front().arrived);
    if (host.fetch) {
        const LogRange range = stores_.partition(host.fetch->fetch.partition).range(host.fetch->fetch.from, 1);
        bool room = true;
        for (const Channel& out : channels_)
            room = room && (out.from != host.id || out.used < out.capacity);
        if (range.count > 0 && room) earlier(range.first->appended + travel(0));
    }
    if (host.owed_credit > 0) earlier(host.busy_until);
    EventClass event_class = EventClass::delivery;
    for (const auto& [timer, at] : host.timers)
        if (!ready || at < *ready) {
            ready = at;
            event_class = EventClass::timer;
        }
    if (!ready) return std::nullopt;
    if (*ready < host.busy_until) return std::pair{host.busy_until, EventClass::delivery};
    return std::pair{*ready, event_class};
}

void Cluster::schedule_wake(Host& host) {
    auto next = next_wake(host);
    if (next) {
        next->first = std::max(next->first, scheduler_.now());
        if (const PlannedHardship* pause = hardship(host, PlannedHardship::Kind::pause, next->first))
            *next = {pause->until, EventClass::delivery};
    }
    if (next == host.wake) return;
    host.wake = next;
    ++host.wake_generation;
    if (next) push(next->first, next->second, host.id.value, source_of(host.id), Due::wake, host.wake_generation);
}

ProcessingDuration Cluster::travel(std::uint64_t bytes) const {
    ProcessingDuration time = costs_.store_request;
    if (costs_.bytes_per_second > 0) {
        const std::uint64_t whole = bytes / costs_.bytes_per_second * 1'000'000;
        const std::uint64_t rest = bytes % costs_.bytes_per_second * 1'000'000 / costs_.bytes_per_second;
        time += ProcessingDuration{static_cast<std::int64_t>(whole + rest)};
    }
    return time;
}

Channel* Cluster::channel(ProcessId from, ProcessId to) {
    for (Channel& candidate : channels_)
        if (candidate.from == from && candidate.to == to) return &candidate;
    return nullptr;
}

}  // namespace tidemark
