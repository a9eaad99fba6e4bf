#pragma once

#include "engine/ids.h"
#include "engine/time.h"

namespace tidemark {

// One event as it travels: 32 bytes, copied freely.
struct Record {
    EventId id;            // which generated event this is
    EventTime at{};        // the timestamp inside the event, as its device's clock showed it
    std::int64_t value{1};
    KeyId key{};
    UserId user{};
};
static_assert(sizeof(Record) == 32, "the log's memory per event is a promise");

}  // namespace tidemark
