#include "gui/painter.h"
#include "gui/panels/panel.h"
#include "sim/judge/clock_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tidemark::gui {
namespace {

Rect plot_of(const Panel& panel) {
    const Rect& r = panel.rect;
    const float left = panel.px(gutter), top = panel.px(34), bottom = panel.px(42);
    return {r.x + left, r.y + top, std::max(8.0F, r.width - left - panel.px(right_margin)),
            std::max(8.0F, r.height - top - bottom)};
}

constexpr const char* event_axis = "event time (it happened)";
constexpr const char* processing_axis = "processing time (we saw it)";
const char* up_axis(const Projection& projection) { return projection.turned ? processing_axis : event_axis; }

// The grid first, the words when the line of now is drawn: it is broken for them.
enum class AxisPart { grid, words };
void axes(const Panel& panel, const Projection& projection, AxisPart part) {
    const Brush brush = panel.brush();
    const Rect& plot = projection.plot;
    const ProcessingTime day0 = panel.session.run()->scenario().clock.day0;
    const auto micros = [](std::int64_t ms) { return ms > INT64_MAX / 1000 || ms < INT64_MIN / 1000 ? ms : ms * 1000; };
    const auto along = [&](bool across) {  // the axis that runs across the screen, or up
        return across != projection.turned;
    };
    const auto on_ground = [&](ImVec2 at, ImU32 colour, std::string_view words) {
        const ImVec2 size = brush.size(words);
        brush.fill(ImVec2(at.x - panel.px(3), plot.bottom() + 1), ImVec2(at.x + size.x + panel.px(3), at.y + size.y),
                   panel.theme.window);
        brush.text(at, colour, words);
    };
    for (const bool across : {true, false}) {
        const bool is_processing = along(across);
        const std::int64_t from = is_processing ? projection.processing.from : micros(projection.event.from);
        const std::int64_t until = is_processing ? projection.processing.until : micros(projection.event.until);
        const double most = static_cast<double>((across ? plot.width : plot.height) / panel.px(across ? 92 : 62));
        for (const TimeTick& tick : time_ticks(from, until, most, day0)) {
            const ImVec2 size = brush.size(tick.text, panel.fonts.label);
            if (across) {
                const float x = is_processing ? projection.processing.at(tick.at) : projection.event.at(tick.at / 1000);
                if (part == AxisPart::grid) {
                    brush.line(ImVec2(x, plot.y), ImVec2(x, plot.bottom()), panel.theme.grid, 1);
                    continue;
                }
                const float left =
                    std::clamp(x - size.x / 2, plot.x - panel.px(20), panel.rect.right() - size.x - panel.px(2));
                on_ground(ImVec2(left, plot.bottom() + panel.px(5)), panel.theme.dim, tick.text);
            } else {
                const float y = is_processing ? projection.processing.at(tick.at) : projection.event.at(tick.at / 1000);
                if (part == AxisPart::grid) brush.line(ImVec2(plot.x, y), ImVec2(plot.right(), y), panel.theme.grid, 1);
                else brush.text(ImVec2(plot.x - size.x - panel.px(9), y - size.y / 2), panel.theme.dim, tick.text);
            }
        }
    }
    if (part == AxisPart::grid) return;
    const char* across_name = projection.turned ? event_axis : processing_axis;
    brush.text(ImVec2(panel.rect.x + panel.px(12), panel.rect.y + panel.px(9)), panel.theme.text, up_axis(projection));
    const ImVec2 size = brush.size(across_name);
    // Left of the line of now, where that would run through it.
    const float now = projection.processing.at(panel.session.view().now.time_since_epoch().count());
    const bool crossed = !projection.turned && now > plot.right() - size.x - panel.px(6) && now <= plot.right() + 1;
    const float right = crossed ? now - panel.px(8) : plot.right();
    brush.text(ImVec2(right - size.x, plot.bottom() + panel.px(22)), panel.theme.text, across_name);
}

// The label of now, on the top edge; the handle that scrubs.
void now_handle(const Panel& panel, const Projection& projection) {
    const View& view = panel.session.view();
    const std::string words = fmt::format("now {}", clock_text(view.now, panel.session.run()->scenario().clock));
    const Brush brush = panel.brush();
    const ImVec2 size = brush.size(words, panel.fonts.mono);
    const float at = projection.processing.at(view.now.time_since_epoch().count());
    const Rect& plot = projection.plot;
    const float low = projection.turned ? plot.y : plot.x, high = projection.turned ? plot.bottom() : plot.right();
    if (at < low - 1 || at > high + 1) return;
    const float pad = panel.px(7);
    Rect box;
    if (projection.turned) {
        brush.line(ImVec2(plot.x, at), ImVec2(plot.right(), at), panel.theme.strong, 1.6F);
        box = {plot.right() - size.x - 2 * pad, at - size.y / 2 - panel.px(3), size.x + 2 * pad, size.y + panel.px(6)};
    } else {
        // Beside the name of the axis, never over it.
        const float name_end = panel.rect.x + panel.px(12) + brush.size(up_axis(projection)).x;
        const float left =
            std::clamp(at - size.x / 2 - pad, name_end + panel.px(10),
                       std::max(name_end + panel.px(10), panel.rect.right() - size.x - 2 * pad - panel.px(4)));
        box = {left, plot.y - size.y - panel.px(7), size.x + 2 * pad, size.y + panel.px(6)};
    }
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(ImVec2(box.x, box.y), ImVec2(box.right(), box.bottom()), panel.theme.strong, panel.px(4));
    brush.text(ImVec2(box.x + pad, box.y + panel.px(3)), panel.theme.plot, words, panel.fonts.mono);
    ImGui::SetCursorScreenPos(ImVec2(box.x, box.y));
    ImGui::InvisibleButton("now", ImVec2(box.width, box.height));
    if (ImGui::IsItemHovered() || ImGui::IsItemActive()) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 0)) {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        const ProcessingTime to{ProcessingDuration{projection.processing.value(projection.turned ? mouse.y : mouse.x)}};
        panel.act([to](Session& s) { s.scrub(to); });
    }
}

Place place_of(const Rect& plot, ImVec2 at) {
    return {static_cast<double>((at.x - plot.x) / plot.width),
            static_cast<double>((plot.bottom() - at.y) / plot.height)};
}

// Wheel zooms, drag pans, click selects, double-click plays from just before; pointing tells.
void respond(const Panel& panel, const Projection& projection, const std::vector<Mark>& marks) {
    const Rect& plot = projection.plot;
    const ImGuiIO& io = ImGui::GetIO();
    ImGui::SetCursorScreenPos(ImVec2(plot.x, plot.y));
    ImGui::SetItemAllowOverlap();
    const bool clicked = ImGui::InvisibleButton("plot", ImVec2(plot.width, plot.height));
    const bool hovered = ImGui::IsItemHovered();
    const bool turned = projection.turned;
    if (hovered && io.MouseWheel != 0) {
        const double step = io.KeyCtrl ? 1.04 : io.KeyShift ? 1.6 : 1.2;
        const double factor = std::pow(step, -static_cast<double>(io.MouseWheel));
        Place place = place_of(plot, io.MousePos);
        if (turned) std::swap(place.across, place.up);
        panel.act([place, factor](Session& s) { s.zoom_at(place, factor); });
    }
    if (ImGui::IsItemActive() && io.KeyShift) return;  // it measures
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 3)) {
        double across = -static_cast<double>(io.MouseDelta.x / plot.width),
               up = static_cast<double>(io.MouseDelta.y / plot.height);
        if (turned) std::swap(across, up);
        if (across != 0 || up != 0) panel.act([across, up](Session& s) { s.pan_by(across, up); });
        return;
    }
    if (!hovered) return;
    const std::optional<std::size_t> under = mark_at(projection, marks, io.MousePos, panel.scale);
    if (under && panel.session.overlay == Overlay::none) tooltip(panel, marks[*under].sentence);
    if (ImGui::IsMouseReleased(ImGuiMouseButton_Right)) {
        MarkMenu menu;
        menu.id = under ? marks[*under].id : std::string{};
        menu.at =
            ProcessingTime{ProcessingDuration{projection.processing.value(turned ? io.MousePos.y : io.MousePos.x)}};
        if (under && marks[*under].x0 == marks[*under].x1)
            menu.at = ProcessingTime{ProcessingDuration{marks[*under].x1}};
        menu.x = io.MousePos.x;
        menu.y = io.MousePos.y;
        panel.act([menu](Session& s) { s.open_menu(menu); });
    }
    if (clicked) {
        const ImVec2 moved = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
        if (std::abs(moved.x) + std::abs(moved.y) > 3) return;
        const std::string id = under ? marks[*under].id : std::string{};
        panel.act([id](Session& s) { s.select(id); });
    }
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && under && !marks[*under].id.empty()) {
        const ProcessingTime before{
            ProcessingDuration{marks[*under].x1 - (projection.processing.until - projection.processing.from) / 40}};
        panel.act([before](Session& s) {
            s.go_to(before);
            s.play_or_pause();
        });
    }
}

}  // namespace

void plane(const Panel& panel) {
    const Pane pane(panel, "plane", panel.theme.window, false, false);
    if (panel.session.run() == nullptr) {
        const bool trouble = panel.session.has_problem();
        const char* words = trouble ? "" : panel.session.running() ? "running the scenario..." : "no scenario is open";
        panel.brush().text(ImVec2(panel.rect.x + panel.px(40), panel.rect.y + panel.px(40)), panel.theme.dim, words,
                           panel.fonts.body);
        return;
    }
    const Rect plot = plot_of(panel);
    panel.act([columns = static_cast<std::uint32_t>(plot.width / panel.scale),
               rows = static_cast<std::uint32_t>(plot.height / panel.scale), turned = panel.session.looks.turned](
                  Session& s) { turned ? s.resize_plane(rows, columns) : s.resize_plane(columns, rows); });
    const Projection projection = project(panel.picture.scene.view, plot, panel.session.looks.turned);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 low(plot.x, plot.y), high(plot.right(), plot.bottom());
    list.AddRectFilled(low, high, panel.theme.plot);
    axes(panel, projection, AxisPart::grid);
    if (!projection.turned) now_line(panel, plot.y, panel.rect.bottom());
    axes(panel, projection, AxisPart::words);
    list.PushClipRect(low, high, true);
    PaintOptions options;
    options.now = projection.processing.at(panel.session.view().now.time_since_epoch().count());
    options.selection = panel.session.view().selection;
    options.highlighted = panel.session.highlighted;
    if (panel.picture.ghost) {
        options.ghost = true;
        paint_plane(panel.brush(), projection, panel.picture.ghost->plane, options);
        options.ghost = false;
    }
    paint_plane(panel.brush(), projection, panel.picture.scene.plane, options);
    span_on_plane(panel, projection);
    list.PopClipRect();
    time_axis_handle(panel, projection, panel.picture.scene.plane);
    now_handle(panel, projection);
    respond(panel, projection, panel.picture.scene.plane);
    // An empty scenario says how to begin.
    if (panel.session.run()->simulation().tape->events.size() == 0) {
        panel.brush().text(ImVec2(plot.x + panel.px(30), plot.y + panel.px(30)), panel.theme.text,
                           "This scenario has no events yet. These three lines would add one:", panel.fonts.body);
        panel.brush().text(ImVec2(plot.x + panel.px(30), plot.y + panel.px(60)), panel.theme.dim,
                           "source:\n  - user: ann\n    events: [{id: a1, at: \"12:00:00\"}]", panel.fonts.mono);
    }
}

}  // namespace tidemark::gui
