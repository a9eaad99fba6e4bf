#pragma once

#include "sim/scene/view.h"

// How a view is moved over its two axes. Pure functions on the plain value.
namespace tidemark::gui {

// Shares of a side, from 0 (left, bottom) to 1 (right, top).
struct Place {
    double across{0.5}, up{0.5};
};

// Gives event time the same scale as processing time, for a picture of `columns` by `rows`: the diagonal is then at 45
// degrees. The bottom edge stays.
void make_equal(View& view);
// Shows less (factor < 1) or more of both axes; what lies at `place` stays there. Never less than a millisecond across,
// never more than four times `whole`.
void zoom(View& view, Place place, double factor, const View& whole);
// Moves what is seen by shares of its size: positive to later times.
void pan(View& view, double across, double up);
// A stretch that reaches the run's end, with room behind it for what is written at now.
TimeRange with_room(TimeRange seen, ProcessingTime end);
// Shows this stretch of processing time; event time keeps its scale where `equal`, else follows.
void show_range(View& view, TimeRange seen, bool equal, const View& whole);
// Moves the view, without changing its scale, so that `now` is in it.
void follow(View& view);

}  // namespace tidemark::gui
