#pragma once

#include "engine/ids.h"
#include "engine/time.h"
#include "engine/windowing/window.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace tidemark {

struct TimeRange {  // [from, until)
    ProcessingTime from{}, until{};
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};
struct EventTimeRange {  // [from, until)
    EventTime from{}, until{};
    friend bool operator==(const EventTimeRange&, const EventTimeRange&) = default;
};

// The window and key whose answer is held against the truth. Without a key: all keys together.
struct Cell {
    Window window{};
    std::optional<KeyId> key;
    friend bool operator==(const Cell&, const Cell&) = default;
};

// All that a picture depends on beside the run itself. A plain value: an undo, a link and a test are made of it.
struct View {
    std::size_t mode{0};        // whose plane and lanes; as in Simulation::modes
    ProcessingTime now{};       // nothing that happens later is shown, nor what will become of what is shown
    TimeRange seen{};           // left to right: processing time
    EventTimeRange happened{};  // bottom to top: event time
    std::optional<Cell>
        cell;  // of the error curve; none: the first that the mode will ever answer wrongly, else the first
    std::string selection;                   // a mark's id: "event:bo1", "window:23:00"; empty: nothing is selected
    bool events_only{false};                 // the world without a pipeline: no watermark, no windows, no fates
    std::uint32_t columns{1000}, rows{450};  // how many places a picture tells apart; closer marks become one
    friend bool operator==(const View&, const View&) = default;
};

}  // namespace tidemark
