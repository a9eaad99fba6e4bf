#pragma once

#include "gui/layout.h"
#include "sim/scene/view.h"

#include <imgui.h>

#include <cstdint>
#include <string>
#include <vector>

namespace tidemark::gui {

// Data units to pixels and back: an axis of 64-bit ticks along a side of the screen.
struct Axis {
    std::int64_t from{0}, until{1};  // data units at its two ends
    float start{0}, end{1};          // pixels; the end may lie before the start
    // Data far outside is cut to a few widths beyond the edge, so that no coordinate overflows.
    float at(std::int64_t value) const;
    std::int64_t value(float pixel) const;
};

// The plane: processing time and event time on the sides of a rectangle. Turned: event time to the right.
struct Projection {
    Rect plot;
    Axis processing, event;
    bool turned{false};
    ImVec2 point(std::int64_t processing_time, std::int64_t event_time) const;
    // The corners of a mark's rectangle, smaller coordinates first.
    struct Box {
        ImVec2 low, high;
    };
    Box box(std::int64_t x0, std::int64_t y0, std::int64_t x1, std::int64_t y1) const;
};
Projection project(const View& view, const Rect& plot, bool turned);

// Where an axis has labels, in its own unit: round steps of time (seconds, minutes, quarters of hours, days).
struct TimeTick {
    std::int64_t at{0};  // microseconds since the epoch
    std::string text;    // "00:04", "23:58:30", "D+1 00:00"
};
std::vector<TimeTick> time_ticks(std::int64_t from, std::int64_t until, double most, ProcessingTime day0);
// Round steps of 1, 2, 5 times a power of ten, never between whole numbers.
std::vector<std::int64_t> number_ticks(std::int64_t from, std::int64_t until, double most);

}  // namespace tidemark::gui
