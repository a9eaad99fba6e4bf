#include "sim/world/scheduler.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {
namespace {

bool comes_after(const Scheduled& a, const Scheduled& b) { return comes_before(b, a); }

}  // namespace

bool comes_before(const Scheduled& a, const Scheduled& b) {
    if (a.at != b.at) return a.at < b.at;
    if (a.event_class != b.event_class) return a.event_class < b.event_class;
    if (a.destination != b.destination) return a.destination < b.destination;
    if (a.source != b.source) return a.source < b.source;
    return a.sequence < b.sequence;
}

void Scheduler::push(ProcessingTime at, EventClass event_class, std::uint32_t destination, std::uint32_t source,
                     std::uint64_t payload) {
    INVARIANT(at >= now_, "something was scheduled in the past, at {} when it is {}", to_iso(at), to_iso(now_));
    if (source >= sequences_.size()) sequences_.resize(source + 1, 0);
    heap_.push_back({at, event_class, destination, source, sequences_[source]++, payload});
    std::push_heap(heap_.begin(), heap_.end(), comes_after);
}

Scheduled Scheduler::pop() {
    INVARIANT(!heap_.empty(), "nothing is scheduled");
    std::pop_heap(heap_.begin(), heap_.end(), comes_after);
    const Scheduled next = heap_.back();
    heap_.pop_back();
    INVARIANT(next.at >= now_, "virtual time went back from {} to {}", to_iso(now_), to_iso(next.at));
    now_ = next.at;
    return next;
}

}  // namespace tidemark
