#pragma once

#include "engine/time.h"

#include <compare>
#include <string>
#include <variant>

namespace tidemark {

// An interval [start, end) of event time. `max_timestamp` is the last instant inside. Ordered by end, then start:
// the order in which windows close.
struct Window {
    EventTime start{};
    EventTime end{};
    EventTime max_timestamp() const { return end == event_time_max ? event_time_max : end - EventDuration{1}; }
    friend constexpr bool operator==(const Window& a, const Window& b) { return a.start == b.start && a.end == b.end; }
    friend constexpr bool operator<(const Window& a, const Window& b) {
        return a.end != b.end ? a.end < b.end : a.start < b.start;
    }
};

// All of event time: the one window of `global`.
inline constexpr Window global_window{event_time_min, event_time_max};

// How a record's windows follow from its time. Sizes, periods and gaps are > 0, |offset| < size (F-A1).
struct Tumbling {
    EventDuration size{};
    EventDuration offset{};
    friend bool operator==(const Tumbling&, const Tumbling&) = default;
};
struct Sliding {
    EventDuration size{};
    EventDuration period{};
    EventDuration offset{};
    friend bool operator==(const Sliding&, const Sliding&) = default;
};
struct Session {
    EventDuration gap{};
    friend bool operator==(const Session&, const Session&) = default;
};
struct Global {
    friend bool operator==(const Global&, const Global&) = default;
};
using WindowSpec = std::variant<Tumbling, Sliding, Session, Global>;

// As transcripts write it: "tumbling 10s", "sliding 10s every 5s offset 1s", "session 3s", "global".
std::string to_string(const WindowSpec& spec);

}  // namespace tidemark
