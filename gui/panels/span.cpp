#include "gui/panels/panel.h"
#include "sim/judge/clock_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

// Measuring: a drag along the time axis, or with Shift on the plane, says how long a stretch is.
namespace tidemark::gui {
namespace {

// The nearest beginning or end of a mark within 8 pixels; else the place itself.
ProcessingTime snapped(const Panel& panel, const Projection& projection, const std::vector<Mark>& marks, float pixel) {
    float best = panel.px(8);
    std::int64_t at = projection.processing.value(pixel);
    for (const Mark& mark : marks) {
        if (mark.kind == MarkKind::ideal || mark.kind == MarkKind::window_band) continue;
        for (const std::int64_t end : {mark.x0, mark.x1}) {
            const float away = std::abs(projection.processing.at(end) - pixel);
            if (away >= best) continue;
            best = away;
            at = end;
        }
    }
    return ProcessingTime{ProcessingDuration{at}};
}

}  // namespace

void time_axis_handle(const Panel& panel, const Projection& projection, const std::vector<Mark>& marks) {
    const Rect& plot = projection.plot;
    const bool turned = projection.turned;
    const ImGuiIO& io = ImGui::GetIO();
    const auto along = [&](ImVec2 at) { return turned ? at.y : at.x; };
    ImGui::SetCursorScreenPos(turned ? ImVec2(panel.rect.x, plot.y) : ImVec2(plot.x, plot.bottom() + 1));
    ImGui::InvisibleButton("time axis", turned ? ImVec2(std::max(8.0F, plot.x - panel.rect.x - 1), plot.height)
                                               : ImVec2(plot.width, panel.px(20)));
    const bool on_axis = ImGui::IsItemActive();
    if (ImGui::IsItemHovered() && !on_axis) {
        ImGui::SetMouseCursor(turned ? ImGuiMouseCursor_ResizeNS : ImGuiMouseCursor_ResizeEW);
        if (!panel.session.span) tooltip(panel, "drag: how long is it from here to there?");
    }
    const bool in_plot = io.MouseClickedPos[0].x >= plot.x && io.MouseClickedPos[0].x <= plot.right() &&
                         io.MouseClickedPos[0].y >= plot.y && io.MouseClickedPos[0].y <= plot.bottom();
    const bool with_shift = io.KeyShift && in_plot && ImGui::IsWindowFocused();
    if ((on_axis || with_shift) && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 3)) {
        const ProcessingTime from = snapped(panel, projection, marks, along(io.MouseClickedPos[0]));
        const ProcessingTime until = snapped(panel, projection, marks, along(io.MousePos));
        panel.act([from, until](Session& s) { s.measure(from, until); });
    } else if (on_axis && ImGui::IsMouseClicked(ImGuiMouseButton_Left) && panel.session.span) {
        panel.act([](Session& s) { s.span.reset(); });
    }
}

void span_on_plane(const Panel& panel, const Projection& projection) {
    if (!panel.session.span || panel.session.run() == nullptr) return;
    const TimeRange& span = *panel.session.span;
    const Brush brush = panel.brush();
    const Rect& plot = projection.plot;
    const auto pixel = [&](ProcessingTime at) { return projection.processing.at(at.time_since_epoch().count()); };
    const float low = projection.turned ? plot.y : plot.x, high = projection.turned ? plot.bottom() : plot.right();
    const float a = std::clamp(std::min(pixel(span.from), pixel(span.until)), low, high);
    const float b = std::clamp(std::max(pixel(span.from), pixel(span.until)), low, high);
    const ImU32 ground = with_alpha(panel.theme.accent, 0.14F), edge = panel.theme.accent;
    const auto corner = [&](float along, bool far) {
        return projection.turned ? ImVec2(far ? plot.right() : plot.x, along)
                                 : ImVec2(along, far ? plot.bottom() : plot.y);
    };
    brush.fill(corner(a, false), corner(b, true), ground);
    for (const float at : {a, b})
        brush.line(corner(at, false), corner(at, true), edge, 1.2F);
    const Clock& clock = panel.session.run()->scenario().clock;
    const std::string words = fmt::format("{}   {} to {}", duration_text(span.until - span.from),
                                          clock_text(span.from, clock), clock_text(span.until, clock));
    const Rect badge = brush.badge_rect(ImVec2(0, 0), words);
    const float x = projection.turned ? plot.right() - badge.width - panel.px(6)
                                      : std::clamp((a + b - badge.width) / 2, plot.x + panel.px(4),
                                                   std::max(plot.x + panel.px(4), plot.right() - badge.width));
    const float y = projection.turned ? std::clamp((a + b - badge.height) / 2, plot.y, plot.bottom() - badge.height)
                                      : plot.y + panel.px(8);
    brush.badge(ImVec2(x, y), words, edge);
}

}  // namespace tidemark::gui
