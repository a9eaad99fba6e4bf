#pragma once

#include "engine/ids.h"
#include "engine/time.h"

#include <cstdint>

namespace tidemark {

// What a fault did to one event on its way to the log.
enum class Mishap : std::uint8_t {
    clock_wrong,    // its device stamped it with a wrong time
    kept_offline,   // kept on the device until this instant
    kept_back,      // the same, this event alone
    outbox_full,    // lost: its device had no room for it
    unreadable,     // no job can read it
    sent_again,     // the application sends it again
    attempt_lost,   // an attempt to send it was lost
    never_arrived,  // lost: no attempt arrived, and the producer makes no more
    jammed,         // held in the network until this instant
    delayed,        // the network took longer
    held_up,        // the same, so that later ones could overtake
    slow_append,    // the log took longer
    ack_lost,       // it arrived, and its producer did not hear of it
    redelivered,    // the network delivered it again
    copy_refused,   // the log knew it, and did not take the copy
};
inline bool is_loss(Mishap what) { return what == Mishap::outbox_full || what == Mishap::never_arrived; }

struct Incident {
    EventId event{};
    ProcessingTime at{};
    Mishap what{Mishap::delayed};
    std::uint32_t fault{0};  // index in Scenario::faults
};

}  // namespace tidemark
