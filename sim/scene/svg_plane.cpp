#include "sim/scene/axis.h"
#include "sim/scene/svg_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace tidemark {

namespace {

using Anchor = SvgCanvas::Anchor;

Rgb colour_of(const Palette& palette, MarkKind kind) {
    switch (kind) {
        case MarkKind::event_on_time:
        case MarkKind::crowd:
        case MarkKind::firing_on_time:
        case MarkKind::firing_early:
            return palette.status.on_time;
        case MarkKind::event_late:
        case MarkKind::firing_late:
            return palette.status.late;
        case MarkKind::event_dropped:
        case MarkKind::event_side_output:
        case MarkKind::event_lost:
        case MarkKind::event_elsewhere:
        case MarkKind::fault:
            return palette.status.wrong;
        case MarkKind::event_duplicate:
            return palette.status.duplicate;
        case MarkKind::event_arrived:
            return palette.text;
        default:
            return palette.dim;
    }
}

class PlanePainter {
public:
    PlanePainter(SvgCanvas& canvas, const Scene& scene, const Simulation& simulation, const Box& plane)
        : canvas_(canvas),
          palette_(canvas.palette()),
          scene_(scene),
          simulation_(simulation),
          plane_(plane),
          scale_(scene.view, plane) {}

    void paint() {
        background();
        for (const Mark& mark : scene_.plane)
            if (mark.kind >= MarkKind::event_in_flight && mark.kind <= MarkKind::event_elsewhere && !mark.id.empty())
                kinds_[mark.id] = mark.kind;
        constexpr std::size_t many = 250;
        if (kinds_.size() > many) size_ = 3.4;
        canvas_.raw(fmt::format("<g clip-path=\"url(#plane)\">\n"));
        for (std::size_t i = 0; i < scene_.plane.size();) {
            const MarkKind kind = scene_.plane[i].kind;
            if (kind == MarkKind::watermark || kind == MarkKind::lateness_horizon) i = staircase(i);
            else shape(scene_.plane[i++]);
        }
        canvas_.raw("</g>\n");
        now();
        badges();
        labels();
    }

private:
    double x(std::int64_t at) const { return scale_.x(at); }
    double y(std::int64_t at) const { return scale_.y(at); }
    Box box(const Mark& mark) const {
        return {x(mark.x0), y(mark.y1), x(mark.x1) - x(mark.x0), y(mark.y0) - y(mark.y1)};
    }
    static std::string hex(Rgb colour) { return SvgCanvas::colour(colour); }

    void background() {
        const Clock& clock = simulation_.scenario->clock;
        canvas_.raw(
            fmt::format("<clipPath id=\"plane\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n",
                        plane_.x, plane_.y, plane_.width, plane_.height));
        canvas_.raw(
            fmt::format("<pattern id=\"hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" "
                        "patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"7\" fill=\"{}\"/></pattern>\n",
                        hex(palette_.status.late)));
        canvas_.rect(plane_, fmt::format("fill=\"{}\"", hex(palette_.plot)));
        const View& view = scene_.view;
        const std::string grid = fmt::format("stroke=\"{}\" stroke-width=\"1\"", hex(palette_.grid));
        const auto columns = static_cast<std::size_t>(plane_.width / 105),
                   rows = static_cast<std::size_t>(plane_.height / 56);
        for (const AxisTick& tick :
             time_ticks(view.seen.from, view.seen.until, std::max<std::size_t>(2, columns), clock)) {
            canvas_.line(x(tick.at), plane_.y, x(tick.at), plane_.bottom(), grid);
            canvas_.text(x(tick.at), plane_.bottom() + 17, tick.text, palette_.dim, 12, Anchor::middle);
        }
        for (const AxisTick& tick :
             time_ticks(view.happened.from, view.happened.until, std::max<std::size_t>(2, rows), clock)) {
            canvas_.line(plane_.x, y(tick.at), plane_.right(), y(tick.at), grid);
            canvas_.text(plane_.x - 8, y(tick.at) + 4, tick.text, palette_.dim, 12, Anchor::end);
        }
        canvas_.text(plane_.x - 8, plane_.y - 8, "event time", palette_.text, 12, Anchor::end);
        canvas_.text(plane_.right(), plane_.bottom() + 33, "processing time", palette_.text, 12, Anchor::end);
    }

    // Steps that follow one another are one line.
    std::size_t staircase(std::size_t first) {
        const MarkKind kind = scene_.plane[first].kind;
        std::string d;
        std::size_t i = first;
        std::int64_t end_x = INT64_MIN, end_y = INT64_MIN;
        for (; i < scene_.plane.size() && scene_.plane[i].kind == kind; ++i) {
            const Mark& step = scene_.plane[i];
            if (step.x0 != end_x || step.y0 != end_y)
                d += fmt::format("M{} {}", SvgCanvas::number(x(step.x0)), SvgCanvas::number(y(step.y0)));
            d += fmt::format("V{}H{}", SvgCanvas::number(y(step.y1)), SvgCanvas::number(x(step.x1)));
            end_x = step.x1;
            end_y = step.y1;
        }
        canvas_.path(d, fmt::format("class=\"{}\" fill=\"none\" stroke=\"{}\" {}", to_string(kind), hex(palette_.line),
                                    kind == MarkKind::watermark
                                        ? "stroke-width=\"2.4\" stroke-linejoin=\"round\""
                                        : "stroke-width=\"1.2\" stroke-dasharray=\"5 4\" opacity=\"0.7\""));
        return i;
    }

    void shape(const Mark& mark) {
        const std::string colour = hex(colour_of(palette_, mark.kind));
        switch (mark.kind) {
            case MarkKind::ideal:
                canvas_.line(
                    x(mark.x0), y(mark.y0), x(mark.x1), y(mark.y1),
                    fmt::format("stroke=\"{}\" stroke-width=\"1.6\" stroke-dasharray=\"2 5\"", hex(palette_.dim)),
                    mark.sentence);
                break;
            case MarkKind::window_band:
                band(mark);
                break;
            case MarkKind::window_open: {
                const double weight = std::min(0.06, 0.015 * std::log2(1.0 + static_cast<double>(mark.count)));
                const std::string sky = hex(palette_.status.on_time);
                canvas_.rect(box(mark),
                             fmt::format("class=\"window_open\" fill=\"{0}\" fill-opacity=\"{1:.3f}\" stroke=\"{0}\" "
                                         "stroke-opacity=\"0.55\"",
                                         sky, 0.10 + weight),
                             mark.sentence);
                break;
            }
            case MarkKind::window_closed:
                canvas_.rect(box(mark), "class=\"window_closed\" fill=\"url(#hatch)\" opacity=\"0.16\"", mark.sentence);
                break;
            case MarkKind::behind_watermark:
                canvas_.rect(box(mark), fmt::format("fill=\"{}\" fill-opacity=\"0.055\"", hex(palette_.line)));
                break;
            case MarkKind::purge:
                canvas_.line(x(mark.x0), y(mark.y0), x(mark.x0), y(mark.y1),
                             fmt::format("class=\"purge\" stroke=\"{}\" stroke-width=\"1.4\"", hex(palette_.dim)),
                             mark.sentence);
                break;
            case MarkKind::event_tail: {
                const auto kind = kinds_.find(mark.id);
                const Rgb of = colour_of(palette_, kind == kinds_.end() ? MarkKind::event_in_flight : kind->second);
                canvas_.line(x(mark.x0), y(mark.y0), x(mark.x1), y(mark.y1),
                             fmt::format("stroke=\"{}\" stroke-width=\"1.6\" opacity=\"0.75\"", hex(of)));
                break;
            }
            case MarkKind::event_origin:
                canvas_.circle(
                    x(mark.x0), y(mark.y0), 2.3,
                    fmt::format("fill=\"{}\" stroke=\"{}\" stroke-width=\"1\"", hex(palette_.plot), hex(palette_.dim)));
                break;
            case MarkKind::crowd:
                crowd(mark);
                break;
            case MarkKind::firing_early:
            case MarkKind::firing_on_time:
            case MarkKind::firing_late:
                canvas_.line(
                    x(mark.x0), y(mark.y0), x(mark.x0), y(mark.y1),
                    fmt::format("class=\"{}\" stroke=\"{}\" stroke-width=\"2.5\"{}", to_string(mark.kind), colour,
                                mark.kind == MarkKind::firing_early ? " stroke-dasharray=\"4 3\"" : ""),
                    mark.sentence);
                break;
            case MarkKind::batch_cut:
                cut(mark);
                break;
            case MarkKind::batch_published:
                canvas_.line(x(mark.x0), y(mark.y0), x(mark.x0), y(mark.y1),
                             fmt::format("class=\"batch_published\" stroke=\"{}\" stroke-width=\"2.5\"",
                                         hex(architecture_colour(palette_, simulation_, mark.mode))),
                             mark.sentence);
                break;
            case MarkKind::fault: {
                const double at = x(mark.x0);
                canvas_.line(at, plane_.y, at, plane_.bottom(),
                             fmt::format("stroke=\"{}\" stroke-width=\"1.2\" stroke-dasharray=\"3 4\"", colour),
                             mark.sentence);
                canvas_.path(
                    fmt::format("M{0} {1}l6 11h-12z", SvgCanvas::number(at), SvgCanvas::number(plane_.bottom() - 11)),
                    fmt::format("fill=\"{}\"", colour), mark.sentence);
                break;
            }
            case MarkKind::now:
                break;
            default:
                paint_event(canvas_, mark.kind, x(mark.x0), y(mark.y0), size_, mark.sentence);
        }
    }

    // A rule at each bound that lies in the picture.
    void band(const Mark& mark) {
        const double size = std::min(y(mark.y0) - y(mark.y1), plane_.height);
        const std::string rule = fmt::format("stroke=\"{}\" stroke-width=\"1.4\" opacity=\"{}\"", hex(palette_.dim),
                                             size < 40 ? "0.25" : "0.55");
        const View& view = scene_.view;
        const bool upright =
            mark.x0 > view.seen.from.time_since_epoch().count() || mark.x1 < view.seen.until.time_since_epoch().count();
        if (upright) {
            for (const std::int64_t at : {mark.x0, mark.x1})
                canvas_.line(x(at), plane_.y, x(at), plane_.bottom(), rule);
            return;
        }
        for (const std::int64_t at : {mark.y0, mark.y1})
            if (at > view.happened.from.time_since_epoch().count() &&
                at < view.happened.until.time_since_epoch().count())
                canvas_.line(plane_.x, y(at), plane_.right(), y(at), rule);
    }

    // A zig-zag over a tile: so many that they cannot be told apart. The more, the stronger.
    void crowd(const Mark& mark) {
        Box tile = box(mark);
        tile = {tile.x - 3, tile.y - 3, std::max(tile.width, 0.0) + 6, std::max(tile.height, 0.0) + 6};
        const double strength = std::min(0.95, 0.35 + 0.09 * std::log2(static_cast<double>(mark.count)));
        const std::string sky = hex(palette_.status.on_time);
        canvas_.rect(tile, fmt::format("class=\"crowd\" rx=\"3\" fill=\"{}\" fill-opacity=\"{:.2f}\"", sky, strength),
                     mark.sentence);
    }

    // Two rules, and brackets at the ends of the partition that is read.
    void cut(const Mark& mark) {
        const double at = x(mark.x0), top = y(mark.y1), bottom = y(mark.y0);
        // A micro-batch reads whatever came since: there is nothing to bracket.
        const bool whole = top <= plane_.y && bottom >= plane_.bottom() &&
                           architecture_colour(palette_, simulation_, mark.mode) == palette_.architecture.micro_batch;
        if (whole) {
            canvas_.line(at, top, at, bottom,
                         fmt::format("class=\"batch_cut\" stroke=\"{}\" stroke-width=\"1.4\" stroke-dasharray=\"8 4\"",
                                     hex(palette_.architecture.micro_batch)),
                         mark.sentence);
            return;
        }
        const std::string stroke = fmt::format("class=\"batch_cut\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.3\"",
                                               hex(architecture_colour(palette_, simulation_, mark.mode)));
        canvas_.path(fmt::format("M{0} {2}h-9M{0} {2}V{3}h-9M{1} {2}V{3}", SvgCanvas::number(at - 2),
                                 SvgCanvas::number(at + 2), SvgCanvas::number(top), SvgCanvas::number(bottom)),
                     stroke, mark.sentence);
    }

    void now() {
        for (const Mark& mark : scene_.plane) {
            if (mark.kind != MarkKind::now) continue;
            const double at = x(mark.x0);
            canvas_.line(at, plane_.y - 4, at, plane_.bottom(),
                         fmt::format("class=\"now\" stroke=\"{}\" stroke-width=\"2\"", hex(palette_.line)));
            const double width = SvgCanvas::width_of(mark.text, 12) + 16;
            const Box badge{std::clamp(at - width / 2, 4.0, plane_.right() + 140 - width), plane_.y - 24, width, 20};
            canvas_.rect(badge, fmt::format("rx=\"3\" fill=\"{}\"", hex(palette_.line)));
            canvas_.text(badge.x + width / 2, badge.y + 14, mark.text, palette_.plot, 12, Anchor::middle);
        }
    }

    // Values at the firings: newest first, since they say most.
    void badges() {
        for (auto mark = scene_.plane.rbegin(); mark != scene_.plane.rend(); ++mark) {
            const bool published = mark->kind == MarkKind::batch_published;
            const bool firing = mark->kind == MarkKind::firing_early || mark->kind == MarkKind::firing_on_time ||
                                mark->kind == MarkKind::firing_late;
            if ((!published && !firing) || mark->text.empty()) continue;
            const Rgb colour =
                published ? architecture_colour(palette_, simulation_, mark->mode) : colour_of(palette_, mark->kind);
            const double width = SvgCanvas::width_of(mark->text, 12) + 14, height = 20;
            const double at = x(mark->x0);
            const double top = std::max(y(mark->y1), plane_.y), bottom = std::min(y(mark->y0), plane_.bottom());
            if (bottom - top < height + 2) continue;
            const double left = at - 7 - width, right = at + 7;
            const bool late = mark->kind == MarkKind::firing_late;
            for (const auto& [place, level] : {std::pair{late ? right : left, bottom - height - 6},
                                               std::pair{late ? left : right, bottom - height - 6},
                                               std::pair{late ? right : left, bottom - 2 * height - 14},
                                               std::pair{late ? right : left, (top + bottom) / 2 - height / 2},
                                               std::pair{late ? left : right, (top + bottom) / 2 - height / 2},
                                               std::pair{late ? right : left, top + 6}}) {
                const Box badge{place, level, width, height};
                if (badge.x < plane_.x || badge.right() > plane_.right() || badge.y < plane_.y ||
                    !canvas_.is_free(badge))
                    continue;
                canvas_.take(badge);
                canvas_.rect(
                    badge,
                    fmt::format("rx=\"5\" fill=\"{}\" fill-opacity=\"0.92\" stroke=\"{}\" stroke-width=\"1.5\"",
                                hex(palette_.plot), hex(colour)),
                    mark->sentence);
                canvas_.text(badge.x + width / 2, badge.y + 14, mark->text, palette_.text, 12, Anchor::middle);
                break;
            }
        }
    }

    void labels() {
        // A mark's shape keeps its place.
        for (const Mark& mark : scene_.plane)
            if (!mark.text.empty() && mark.kind >= MarkKind::event_in_flight && mark.kind <= MarkKind::event_elsewhere)
                canvas_.take({x(mark.x0) - 4, y(mark.y0) - 4, 8, 8});
        for (const Mark& mark : scene_.plane) {
            if (mark.text.empty()) continue;
            if (mark.kind >= MarkKind::event_in_flight && mark.kind <= MarkKind::event_elsewhere) event_label(mark);
            if (mark.kind == MarkKind::fault)
                canvas_.label(x(mark.x0) + 9, plane_.bottom() - 4, mark.text, colour_of(palette_, mark.kind), 12,
                              Anchor::start, plane_);
        }
        for (const Mark& mark : scene_.plane) {
            if (mark.text.empty()) continue;
            if (mark.kind == MarkKind::window_band) band_label(mark);
            if (mark.kind == MarkKind::watermark) watermark_label(mark);
            if (mark.kind == MarkKind::ideal) ideal_label(mark);
        }
    }

    void event_label(const Mark& mark) {
        const bool plain = mark.kind == MarkKind::event_in_flight;
        const Rgb colour = plain ? palette_.dim : palette_.text;
        const double at = x(mark.x0), level = y(mark.y0);
        for (const auto& [dx, dy, anchor] :
             {std::tuple{10.0, 4.0, Anchor::start}, std::tuple{10.0, -10.0, Anchor::start},
              std::tuple{10.0, 17.0, Anchor::start}, std::tuple{-10.0, -9.0, Anchor::end},
              std::tuple{-10.0, 17.0, Anchor::end}, std::tuple{10.0, 31.0, Anchor::start}})
            if (canvas_.label(at + dx, level + dy, mark.text, colour, 12, anchor, plane_)) return;
    }

    void band_label(const Mark& mark) {
        const double left = std::max(x(mark.x0), plane_.x) + 8;
        const double top = y(mark.y1), bottom = y(mark.y0);
        if (top > plane_.y + 1 && canvas_.label(left, top + 15, mark.text, palette_.dim, 12, Anchor::start, plane_))
            return;
        if (bottom < plane_.bottom() - 1 &&
            canvas_.label(left, bottom - 7, mark.text, palette_.dim, 12, Anchor::start, plane_))
            return;
        canvas_.label(left, std::max(top, plane_.y) + 15, mark.text, palette_.dim, 12, Anchor::start, plane_);
    }

    // Below the staircase where its end is steep, on it where it is flat.
    void watermark_label(const Mark& mark) {
        const double right = x(mark.x1) - 8, left = right - SvgCanvas::width_of(mark.text, 12) - 4;
        double lowest = y(mark.y1);
        for (const Mark& step : scene_.plane)
            if (step.kind == MarkKind::watermark && x(step.x1) > left)
                lowest = std::max({lowest, y(step.y0), y(step.y1)});
        for (const double level :
             {y(mark.y1) == lowest ? lowest - 7 : lowest + 16, lowest + 16, lowest + 32, lowest + 60})
            if (canvas_.label(right, level, mark.text, palette_.text, 12, Anchor::end, plane_)) return;
    }

    void ideal_label(const Mark& mark) {
        const double at = x(mark.x0) + (x(mark.x1) - x(mark.x0)) * 0.9,
                     level = y(mark.y0) + (y(mark.y1) - y(mark.y0)) * 0.9;
        if (canvas_.label(at - 12, level - 6, mark.text, palette_.dim, 12, Anchor::end, plane_)) return;
        canvas_.label(at + 12, level + 14, mark.text, palette_.dim, 12, Anchor::start, plane_);
    }

    SvgCanvas& canvas_;
    const Palette& palette_;
    const Scene& scene_;
    const Simulation& simulation_;
    Box plane_;
    SvgScale scale_;
    std::map<std::string, MarkKind> kinds_;  // of events, by id
    double size_{4.5};                       // of their shapes
};

}  // namespace

void paint_event(SvgCanvas& canvas, MarkKind kind, double x, double y, double size, std::string_view title) {
    const Palette& palette = canvas.palette();
    const std::string colour = SvgCanvas::colour(colour_of(palette, kind)), ground = SvgCanvas::colour(palette.plot);
    const std::string name = fmt::format("class=\"{}\"", to_string(kind));
    const auto n = [](double value) { return SvgCanvas::number(value); };
    switch (kind) {
        case MarkKind::event_late:
            canvas.path(fmt::format("M{} {}l{} {}l{} {}l-{} {}z", n(x), n(y - size - 1), n(size + 1), n(size + 1),
                                    n(-size - 1), n(size + 1), n(size + 1), n(-size - 1)),
                        fmt::format("{} fill=\"{}\" stroke=\"{}\"", name, colour, ground), title);
            return;
        case MarkKind::event_dropped:
        case MarkKind::event_side_output:
            canvas.path(fmt::format("M{0} {1}l{4} {4}M{2} {1}l-{4} {4}", n(x - size + 0.5), n(y - size + 0.5),
                                    n(x + size - 0.5), 0, n(2 * size - 1)),
                        fmt::format("{} fill=\"none\" stroke=\"{}\" stroke-width=\"2.6\"", name, colour), title);
            return;
        case MarkKind::event_lost:
            canvas.rect({x - size + 0.5, y - size + 0.5, 2 * size - 1, 2 * size - 1},
                        fmt::format("{} fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"", name, ground, colour), title);
            return;
        case MarkKind::event_elsewhere:
            canvas.path(
                fmt::format("M{} {}l{} {}h-{}z", n(x), n(y - size - 0.5), n(size + 0.5), n(2 * size), n(2 * size + 1)),
                fmt::format("{} fill=\"{}\" stroke=\"{}\"", name, colour, ground), title);
            return;
        case MarkKind::event_duplicate:
            canvas.circle(x, y, size + 0.5,
                          fmt::format("{} fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"", name, colour), title);
            canvas.circle(x, y, size - 2,
                          fmt::format("{} fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"", name, colour), title);
            return;
        case MarkKind::event_in_flight:
            canvas.circle(x, y, size - 0.5,
                          fmt::format("{} fill=\"{}\" stroke=\"{}\" stroke-width=\"1.7\"", name, ground, colour),
                          title);
            return;
        case MarkKind::event_filtered:
            canvas.circle(x, y, size - 1.8, fmt::format("{} fill=\"{}\" opacity=\"0.6\"", name, colour), title);
            return;
        default:
            canvas.circle(x, y, size, fmt::format("{} fill=\"{}\" stroke=\"{}\"", name, colour, ground), title);
    }
}

void paint_plane(SvgCanvas& canvas, const Scene& scene, const Simulation& simulation, const SvgLayout& layout) {
    PlanePainter{canvas, scene, simulation, layout.plane}.paint();
}

}  // namespace tidemark
