#include "sim/world/cluster.h"

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

}  // namespace tidemark
