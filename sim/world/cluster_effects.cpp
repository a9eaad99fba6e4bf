#include "engine/invariant.h"
#include "engine/visitor.h"
#include "sim/world/cluster.h"

#include <algorithm>

namespace tidemark {
namespace {

// Between processes that steer each other, not along the data: it is heard before records.
bool is_control(const Message& message) {
    return !std::holds_alternative<RecordBatch>(message) && !std::holds_alternative<Barrier>(message) &&
           !std::holds_alternative<EndOfInput>(message) && !std::holds_alternative<PaneBatch>(message) &&
           !std::holds_alternative<LateBatch>(message);
}

// Every part of a batch takes as long as the batch.
void shift(Message& message, ProcessingDuration by) {
    auto* batch = std::get_if<RecordBatch>(&message);
    if (!batch || by == ProcessingDuration{}) return;
    for (Passing& passing : batch->records)
        passing.at += by;
    for (WatermarkStep& step : batch->steps)
        step.at += by;
}

}  // namespace

void Cluster::carry_out(Host& host, ProcessingTime now) {
    while (host.carried_out < host.outbox.size()) {
        DueEffect& next = host.outbox[host.carried_out];
        if (next.due > now) return;
        if (!carry_out_one(host, std::holds_alternative<Note>(next.effect) ? next.due : now, next.effect)) {
            host.parked = true;
            return;
        }
        host.parked = false;
        ++host.carried_out;
    }
    host.outbox.clear();
    host.carried_out = 0;
}

// Notes of work that was done by `until`, up to the first effect that did not get out.
void Cluster::carry_out_notes(Host& host, ProcessingTime until) {
    while (!host.all_out() && host.outbox[host.carried_out].due <= until) {
        const DueEffect& said = host.outbox[host.carried_out];
        if (!std::holds_alternative<Note>(said.effect)) return;
        trace_.effect(said.due, actor(host), said.effect);
        ++host.carried_out;
    }
}

bool Cluster::carry_out_one(Host& host, ProcessingTime now, Effect& effect) {
    if (auto* sending = std::get_if<Send>(&effect)) return send(host, now, *sending);
    trace_.effect(now, actor(host), effect);
    std::visit(
        Visitor{
            [](Send&) {},
            [&](SetTimer& timer) { host.timers[timer.timer] = std::max(timer.at, now); },
            [&](CancelTimer& timer) { host.timers.erase(timer.timer); },
            [&](Ask& asking) { ask(host, now, asking); },
            [&](Pause& pause) { host.paused.insert(pause.from); },
            [&](ResumeAll&) { host.paused.clear(); },
            [&](Stop& stopping) { stop(this->host(stopping.process)); },
            [&](Deploy& deploying) { deploy(this->host(deploying.process), now, deploying.state, deploying.restored); },
            [](Note&) {},
        },
        effect);
    return true;
}

bool Cluster::send(Host& host, ProcessingTime now, Send& sending) {
    if (Channel* way = channel(host.id, sending.to)) {
        const std::uint64_t needed = credit_of(sending.message);
        if (needed > 0 && way->used > 0 && way->used + needed > way->capacity) return false;
        way->used += needed;
    }
    trace_.sent(now, actor(host), sending);
    shift(sending.message, costs_.message);
    if (costs_.message == ProcessingDuration{}) {
        deliver(host.id, sending.to, now, std::move(sending.message));
        return true;
    }
    OnItsWay message;
    message.process = host.id;
    message.incarnation = host.incarnation;
    message.receiver = sending.to;
    message.receiver_incarnation = this->host(sending.to).incarnation;
    message.content = std::move(sending.message);
    push(now + costs_.message, EventClass::arrival, sending.to.value, source_of(host.id), Due::message,
         put(std::move(message)));
    return true;
}

void Cluster::deliver(ProcessId from, ProcessId to, ProcessingTime now, Message message) {
    Host& receiver = host(to);
    if (!receiver.process) return;
    if (is_control(message)) {
        tell(to, now, Received{from, std::move(message)});
        return;
    }
    Channel* way = channel(from, to);
    INVARIANT(way != nullptr, "'{}' sends data to '{}' without a channel", host(from).setup.name, receiver.setup.name);
    way->queue.push_back({now, Received{from, std::move(message)}});
    schedule_wake(receiver);
}

void Cluster::tell(ProcessId process, ProcessingTime now, Input input) {
    Host& told = host(process);
    if (!told.process) return;
    told.control.push_back({now, std::move(input)});
    schedule_wake(told);
}

void Cluster::ask(Host& host, ProcessingTime now, Ask& asking) {
    if (const auto* fetch = std::get_if<Fetch>(&asking.operation)) {
        host.fetch = Host::WaitingFetch{asking.question, *fetch};
        return;
    }
    ProcessingDuration way = travel(size_of(asking.operation));
    if (std::holds_alternative<SaveState>(asking.operation)) way = save_takes_.value_or(way + costs_.checkpoint_base);
    if (store_of(asking.operation) == StoreKind::tables)
        if (PlannedHardship* slow = hardship(host, PlannedHardship::Kind::slow_writes, now)) {
            feel(*slow, host, now);
            way += slow->by;
        }
    ProcessingTime& last = host.last_arrival.try_emplace(store_of(asking.operation), now).first->second;
    const ProcessingTime arrives = std::max(now + way, last);
    last = arrives;
    OnItsWay operation;
    operation.process = host.id;
    operation.incarnation = host.incarnation;
    operation.question = asking.question;
    operation.content = std::move(asking.operation);
    push(arrives, EventClass::arrival, host.id.value, source_of(host.id), Due::operation, put(std::move(operation)));
}

// Only now is it durable, perhaps after its sender died; unless a later life of the sender has been heard of (fencing).
void Cluster::operation_arrives(ProcessingTime now, OnItsWay& arrived) {
    Host& asker = host(arrived.process);
    if (arrived.incarnation < asker.fence) return;
    asker.fence = arrived.incarnation;
    const Operation& operation = std::get<Operation>(arrived.content);
    Stores::Applied applied;
    PlannedHardship* failing = std::holds_alternative<SaveState>(operation)
                                   ? hardship(asker, PlannedHardship::Kind::failing_uploads, now)
                                   : nullptr;
    if (failing != nullptr) {
        feel(*failing, asker, now);
        applied = {NotDone{}, 0, false, {}, {}};
    } else {
        applied = stores_.apply(now, arrived.process, operation);
    }
    trace_.arrival(now, {arrived.process, arrived.incarnation}, operation, applied);
    const auto* rows = std::get_if<WriteRows>(&operation);
    const bool wrote = rows != nullptr && !rows->rows.empty() && applied.changed;
    OnItsWay answer;
    answer.process = arrived.process;
    answer.incarnation = arrived.incarnation;
    answer.question = arrived.question;
    answer.content = std::move(applied.answer);
    push(now + travel(applied.bytes), EventClass::arrival, arrived.process.value, source_of(arrived.process),
         Due::answer, put(std::move(answer)));
    if (const auto* complete = std::get_if<CompleteCheckpoint>(&operation)) {
        crash_after(PlannedCrash::After::complete, arrived.process, complete->checkpoint, now);
        return;
    }
    if (!asker.process || asker.incarnation != arrived.incarnation) return;
    if (wrote) crash_after(PlannedCrash::After::write, arrived.process, std::nullopt, now);
    else if (const auto* prepared = std::get_if<PrepareTransaction>(&operation))
        crash_after(PlannedCrash::After::prepare, arrived.process, prepared->checkpoint, now);
}

// The sender of the batch at hand gets its credit back when the work on it is done.
void Cluster::return_credit(Host& host, ProcessingTime) {
    if (host.owed_credit == 0) return;
    Channel& way = channels_[host.owed_channel];
    INVARIANT(way.used >= host.owed_credit, "more credit came back than was given");
    way.used -= host.owed_credit;
    host.owed_credit = 0;
    Host& sender = this->host(way.from);
    sender.parked = false;
    schedule_wake(sender);
}

void Cluster::stop(Host& host) {
    host.clear();
    ++host.incarnation;  // what it asked for and what is sent to it belongs to the life that ended
    for (Channel& way : channels_)
        if (way.from == host.id || way.to == host.id) {
            way.queue.clear();
            way.used = 0;
            // Work in progress at the receiver no longer owes anybody.
            Host& receiver = this->host(way.to);
            if (receiver.owed_credit > 0 && channels_[receiver.owed_channel].from == host.id) receiver.owed_credit = 0;
        }
    schedule_wake(host);
}

void Cluster::deploy(Host& host, ProcessingTime now, std::shared_ptr<const Process> state, bool restored) {
    INVARIANT(state != nullptr, "'{}' has no state to start from", host.setup.name);
    if (host.process) stop(host);
    host.process = state->clone();
    ++host.incarnation;
    tell(host.id, now, Start{host.incarnation, restored});
    if (draining_) tell(host.id, now, Drain{});
}

}  // namespace tidemark
