#pragma once

#include "engine/time.h"

#include <optional>
#include <string_view>

namespace tidemark {

// Reads a duration as people write it: an integer, perhaps negative, and one of us, ms, s, m, h, d, with no blank
// between ("-90s"). Nothing for any other text, and where the microseconds do not fit 64 bits.
std::optional<ProcessingDuration> parse_duration(std::string_view text);

// The same in whole milliseconds, which may reach 1000 times further. Nothing for "1500us" too: event time has no
// microseconds.
std::optional<EventDuration> parse_event_duration(std::string_view text);

}  // namespace tidemark
