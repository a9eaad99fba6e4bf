#pragma once

#include "gui/session.h"

namespace tidemark::gui {

struct Rect {
    float x{0}, y{0}, width{0}, height{0};
    float right() const { return x + width; }
    float bottom() const { return y + height; }
    bool empty() const { return width <= 0 || height <= 0; }
    bool overlaps(const Rect& other) const {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
};

// Where the panels lie, in pixels. Empty rectangles: not shown.
struct PanelRects {
    Rect top, lesson, banner, plane, lanes, errors, inspector, transport;  // banner: above the plane
    bool drawer{false};  // the lesson's or the inspector's rectangle lies over the plane
};

// What the arrangement needs to know of the session.
struct LayoutRequest {
    float width{1600}, height{1000};
    float scale{1};
    Arrangement arrangement{Arrangement::lesson};
    Drawer drawer{Drawer::none};
    std::size_t lanes{7};
    bool lesson{true};
    bool banner{false};
    bool log{false};  // all that happened, at the left
};
PanelRects arrange_panels(const LayoutRequest& request);

// How much larger than on a window of 1600 pixels everything is drawn: above 2000 pixels it grows with the window, so that
// a projector shows the same picture; below it never shrinks. Times the user's own scale.
float scale_of(float width, double user_scale, Arrangement arrangement);

// The plane, the lanes and the error curve share their left and right edges, or the now-line would break.
inline constexpr float gutter = 104;
inline constexpr float right_margin = 28;
inline constexpr float lane_height = 34;
inline constexpr float compare_numbers = 290;  // to the right of the planes, where modes are compared

}  // namespace tidemark::gui
