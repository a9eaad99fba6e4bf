#include "gui/layout.h"

#include <algorithm>
#include <cmath>

namespace tidemark::gui {

float scale_of(float width, double user_scale, Arrangement arrangement) {
    const float grown = width > 2000 ? width / 1600 : 1;
    const float lecture = arrangement == Arrangement::lecture ? 1.6F : 1;
    return std::round(grown * static_cast<float>(user_scale) * lecture * 20) / 20;
}

PanelRects arrange_panels(const LayoutRequest& request) {
    const float s = request.scale, w = request.width, h = request.height;
    const auto snapped = [](Rect r) {
        return Rect{std::round(r.x), std::round(r.y), std::round(r.width), std::round(r.height)};
    };
    PanelRects rects;
    rects.top = {0, 0, w, 46 * s};
    rects.transport = {0, h - 64 * s, w, 64 * s};
    const float top = rects.top.bottom(), bottom = rects.transport.y, height = std::max(0.0F, bottom - top);
    float left = 0, right = w;
    const bool alone = request.arrangement == Arrangement::lecture;
    const bool narrow = w < 1280 * s;
    // Modes are compared beside the lesson that asks for it.
    const bool lesson =
        request.lesson && (request.arrangement == Arrangement::lesson || request.arrangement == Arrangement::compare);
    const float lesson_width = 330 * s, inspector_width = 300 * s;
    if (!alone && !narrow && (lesson || request.log)) {
        rects.lesson = {0, top, lesson_width, height};
        left = lesson_width;
    }
    if (!alone && !narrow && request.arrangement != Arrangement::compare) {
        rects.inspector = {w - inspector_width, top, inspector_width, height};
        right = w - inspector_width;
    }
    if (request.drawer == Drawer::lesson && rects.lesson.empty() && request.lesson) {
        rects.lesson = {0, top, std::min(lesson_width, w), height};
        rects.drawer = true;
    }
    if (request.drawer == Drawer::inspector && rects.inspector.empty()) {
        rects.inspector = {std::max(0.0F, w - inspector_width), top, std::min(inspector_width, w), height};
        rects.drawer = true;
    }
    const float middle = right - left;
    const float banner = request.banner ? 88 * s : 0;
    rects.banner = {left, top, request.banner ? middle : 0, banner};
    const float free_height = std::max(0.0F, height - banner);
    if (alone) {
        rects.plane = {left, top + banner, middle, free_height};
    } else {
        const float lane = std::clamp(free_height / 24, 24 * s, lane_height * s);
        const float lanes_height = std::min(static_cast<float>(request.lanes) * lane + 12 * s, free_height * 0.4F);
        const float errors_height = std::clamp(free_height * 0.16F, 84 * s, 150 * s);
        rects.plane = {left, top + banner, middle, std::max(60 * s, free_height - lanes_height - errors_height)};
        rects.lanes = {left, rects.plane.bottom(), middle, lanes_height};
        rects.errors = {left, rects.lanes.bottom(), middle, std::max(0.0F, bottom - rects.lanes.bottom())};
    }
    for (Rect* rect : {&rects.top, &rects.lesson, &rects.banner, &rects.plane, &rects.lanes, &rects.errors,
                       &rects.inspector, &rects.transport})
        *rect = snapped(*rect);
    return rects;
}

}  // namespace tidemark::gui
