#include "gui/frame.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tidemark::gui {
namespace {

Rect centred(const Rect& inside, float width, float height) {
    width = std::min(width, inside.width);
    height = std::min(height, inside.height);
    return {std::round(inside.x + (inside.width - width) / 2), std::round(inside.y + (inside.height - height) / 2),
            width, height};
}

// At the pointer, moved so that all of it is on the screen.
Rect beside(const Rect& whole, const MarkMenu& menu, float width, float height) {
    return {std::round(std::max(0.0F, std::min(menu.x, whole.right() - width))),
            std::round(std::max(0.0F, std::min(menu.y, whole.bottom() - height))), width, height};
}

}  // namespace

bool fit_screen(Screen& screen, const Session& session, float width, float pixel_density) {
    const float scale = pixel_density * scale_of(width / pixel_density, session.looks.user_scale, session.arrangement);
    const bool larger = scale != screen.scale;
    if (!larger && screen.light == session.looks.light && screen.fonts.body != nullptr) return false;
    screen.scale = scale;
    screen.light = session.looks.light;
    apply(theme_of(screen.light), scale);
    if (!larger) return false;
    screen.fonts = bake_fonts(scale);
    return true;
}

void draw_frame(Screen& screen, Session& session) {
    const ImGuiIO& io = ImGui::GetIO();
    const Theme theme = theme_of(screen.light);
    const Picture& picture = session.picture();
    Actions actions;
    LayoutRequest request;
    request.width = io.DisplaySize.x;
    request.height = io.DisplaySize.y;
    request.scale = screen.scale;
    request.arrangement = session.arrangement;
    request.drawer = session.drawer;
    request.lanes = std::max<std::size_t>(1, picture.scene.lanes.size());
    request.lesson = session.lesson() != nullptr && session.opening() == Opening::over;
    request.banner = session.opening() != Opening::over && session.run() != nullptr;
    request.log = session.arrangement == Arrangement::engineer && session.run() != nullptr && !request.banner;
    const PanelRects rects = arrange_panels(request);
    if (session.overlay != screen.overlay) screen.typed[0] = '\0';
    screen.overlay = session.overlay;

    const Session& shown = session;
    const auto at = [&](Rect rect, bool in_front) {
        return Panel{shown,        picture,        theme,        screen.fonts, screen.key_names, actions,
                     screen.typed, screen.profile, screen.scale, rect,         in_front};
    };
    const auto show = [&](void (*panel)(const Panel&), const Rect& rect, bool in_front = false) {
        if (!rect.empty()) panel(at(rect, in_front));
    };
    const float s = screen.scale;
    ImGui::PushFont(screen.fonts.body);
    show(top_bar, rects.top);
    if (session.arrangement == Arrangement::compare) {
        Rect both = rects.plane;
        both.height = rects.errors.y - rects.plane.y;
        show(compare, both);
    } else {
        show(plane, rects.plane);
        show(lanes, rects.lanes);
    }
    Rect errors = rects.errors;
    if (session.arrangement == Arrangement::compare) errors.width -= compare_numbers * s;  // below the planes
    show(error_chart, errors);
    show(transport, rects.transport);
    show(inspector, rects.inspector, rects.drawer && session.drawer == Drawer::inspector);
    const bool drawn_out = rects.drawer && session.drawer == Drawer::lesson;
    show(request.log && !drawn_out ? run_log : lesson, rects.lesson, drawn_out);
    show(opening_card, rects.banner);
    if (session.has_problem()) {
        Rect card = centred(rects.plane, 860 * s,
                            (150 + 90 * static_cast<float>(std::min<std::size_t>(4, session.problems().size()))) * s);
        show(file_problem, card, true);
    }
    const Rect whole{0, 0, io.DisplaySize.x, io.DisplaySize.y};
    switch (session.overlay) {
        case Overlay::none:
            break;
        case Overlay::help:
            show(help, centred(whole, 1120 * s, 860 * s), true);
            break;
        case Overlay::palette:
            show(palette, centred(whole, 640 * s, 420 * s), true);
            break;
        case Overlay::save:
            show(save_dialog, centred(whole, 640 * s, 220 * s), true);
            break;
        case Overlay::pages:
            show(pages, centred(whole, 1120 * s, 860 * s), true);
            break;
        case Overlay::menu:
            show(mark_menu, beside(whole, session.menu, 300 * s, mark_menu_height(session.menu) * s), true);
            break;
        case Overlay::open:
            show(open_dialog, centred(whole, 640 * s, 560 * s), true);
            break;
    }
    ImGui::PopFont();
    for (const auto& action : actions)
        action(session);
    if (!session.to_copy.empty()) {
        ImGui::SetClipboardText(session.to_copy.c_str());
        session.to_copy.clear();
    }
}

}  // namespace tidemark::gui
