#include "sim/world/cluster.h"

#include <algorithm>

namespace tidemark {

// A crash keeps the effects that were due before it, and loses the rest with the state.
void Cluster::crash(Host& host, ProcessingTime now, std::uint32_t plan) {
    const PlannedCrash& planned = plans_[plan];
    if (!host.process) return;  // nothing runs there: the fault does nothing
    carry_out_notes(host, now - ProcessingDuration{1});
    trace_.crash(now, actor(host), plans_[plan].fault);
    stop(host);
    if (host.setup.supervisor) tell(*host.setup.supervisor, now, ProcessFailed{host.id});
    push(now + planned.restart_after, EventClass::fault_end, host.id.value, source_of(host.id), Due::recovery, plan);
}

void Cluster::recover(Host& host, ProcessingTime now, std::uint32_t plan) {
    if (host.process) return;
    trace_.recovered(now, actor(host), plans_[plan].fault);
    if (host.setup.supervisor) tell(*host.setup.supervisor, now, PlaceRecovered{host.id});
    else if (host.setup.initial) deploy(host, now, host.setup.initial, false);
}

// Whether somebody was to die right after this step.
bool Cluster::crash_after(PlannedCrash::After step, ProcessId by, std::optional<CheckpointId> checkpoint,
                          ProcessingTime now) {
    for (std::uint32_t i = 0; i < plans_.size(); ++i) {
        PlannedCrash& planned = plans_[i];
        if (planned.after != step || planned.times == 0) continue;
        if (step != PlannedCrash::After::complete && planned.target != by) continue;
        if (planned.checkpoint && planned.checkpoint != checkpoint) continue;
        --planned.times;
        crash(host(planned.target), now, i);
        return true;
    }
    return false;
}

void Cluster::begin_hardship(ProcessingTime now, std::uint32_t plan) {
    trace_.fault(now, actor(host(hardships_[plan].targets.front())), FaultEntry::What::began, hardships_[plan].fault);
}

void Cluster::end_hardship(ProcessingTime now, std::uint32_t plan) {
    PlannedHardship& over = hardships_[plan];
    // A pause was felt by whoever had something to do meanwhile.
    if (over.kind == PlannedHardship::Kind::pause)
        for (const ProcessId target : over.targets)
            if (const auto next = next_wake(host(target)); next && next->first < now) feel(over, host(target), now);
    trace_.fault(now, actor(host(over.targets.front())), FaultEntry::What::ended, over.fault);
}

PlannedHardship* Cluster::hardship(const Host& host, PlannedHardship::Kind kind, ProcessingTime now) {
    for (PlannedHardship& planned : hardships_)
        if (planned.kind == kind && planned.from <= now && now < planned.until &&
            std::find(planned.targets.begin(), planned.targets.end(), host.id) != planned.targets.end())
            return &planned;
    return nullptr;
}

// I20: a fault that changes nothing is said to be vacuous.
void Cluster::feel(PlannedHardship& hardship, const Host& host, ProcessingTime now) {
    if (hardship.felt) return;
    hardship.felt = true;
    trace_.fault(now, actor(host), FaultEntry::What::felt, hardship.fault);
}

ProcessingDuration Cluster::cost_of(Host& host, ProcessingTime now) {
    ProcessingDuration cost = host.setup.cost_per_record;
    if (hardships_.empty() || cost == ProcessingDuration{}) return cost;
    if (PlannedHardship* slow = hardship(host, PlannedHardship::Kind::slow, now)) {
        feel(*slow, host, now);
        const std::int64_t whole = cost.count() / 1'000'000 * slow->factor_millionths;
        cost = ProcessingDuration{whole + cost.count() % 1'000'000 * slow->factor_millionths / 1'000'000};
    }
    return cost;
}

}  // namespace tidemark
