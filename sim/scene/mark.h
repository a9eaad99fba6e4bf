#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tidemark {

// What a mark says. The painters choose colour and shape by it, and by nothing else.
enum class MarkKind : std::uint8_t {
    // ---- the plane: x is processing time, y is event time
    ideal,             // the diagonal: seen the instant it happened
    window_band,       // one event-time window: solid rules at its bounds (processing-time windows: upright strips)
    window_open,       // from its first element on: the window holds state; `count` elements
    window_closed,     // it has answered: what lands here is late
    behind_watermark,  // under the staircase, window still open: out of order, and counted on time
    purge,             // lateness used up, state freed
    watermark,         // one step of the staircase, as the operator knew it: up from y0 to y1 at x0, then on to x1
    lateness_horizon,  // watermark minus allowed lateness: a step of the same shape
    event_origin,      // where the event happened, on the diagonal
    event_tail,        // a line from there, (x0, y0), to where it is now, (x1, y1): its delay so far
    event_in_flight,   // at the tail's end: undecided at `now`
    event_arrived,     // it is in the log; what a mode makes of it is not asked (View::events_only)
    event_on_time,     // taken before its window had answered: in the answer, or held until there is one
    event_late,        // late, accepted
    event_dropped,     // refused as too late, or not taken by any run
    event_side_output,
    event_duplicate,  // a second or later copy, at its arrival
    event_lost,
    event_filtered,
    event_elsewhere,  // counted, or held, in another window than its own
    crowd,            // `count` events too close to draw one by one, nothing the matter with any of them
    firing_early,     // a pane; `text` is its badge
    firing_on_time,
    firing_late,
    batch_cut,        // a run begins to read its partition
    batch_published,  // its answer is there; `text` is the badge
    fault,            // a tooth on the time axis: crash, restore
    now,
    // ---- lanes: x is processing time, y is the lane's own unit
    level,  // a step of an area: y0 = 0, y1 = the value
    line,   // a step of a line: y0 = y1 = the value
    tick,   // at an instant
    busy,
    idle,
    blocked,  // a stretch of an operator's time
    flag,     // a checkpoint begins
    stretch,  // something with a beginning and an end: a checkpoint, an offline phase, a job's run
    broken,   // the same, failed
    row,      // what became visible to readers; `text` is the value
    // ---- the error curve: x is processing time, y is the error in the aggregate's unit
    error,      // a step of a mode's curve
    no_answer,  // while a mode has none yet
    truth,      // the line at zero
};
// "event_late": as tests and `draw` write it.
std::string_view to_string(MarkKind kind);

// One thing in a picture: plain data in data units. Points and lines are rectangles without area. A mark of an event
// stands at its middle: several too close to tell apart are one, with a count.
struct Mark {
    MarkKind kind{MarkKind::ideal};
    std::int64_t x0{0}, x1{0};  // microseconds of processing time since the epoch
    std::int64_t y0{0}, y1{0};  // plane: milliseconds of event time since the epoch; lanes and curves: their own unit
    std::size_t mode{0};        // whose it is
    std::uint64_t count{1};     // how many things it stands for
    std::string id;        // what a click selects: "event:bo1", "window:23:00", "window:north@23:00"; empty: nothing
    std::string text;      // written at it; empty: nothing
    std::string sentence;  // said when it is pointed at
    friend bool operator==(const Mark&, const Mark&) = default;
};

}  // namespace tidemark
