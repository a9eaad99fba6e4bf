#include "gui/painter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

// The strips below the plane, the error curve, and the samples of the legend.
namespace tidemark::gui {
namespace {

constexpr float no_dash[4] = {0, 0, 0, 0};
constexpr float dots[4] = {2, 5, 2, 5};

}  // namespace

void paint_lane(const Brush& brush, const Axis& processing, const Rect& row, const Lane& lane,
                const PaintOptions& options) {
    const Theme& theme = brush.theme;
    const float s = brush.scale;
    Axis up;
    up.from = 0;
    up.until = std::max<std::int64_t>(1, lane.top);
    up.start = row.bottom() - 2 * s;
    up.end = row.y + 4 * s;
    const float top = row.y + 4 * s, bottom = row.bottom() - 3 * s, middle = (top + bottom) / 2;
    Labels labels({row.x, row.y, row.width, row.height + 2 * s});
    if (!options.reading.empty()) labels.keep_free(options.reading);
    const Mark* before = nullptr;
    for (const Mark& mark : lane.marks) {
        const float x0 = processing.at(mark.x0), x1 = processing.at(mark.x1);
        const ImU32 colour = colour_of(mark.kind, theme);
        switch (mark.kind) {
            case MarkKind::level:
                brush.fill(ImVec2(x0, up.at(mark.y1)), ImVec2(std::max(x1, x0 + 1), up.at(0)),
                           with_alpha(colour, 0.7F));
                break;
            case MarkKind::line:
                if (before != nullptr && before->x1 == mark.x0)
                    brush.line(ImVec2(x0, up.at(before->y1)), ImVec2(x0, up.at(mark.y0)), colour, 1.4F);
                brush.line(ImVec2(x0, up.at(mark.y0)), ImVec2(x1, up.at(mark.y1)), colour, 1.4F);
                before = &mark;
                break;
            case MarkKind::tick:
                brush.line(ImVec2(x0, top + 2 * s), ImVec2(x0, bottom - 2 * s), colour, 1.2F);
                break;
            case MarkKind::busy:
                brush.fill(ImVec2(x0, top + 3 * s), ImVec2(std::max(x1, x0 + 2 * s), bottom - 3 * s), colour);
                break;
            case MarkKind::idle:
                brush.fill(ImVec2(x0, top + 3 * s), ImVec2(x1, bottom - 3 * s), with_alpha(theme.on_time, 0.14F));
                break;
            case MarkKind::blocked:
                brush.list.AddRect(ImVec2(x0, top + 3 * s), ImVec2(std::max(x1, x0 + 2 * s), bottom - 3 * s),
                                   theme.late, 0, 0, s);
                brush.hatch(ImVec2(x0, top + 3 * s), ImVec2(x1, bottom - 3 * s), theme.late, 5);
                break;
            case MarkKind::flag: {
                brush.line(ImVec2(x0, top), ImVec2(x0, bottom), colour, 1.2F);
                brush.list.AddTriangleFilled(ImVec2(x0, top), ImVec2(x0 + 7 * s, top + 4 * s), ImVec2(x0, top + 8 * s),
                                             colour);
                break;
            }
            case MarkKind::stretch:
            case MarkKind::broken:
                brush.list.AddRectFilled(ImVec2(x0, middle - 7 * s), ImVec2(std::max(x1, x0 + 3 * s), middle + 7 * s),
                                         with_alpha(mark.kind == MarkKind::broken ? theme.wrong : theme.dim, 0.45F),
                                         3 * s);
                if (mark.kind == MarkKind::broken) brush.cross(ImVec2((x0 + x1) / 2, middle), 4, theme.wrong);
                break;
            case MarkKind::fault: {
                brush.list.AddTriangleFilled(ImVec2(x0 - 5 * s, top), ImVec2(x0 + 5 * s, top), ImVec2(x0, bottom),
                                             colour);
                break;
            }
            case MarkKind::row:
                brush.fill(ImVec2(x0 - 2 * s, top + s), ImVec2(x0 + 2 * s, bottom - s), colour);
                break;
            case MarkKind::crowd:
                brush.zigzag(ImVec2(x0, middle), ImVec2(std::max(x1, x0 + 6 * s), middle), colour);
                break;
            default:
                brush.line(ImVec2(x0, top), ImVec2(x1 > x0 ? x1 : x0, x1 > x0 ? top : bottom), colour, 1.2F);
                break;
        }
        if (!mark.id.empty() && mark.id == options.selection)
            brush.list.AddRect(ImVec2(x0 - 4 * s, top - s), ImVec2(x1 + 4 * s, bottom + s), theme.strong, 2 * s, 0,
                               2 * s);
    }
    for (const Mark& mark : lane.marks) {
        if (mark.text.empty()) continue;
        const float x0 = std::max(processing.at(mark.x0), row.x), x1 = processing.at(mark.x1);
        const ImVec2 size = brush.size(mark.text);
        const float y = middle - size.y / 2;
        ImVec2 at;
        const bool inside = (mark.kind == MarkKind::stretch || mark.kind == MarkKind::broken) &&
                            std::min(x1, row.right()) - x0 > size.x + 8 * s;
        const std::vector<ImVec2> places =
            inside ? std::vector<ImVec2>{ImVec2(x0 + 5 * s, y)}
                   : std::vector<ImVec2>{ImVec2(x1 + 6 * s, y), ImVec2(x0 - size.x - 6 * s, y)};
        if (labels.place(places, size, at)) brush.text(at, inside ? theme.text : theme.dim, mark.text);
    }
}

void paint_errors(const Brush& brush, const Axis& processing, const Axis& error, const std::vector<Mark>& marks,
                  const LookOfMode& look, bool ghost) {
    std::vector<const Mark*> before;
    for (const Mark& mark : marks) {
        const float x0 = processing.at(mark.x0), x1 = processing.at(mark.x1);
        if (mark.kind == MarkKind::truth) {
            if (!ghost)
                brush.line(ImVec2(x0, error.at(mark.y0)), ImVec2(x1, error.at(mark.y1)), brush.theme.strong, 1.4F);
            continue;
        }
        if (mark.kind != MarkKind::error && mark.kind != MarkKind::no_answer) continue;
        const std::optional<ModeLook> mode = look(mark.mode);
        if (!mode) continue;
        const ImU32 colour = ghost ? with_alpha(mode->colour, 0.4F) : mode->colour;
        const float thickness = ghost ? 1.0F : mode->thickness;
        before.resize(std::max(before.size(), mark.mode + 1), nullptr);
        if (mark.kind == MarkKind::no_answer) {
            brush.dashed(ImVec2(x0, error.at(mark.y0)), ImVec2(x1, error.at(mark.y1)), with_alpha(colour, 0.6F), 1.2F,
                         dots);
        } else {
            const Mark* last = before[mark.mode];
            if (last != nullptr && last->kind == MarkKind::error && last->x1 == mark.x0 && last->y1 != mark.y0)
                brush.dashed(ImVec2(x0, error.at(last->y1)), ImVec2(x0, error.at(mark.y0)), colour, thickness, no_dash);
            brush.dashed(ImVec2(x0, error.at(mark.y0)), ImVec2(x1, error.at(mark.y1)), colour, thickness, mode->dash);
        }
        before[mark.mode] = &mark;
    }
}

void paint_sample(const Brush& brush, Rect where, MarkKind kind) {
    const Theme& theme = brush.theme;
    const ImU32 colour = colour_of(kind, theme);
    const ImVec2 low(where.x, where.y), high(where.right(), where.bottom());
    const ImVec2 middle((low.x + high.x) / 2, (low.y + high.y) / 2);
    const ImVec2 left(low.x, middle.y), right(high.x, middle.y), top(middle.x, low.y), bottom(middle.x, high.y);
    switch (kind) {
        case MarkKind::ideal:
            brush.dashed(ImVec2(low.x, high.y), ImVec2(high.x, low.y), colour, 1.4F, dots);
            break;
        case MarkKind::window_band:
        case MarkKind::truth:
        case MarkKind::line:
        case MarkKind::event_tail:
            brush.line(left, right, colour, 1.6F);
            break;
        case MarkKind::window_open:
            brush.fill(low, high, with_alpha(theme.on_time, 0.3F));
            break;
        case MarkKind::window_closed:
            brush.hatch(low, high, with_alpha(theme.strong, 0.6F), 5);
            break;
        case MarkKind::behind_watermark:
            brush.fill(low, high, with_alpha(theme.strong, 0.2F));
            break;
        case MarkKind::watermark:
            brush.line(ImVec2(low.x, high.y), ImVec2(middle.x, high.y), colour, 2.4F);
            brush.line(ImVec2(middle.x, high.y), ImVec2(middle.x, low.y), colour, 2.4F);
            brush.line(ImVec2(middle.x, low.y), ImVec2(high.x, low.y), colour, 2.4F);
            break;
        case MarkKind::lateness_horizon: {
            constexpr float dashes[4] = {3, 2, 3, 2};
            brush.dashed(left, right, colour, 1.2F, dashes);
            break;
        }
        case MarkKind::event_origin:
            brush.circle(middle, 2.4F, colour, false);
            break;
        case MarkKind::event_in_flight:
            brush.circle(middle, 4.6F, colour, false);
            break;
        case MarkKind::event_arrived:
        case MarkKind::event_elsewhere:
        case MarkKind::event_on_time:
            brush.circle(middle, 4.6F, colour, true);
            break;
        case MarkKind::event_late:
            brush.diamond(middle, 4.6F, colour);
            break;
        case MarkKind::event_dropped:
        case MarkKind::event_side_output:
            brush.cross(middle, 4.6F, colour);
            break;
        case MarkKind::event_duplicate:
            brush.double_ring(middle, 4.6F, colour);
            break;
        case MarkKind::event_lost:
            brush.square(middle, 4.6F, colour);
            break;
        case MarkKind::event_filtered:
            brush.circle(middle, 2, colour, true);
            break;
        case MarkKind::crowd:
            brush.zigzag(left, right, colour);
            break;
        case MarkKind::busy:
        case MarkKind::level:
            brush.fill(low, high, colour);
            break;
        case MarkKind::idle:
            brush.fill(low, high, with_alpha(theme.on_time, 0.14F));
            break;
        case MarkKind::blocked:
            brush.hatch(low, high, theme.late, 5);
            break;
        case MarkKind::fault:
            brush.list.AddTriangleFilled(low, ImVec2(high.x, low.y), bottom, colour);
            break;
        case MarkKind::stretch:
            brush.fill(ImVec2(low.x, middle.y - 3), ImVec2(high.x, middle.y + 3), with_alpha(theme.dim, 0.45F));
            break;
        case MarkKind::broken:
            brush.cross(middle, 4, colour);
            break;
        case MarkKind::flag:
            brush.list.AddTriangleFilled(low, ImVec2(high.x, middle.y), ImVec2(low.x, high.y), colour);
            break;
        case MarkKind::purge:
        case MarkKind::firing_early:
        case MarkKind::firing_on_time:
        case MarkKind::firing_late:
        case MarkKind::batch_cut:
        case MarkKind::batch_published:
        case MarkKind::now:
        case MarkKind::tick:
        case MarkKind::row:
            brush.line(top, bottom, colour, 2.5F);
            break;
        case MarkKind::error:
        case MarkKind::no_answer:
            brush.dashed(left, right, colour, 2, dots);
            break;
    }
}

}  // namespace tidemark::gui
