#include "gui/painter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tidemark::gui {
namespace {

constexpr float no_dash[4] = {0, 0, 0, 0};
constexpr float dots[4] = {2, 5, 2, 5};
constexpr float dashes[4] = {6, 4, 6, 4};
constexpr std::size_t simple_from = 1'500;  // so many marks: squares instead of circles, a list has 65 535 vertices

struct PlanePainter {
    const Brush& brush;
    const Projection& projection;
    const PaintOptions& options;
    bool simple{false};
    bool crowded{false};  // so many second copies that rings would hide what they are copies of
    bool crossed(ImVec2 at, ImVec2 size) const {
        return options.now && !projection.turned && at.x < *options.now && *options.now < at.x + size.x;
    }

    ImU32 ink(ImU32 colour) const { return options.ghost ? with_alpha(colour, 0.4F) : colour; }
    float thick(float thickness) const { return options.ghost ? 1.0F : thickness; }

    void areas(const Mark& mark) const;
    void rules(const std::vector<Mark>& marks) const;
    void stroke(const Mark& mark) const;
    void event(const Mark& mark) const;
    void steps(const Mark& mark, float thickness, const float dash[4]) const;
    void labels(const std::vector<Mark>& marks) const;
};

bool is_event(MarkKind kind) { return kind >= MarkKind::event_origin && kind <= MarkKind::crowd; }
// Where an event's mark stands: the middle of what it covers; a tail ends where it is now.
ImVec2 place_of(const Projection& projection, const Mark& mark) {
    if (mark.kind == MarkKind::event_tail) return projection.point(mark.x1, mark.y1);
    return projection.point(mark.x0 + (mark.x1 - mark.x0) / 2, mark.y0 + (mark.y1 - mark.y0) / 2);
}
float distance_to_line(ImVec2 point, ImVec2 a, ImVec2 b) {
    const float dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    const float share = length > 0 ? std::clamp(((point.x - a.x) * dx + (point.y - a.y) * dy) / length, 0.0F, 1.0F) : 0;
    return std::hypot(a.x + share * dx - point.x, a.y + share * dy - point.y);
}
bool is_firing(MarkKind kind) {
    return kind == MarkKind::firing_early || kind == MarkKind::firing_on_time || kind == MarkKind::firing_late ||
           kind == MarkKind::batch_published;
}

void PlanePainter::areas(const Mark& mark) const {
    const auto [low, high] = projection.box(mark.x0, mark.y0, mark.x1, mark.y1);
    const Theme& theme = brush.theme;
    switch (mark.kind) {
        case MarkKind::window_open: {
            const float share = std::min(1.0F, static_cast<float>(mark.count) / 12);
            brush.fill(low, high, ink(with_alpha(theme.on_time, 0.10F + 0.06F * share)));
            brush.line(ImVec2(low.x, low.y), ImVec2(low.x, high.y), ink(with_alpha(theme.on_time, 0.5F)), 1.2F);
            break;
        }
        case MarkKind::window_closed:
            brush.fill(low, high, ink(with_alpha(theme.strong, theme.light ? 0.05F : 0.04F)));
            brush.hatch(low, high, ink(with_alpha(theme.strong, theme.light ? 0.12F : 0.10F)), 9);
            break;
        case MarkKind::behind_watermark:
            brush.fill(low, high, ink(with_alpha(theme.strong, 0.055F)));
            break;
        default:
            break;
    }
}

// The bounds of the windows: each once, however many windows meet there; finer where they are many.
void PlanePainter::rules(const std::vector<Mark>& marks) const {
    std::vector<float> levels, columns;
    float thinnest = 1e9F;
    for (const Mark& mark : marks) {
        if (mark.kind != MarkKind::window_band) continue;
        const bool whole_time = mark.x0 <= projection.processing.from && mark.x1 >= projection.processing.until;
        const bool lying = whole_time != projection.turned;
        const auto [low, high] = projection.box(mark.x0, mark.y0, mark.x1, mark.y1);
        thinnest = std::min(thinnest, lying ? high.y - low.y : high.x - low.x);
        std::vector<float>& bounds = lying ? levels : columns;
        for (const float bound : lying ? std::array{low.y, high.y} : std::array{low.x, high.x})
            bounds.push_back(std::round(bound));
    }
    const Rect& plot = projection.plot;
    const bool fine = thinnest < 22 * brush.scale;
    const ImU32 colour = ink(with_alpha(brush.theme.border, fine ? 0.45F : 0.9F));
    const float thickness = fine ? 1 : 1.5F;
    for (std::vector<float>* bounds : {&levels, &columns}) {
        std::sort(bounds->begin(), bounds->end());
        bounds->erase(std::unique(bounds->begin(), bounds->end(), [](float a, float b) { return b - a < 2; }),
                      bounds->end());
        for (const float at : *bounds) {
            if (bounds == &levels) brush.line(ImVec2(plot.x, at), ImVec2(plot.right(), at), colour, thickness);
            else brush.line(ImVec2(at, plot.y), ImVec2(at, plot.bottom()), colour, thickness);
        }
    }
}

// Up from y0 to y1 at x0, then on to x1.
void PlanePainter::steps(const Mark& mark, float thickness, const float dash[4]) const {
    const ImU32 colour = ink(colour_of(mark.kind, brush.theme));
    const ImVec2 corner = projection.point(mark.x0, mark.y1);
    if (mark.y0 != mark.y1) brush.dashed(projection.point(mark.x0, mark.y0), corner, colour, thick(thickness), dash);
    brush.dashed(corner, projection.point(mark.x1, mark.y1), colour, thick(thickness), dash);
}

void PlanePainter::stroke(const Mark& mark) const {
    const Theme& theme = brush.theme;
    const ImVec2 a = projection.point(mark.x0, mark.y0), b = projection.point(mark.x1, mark.y1);
    const ImU32 colour = ink(colour_of(mark.kind, theme));
    switch (mark.kind) {
        case MarkKind::ideal:
            brush.dashed(a, b, colour, 1.4F, dots);
            break;
        case MarkKind::watermark:
            if (options.highlighted == "watermark") steps(mark, 6, no_dash);
            steps(mark, 2.4F, no_dash);
            break;
        case MarkKind::lateness_horizon:
            steps(mark, 1.2F, dashes);
            break;
        case MarkKind::purge:
            brush.line(a, b, ink(theme.dim), 1.2F);
            break;
        case MarkKind::event_tail:
            brush.line(a, b, ink(with_alpha(theme.dim, 0.8F)), 1.6F);
            break;
        case MarkKind::firing_early:
        case MarkKind::firing_on_time:
        case MarkKind::firing_late:
            brush.line(a, b, colour, thick(2.5F));
            break;
        case MarkKind::batch_published:
            brush.line(a, b, colour, thick(2.5F));
            break;
        case MarkKind::batch_cut:
            brush.line(a, b, colour, 1);
            brush.line(ImVec2(a.x + 3 * brush.scale, a.y), ImVec2(b.x + 3 * brush.scale, b.y), colour, 1);
            break;
        case MarkKind::fault: {
            const float s = brush.scale;
            const ImVec2 foot =
                projection.turned ? ImVec2(projection.plot.x, a.y) : ImVec2(a.x, projection.plot.bottom());
            const ImVec2 far =
                projection.turned ? ImVec2(projection.plot.right(), a.y) : ImVec2(a.x, projection.plot.y);
            brush.dashed(foot, far, with_alpha(colour, 0.7F), 1.2F, dots);
            brush.list.AddTriangleFilled(ImVec2(foot.x - 6 * s, foot.y), ImVec2(foot.x + 6 * s, foot.y),
                                         ImVec2(foot.x, foot.y - 10 * s), colour);
            break;
        }
        case MarkKind::now:
            break;  // drawn through plane, lanes and curve at once
        default:
            break;
    }
}

void PlanePainter::event(const Mark& mark) const {
    const ImVec2 at = place_of(projection, mark);
    const ImU32 colour = ink(colour_of(mark.kind, brush.theme));
    const float r = options.ghost ? 3.0F : 4.6F;
    const float s = brush.scale;
    if (simple && mark.kind != MarkKind::crowd) {
        if (mark.kind != MarkKind::event_origin)
            brush.fill(ImVec2(at.x - 2 * s, at.y - 2 * s), ImVec2(at.x + 2 * s, at.y + 2 * s), colour);
        return;
    }
    switch (mark.kind) {
        case MarkKind::event_origin:
            brush.circle(at, 2.4F, colour, false);
            break;
        case MarkKind::event_in_flight:
            brush.circle(at, r, brush.theme.plot, true);  // hollow on the line of now, too
            brush.circle(at, r, colour, false);
            break;
        case MarkKind::event_arrived:
        case MarkKind::event_elsewhere:
        case MarkKind::event_on_time:
            brush.circle(at, r, colour, true);
            break;
        case MarkKind::event_late:
            brush.diamond(at, r, colour);
            break;
        case MarkKind::event_dropped:
        case MarkKind::event_side_output:
            brush.cross(at, r, colour);
            break;
        case MarkKind::event_duplicate:
            if (crowded) brush.circle(at, 2, colour, false);
            else brush.double_ring(at, r, colour);
            break;
        case MarkKind::event_lost:
            brush.square(at, r, colour);
            break;
        case MarkKind::event_filtered:
            brush.circle(at, 2, colour, true);
            break;
        case MarkKind::crowd: {
            ImVec2 from = projection.point(mark.x0, mark.y0), to = projection.point(mark.x1, mark.y1);
            if (std::hypot(to.x - from.x, to.y - from.y) < 6 * s) to = ImVec2(from.x + 6 * s, from.y);
            brush.zigzag(from, to, colour);
            break;
        }
        default:
            break;
    }
    if (!mark.id.empty() && mark.id == options.selection && mark.kind != MarkKind::event_origin)
        brush.list.AddCircle(at, 9 * s, brush.theme.strong, 24, 2 * s);
}

void PlanePainter::labels(const std::vector<Mark>& marks) const {
    const Rect& plot = projection.plot;
    const float s = brush.scale, gap = 5 * s;
    Labels labels(plot);
    if (marks.size() < 600) {
        const float r = 7 * s;
        for (const Mark& mark : marks) {
            if (!is_event(mark.kind) || mark.kind == MarkKind::event_tail || mark.kind == MarkKind::crowd) continue;
            const ImVec2 point = place_of(projection, mark);
            labels.keep_free({point.x - r, point.y - r, 2 * r, 2 * r});
        }
    }
    // Badges of panes matter most, the newest first; then what events say; then the names of windows and lines.
    const auto rank = [](const Mark& mark) { return is_firing(mark.kind) ? 0 : is_event(mark.kind) ? 1 : 2; };
    std::vector<const Mark*> order;
    for (const Mark& mark : marks)
        if (!mark.text.empty() && mark.kind != MarkKind::now) order.push_back(&mark);
    std::stable_sort(order.begin(), order.end(), [&](const Mark* a, const Mark* b) {
        if (rank(*a) != rank(*b)) return rank(*a) < rank(*b);
        return rank(*a) == 0 && a->x1 > b->x1;
    });
    for (const Mark* mark : order) {
        const auto [low, high] = projection.box(mark->x0, mark->y0, mark->x1, mark->y1);
        const ImU32 colour = ink(colour_of(mark->kind, brush.theme));
        ImVec2 at;
        if (is_firing(mark->kind)) {
            const Rect rect = brush.badge_rect(ImVec2(0, 0), mark->text);
            const float bottom = std::min(high.y, plot.bottom()) - rect.height - gap;
            const float top = std::max(low.y, plot.y) + gap;
            std::vector<ImVec2> places;
            for (float y = bottom; y >= top; y -= rect.height + 3 * s) {
                places.push_back(ImVec2(low.x - rect.width - gap, y));
                places.push_back(ImVec2(high.x + gap, y));
            }
            // The newest stands to the right, where there is room ahead of it; on time, to the left, over the box.
            if (mark->kind != MarkKind::firing_on_time)
                for (std::size_t i = 0; i + 1 < places.size(); i += 2)
                    std::swap(places[i], places[i + 1]);
            if (labels.place(places, ImVec2(rect.width, rect.height), at)) brush.badge(at, mark->text, colour);
            continue;
        }
        const ImVec2 size = brush.size(mark->text);
        std::vector<ImVec2> places;
        if (is_event(mark->kind)) {
            const ImVec2 point = place_of(projection, *mark);
            places = {ImVec2(point.x + 9 * s, point.y - size.y / 2), ImVec2(point.x + 9 * s, point.y - size.y - 4 * s),
                      ImVec2(point.x + 9 * s, point.y + 4 * s), ImVec2(point.x - size.x - 9 * s, point.y - size.y / 2)};
        } else if (mark->kind == MarkKind::fault) {
            // At its foot, beside the tooth: the crash comes first, and stands left of the restart.
            const float level = plot.bottom() - size.y - 2 * s, above = level - size.y - 2 * s;
            const float left = low.x - size.x - 9 * s, right = low.x + 9 * s;
            places = {ImVec2(left, level), ImVec2(right, level), ImVec2(left, above), ImVec2(right, above)};
        } else if (mark->kind == MarkKind::window_band) {
            const float left = std::max(low.x, plot.x) + gap, top = std::max(low.y, plot.y) + 3 * s;
            // A name on each of many narrow bands is a wall of words; the axis says the same.
            if (high.y - low.y < 2.4F * size.y || high.x - low.x < size.x) continue;
            places = {ImVec2(left, top), ImVec2(left, std::min(high.y, plot.bottom()) - size.y - 3 * s)};
        } else {
            const ImVec2 point = projection.point(mark->x1, mark->y1);
            places = {ImVec2(point.x - size.x - gap, point.y - size.y - gap),
                      ImVec2(point.x + gap, point.y - size.y - gap), ImVec2(point.x + gap, point.y + gap)};
            const ImVec2 middle((low.x + high.x) / 2, (low.y + high.y) / 2);
            places.push_back(ImVec2(middle.x - size.x - 3 * gap, middle.y - size.y / 2));
        }
        std::stable_partition(places.begin(), places.end(), [&](ImVec2 place) { return !crossed(place, size); });
        if (!labels.place(places, size, at)) continue;
        // Where there is no other room the line of now is broken for it.
        if (crossed(at, size))
            brush.fill(at, ImVec2(at.x + size.x + 3 * s, at.y + size.y), with_alpha(brush.theme.plot, 0.9F));
        const bool named = is_event(mark->kind) && mark->kind != MarkKind::event_in_flight;
        brush.text(at, ink(named ? brush.theme.text : brush.theme.dim), mark->text);
    }
}

}  // namespace

void paint_plane(const Brush& brush, const Projection& projection, const std::vector<Mark>& marks,
                 const PaintOptions& options) {
    const auto copies = std::count_if(marks.begin(), marks.end(),
                                      [](const Mark& mark) { return mark.kind == MarkKind::event_duplicate; });
    const PlanePainter painter{brush, projection, options, marks.size() > simple_from, copies > 60};
    if (!options.ghost) painter.rules(marks);
    for (const Mark& mark : marks) {
        if (mark.kind <= MarkKind::behind_watermark && mark.kind != MarkKind::ideal) {
            if (!options.ghost) painter.areas(mark);
        } else if (is_event(mark.kind) && mark.kind != MarkKind::event_tail) {
            if (!options.ghost) painter.event(mark);
        } else if (!options.ghost || mark.kind == MarkKind::watermark || is_firing(mark.kind)) {
            painter.stroke(mark);
        }
    }
    if (!options.ghost) painter.labels(marks);
}

std::optional<std::size_t> mark_at(const Projection& projection, const std::vector<Mark>& marks, ImVec2 pointer,
                                   float scale) {
    const float reach = 8 * scale;
    std::optional<std::size_t> best;
    float best_score = 1e9F;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const Mark& mark = marks[i];
        if (mark.sentence.empty()) continue;
        float score = 1e9F;
        const auto [low, high] = projection.box(mark.x0, mark.y0, mark.x1, mark.y1);
        if (is_event(mark.kind) && mark.kind != MarkKind::event_tail && mark.kind != MarkKind::crowd) {
            const ImVec2 at = place_of(projection, mark);
            score = std::hypot(at.x - pointer.x, at.y - pointer.y);
        } else if (mark.kind == MarkKind::ideal) {
            score = distance_to_line(pointer, projection.point(mark.x0, mark.y0), projection.point(mark.x1, mark.y1));
            if (score > reach) continue;
            score += 100;  // whatever stands on it comes first
            if (score >= best_score) continue;
            best = i;
            best_score = score;
            continue;
        } else {
            const float dx = std::max({low.x - pointer.x, 0.0F, pointer.x - high.x});
            const float dy = std::max({low.y - pointer.y, 0.0F, pointer.y - high.y});
            const bool area = high.x - low.x > 1 && high.y - low.y > 1;
            score = std::hypot(dx, dy) + 0.01F;
            if (score > reach || (area && score > 1)) continue;
            score += area ? 200 + (high.x - low.x) * (high.y - low.y) * 1e-4F : 100;
            if (best && score >= best_score) continue;
            best = i;
            best_score = score;
            continue;
        }
        if (score > reach || score >= best_score) continue;
        best = i;
        best_score = score;
    }
    return best;
}

}  // namespace tidemark::gui
