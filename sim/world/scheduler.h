#pragma once

#include "engine/ids.h"
#include "engine/time.h"

#include <cstdint>
#include <vector>

namespace tidemark {

// What comes first at one instant, in this order: the world's order of things, part of the meaning of a run.
enum class EventClass : std::uint8_t {
    fault_end,
    fault_begin,
    arrival,   // an operation at its store, an answer or a message at its receiver
    delivery,  // a process handles what has reached it
    timer,
    drain,
};

// Something due in virtual time. `payload` is the owner's business.
struct Scheduled {
    ProcessingTime at{};
    EventClass event_class{EventClass::delivery};
    std::uint32_t destination{0};
    std::uint32_t source{0};
    std::uint64_t sequence{0};  // local to the source: unrelated parts do not count each other's events
    std::uint64_t payload{0};
};

// The order of events is total and explained: (time, class, destination, source, sequence); never the order of
// insertion across unrelated parts, never a container's whim.
bool comes_before(const Scheduled& a, const Scheduled& b);

// Virtual time: a heap in the order above. Time never goes back (an INVARIANT holds it).
class Scheduler {
public:
    void push(ProcessingTime at, EventClass event_class, std::uint32_t destination, std::uint32_t source,
              std::uint64_t payload);
    bool empty() const { return heap_.empty(); }
    const Scheduled& top() const { return heap_.front(); }
    Scheduled pop();
    ProcessingTime now() const { return now_; }

private:
    std::vector<Scheduled> heap_;
    std::vector<std::uint64_t> sequences_;  // by source
    ProcessingTime now_{ProcessingDuration{INT64_MIN}};
};

}  // namespace tidemark
