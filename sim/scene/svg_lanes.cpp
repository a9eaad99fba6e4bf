#include "sim/scene/axis.h"
#include "sim/scene/svg_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

using Anchor = SvgCanvas::Anchor;

std::string hex(Rgb colour) { return SvgCanvas::colour(colour); }

class LanePainter {
public:
    LanePainter(SvgCanvas& canvas, const Scene& scene, const SvgLayout& layout)
        : canvas_(canvas),
          palette_(canvas.palette()),
          scene_(scene),
          layout_(layout),
          scale_(scene.view, layout.plane) {}

    void paint() {
        double y = layout_.lanes_top;
        for (const Lane& lane : scene_.lanes) {
            const Box strip{layout_.plane.x, y, layout_.plane.width, layout_.lane_height};
            canvas_.rect(strip, fmt::format("fill=\"{}\"", hex(palette_.plot)));
            canvas_.text(strip.x - 8, y + 20, title_of(lane.kind), palette_.text, 12, Anchor::end);
            for (const Mark& mark : lane.marks)
                shape(lane, mark, strip);
            for (const Mark& mark : lane.marks)
                words(lane, mark, strip);
            now(strip);
            canvas_.text(strip.right() + 8, y + 20, shortened(lane.reading), palette_.dim, 12);
            y += layout_.lane_height + layout_.lane_gap;
        }
    }

private:
    static std::string shortened(std::string text) {
        constexpr std::size_t longest = 22;
        if (text.size() <= longest) return text;
        text.resize(longest - 1);
        return text + "\u2026";
    }

    void shape(const Lane& lane, const Mark& mark, const Box& strip) {
        const double x0 = scale_.x(mark.x0), x1 = scale_.x(mark.x1);
        const double inner = strip.height - 6;
        const auto y = [&](std::int64_t value) {
            return strip.bottom() - 2 -
                   static_cast<double>(value) / static_cast<double>(std::max<std::int64_t>(lane.top, 1)) * inner;
        };
        const double middle = strip.y + strip.height / 2;
        switch (mark.kind) {
            case MarkKind::level:
                canvas_.rect({x0, y(mark.y1), x1 - x0, strip.bottom() - 2 - y(mark.y1)},
                             fmt::format("fill=\"{}\" fill-opacity=\"0.6\"", hex(palette_.status.on_time)),
                             mark.sentence);
                break;
            case MarkKind::line:
                canvas_.line(x0, y(mark.y1), x1, y(mark.y1), fmt::format("stroke=\"{}\"", hex(palette_.text)),
                             mark.sentence);
                break;
            case MarkKind::tick:
                canvas_.line(x0, strip.y + 7, x0, strip.bottom() - 7,
                             fmt::format("stroke=\"{}\" stroke-width=\"1.2\"", hex(palette_.dim)));
                break;
            case MarkKind::busy: {
                const double height = std::max(3.0, (strip.height - 12) * static_cast<double>(mark.y1) / 100);
                canvas_.rect({x0, strip.bottom() - 6 - height, std::max(x1 - x0, 2.0), height},
                             fmt::format("fill=\"{}\"", hex(palette_.status.on_time)), mark.sentence);
                break;
            }
            case MarkKind::idle:
            case MarkKind::blocked:
                canvas_.rect({x0, strip.y + 6, std::max(x1 - x0, 2.0), strip.height - 12},
                             fmt::format("fill=\"none\" stroke=\"{}\"", hex(palette_.dim)), mark.sentence);
                break;
            case MarkKind::flag:
                canvas_.path(fmt::format("M{0} {1}v{2}M{0} {1}l6 3l-6 3z", SvgCanvas::number(x0),
                                         SvgCanvas::number(strip.y + 6), SvgCanvas::number(strip.height - 12)),
                             fmt::format("fill=\"{0}\" stroke=\"{0}\" stroke-width=\"1.2\"", hex(palette_.text)),
                             mark.sentence);
                break;
            case MarkKind::stretch:
                canvas_.rect({x0, y(mark.y1) + 1, std::max(x1 - x0, 2.0), y(mark.y0) - y(mark.y1) - 2},
                             fmt::format("rx=\"2\" fill=\"{}\" fill-opacity=\"0.42\"", hex(palette_.dim)),
                             mark.sentence);
                break;
            case MarkKind::broken:
                canvas_.rect({x0, middle - 7, std::max(x1 - x0, 3.0), 14},
                             fmt::format("rx=\"2\" fill=\"{0}\" fill-opacity=\"0.5\" stroke=\"{0}\"",
                                         hex(palette_.status.wrong)),
                             mark.sentence);
                break;
            case MarkKind::row:
                canvas_.rect({x0 - 1.5, strip.y + 5, 4, strip.height - 10},
                             fmt::format("class=\"row\" fill=\"{}\"", hex(palette_.status.on_time)), mark.sentence);
                break;
            default:
                break;
        }
    }

    void words(const Lane& lane, const Mark& mark, const Box& strip) {
        if (mark.text.empty()) return;
        const double x0 = scale_.x(mark.x0), x1 = scale_.x(mark.x1);
        const double inside = SvgCanvas::width_of(mark.text, 11) + 10;
        const bool has_room = x1 - x0 > inside;
        const double at = has_room ? x0 + 6 : std::max(x0, x1) + 6;
        const double size = lane.top > 1 && mark.kind == MarkKind::stretch ? 10 : 11;
        double middle = strip.y + strip.height / 2;
        if (mark.kind == MarkKind::stretch)
            middle = strip.bottom() - 2 -
                     (static_cast<double>(mark.y0) + 0.5) / static_cast<double>(lane.top) * (strip.height - 6);
        canvas_.label(at, middle + 4, mark.text, palette_.text, size, Anchor::start, strip);
    }

    void now(const Box& strip) {
        const View& view = scene_.view;
        if (view.now < view.seen.from || view.now > view.seen.until) return;
        const double at = scale_.x(view.now.time_since_epoch().count());
        canvas_.line(at, strip.y - layout_.lane_gap, at, strip.bottom(),
                     fmt::format("stroke=\"{}\" stroke-width=\"1.4\" opacity=\"0.8\"", hex(palette_.line)));
    }

    SvgCanvas& canvas_;
    const Palette& palette_;
    const Scene& scene_;
    const SvgLayout& layout_;
    SvgScale scale_;
};

// Labels at the ends of curves, pushed apart until none lies on another.
struct EndLabel {
    double y{0};
    std::string text;
    Rgb colour{};
};
void push_apart(std::vector<EndLabel>& labels, double top, double bottom) {
    constexpr double apart = 15;
    std::stable_sort(labels.begin(), labels.end(), [](const EndLabel& a, const EndLabel& b) { return a.y < b.y; });
    double next = top;
    for (EndLabel& label : labels) {
        label.y = std::max(label.y, next);
        next = label.y + apart;
    }
    double limit = bottom;
    for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
        label->y = std::min(label->y, limit);
        limit = label->y - apart;
    }
}

}  // namespace

void paint_lanes(SvgCanvas& canvas, const Scene& scene, const SvgLayout& layout) {
    LanePainter{canvas, scene, layout}.paint();
}

void paint_errors(SvgCanvas& canvas, const Scene& scene, const Simulation& simulation, const SvgLayout& layout) {
    const ErrorChart& chart = scene.errors;
    if (!chart.cell) return;
    const Palette& palette = canvas.palette();
    const Box& box = layout.chart;
    const SvgScale scale{scene.view, layout.plane};
    canvas.rect(box, fmt::format("fill=\"{}\"", hex(palette.plot)));
    const double bottom = static_cast<double>(std::min<std::int64_t>(chart.bottom, 0));
    const double top = std::max(static_cast<double>(chart.top), bottom < 0 ? 0.0 : 1.0);
    const double room = 14;  // above and below the curves; what has no answer yet runs at the bottom
    const auto y = [&](double value) {
        return box.bottom() - room - (value - bottom) / std::max(top - bottom, 1.0) * (box.height - 2 * room);
    };
    for (const AxisTick& tick :
         number_ticks(std::min<std::int64_t>(chart.bottom, 0), std::max<std::int64_t>(chart.top, 0), 5)) {
        const double at = y(static_cast<double>(tick.at));
        canvas.line(box.x, at, box.right(), at, fmt::format("stroke=\"{}\"", hex(palette.grid)));
        canvas.text(box.x - 8, at + 4, tick.text, palette.dim, 11, SvgCanvas::Anchor::end);
    }
    canvas.text(box.x + 8, box.y - 4, fmt::format("{}, {}", chart.title, chart.truth), palette.text, 12);
    for (const Mark& mark : chart.marks)
        if (mark.kind == MarkKind::truth)
            canvas.line(box.x, y(0), box.right(), y(0),
                        fmt::format("stroke=\"{}\" stroke-width=\"1.6\"", hex(palette.line)));
    std::vector<double> last_y(simulation.modes.size(), -1);
    std::vector<std::int64_t> last_x(simulation.modes.size(), INT64_MIN);
    for (const Mark& mark : chart.marks) {
        if (mark.kind == MarkKind::truth) continue;
        const bool none = mark.kind == MarkKind::no_answer;
        const double x0 = scale.x(mark.x0), x1 = scale.x(mark.x1);
        const double level =
            none ? box.bottom() - 3 - 3 * static_cast<double>(mark.mode % 4) : y(static_cast<double>(mark.y0));
        if (none) {
            canvas.line(x0, level, x1, level,
                        fmt::format("stroke=\"{}\" stroke-width=\"1.6\" stroke-dasharray=\"1 4\"",
                                    hex(architecture_colour(palette, simulation, mark.mode))),
                        mark.sentence);
            last_x[mark.mode] = INT64_MIN;
            continue;
        }
        const std::string d =
            last_x[mark.mode] == mark.x0
                ? fmt::format("M{} {}V{}H{}", SvgCanvas::number(x0), SvgCanvas::number(last_y[mark.mode]),
                              SvgCanvas::number(level), SvgCanvas::number(x1))
                : fmt::format("M{} {}H{}", SvgCanvas::number(x0), SvgCanvas::number(level), SvgCanvas::number(x1));
        canvas.path(d, curve_attributes(palette, simulation, mark.mode, mark.mode == scene.view.mode), mark.sentence);
        last_x[mark.mode] = mark.x1;
        last_y[mark.mode] = level;
    }
    std::vector<EndLabel> ends;
    for (const ErrorChart::End& end : chart.ends)
        ends.push_back({end.error ? y(static_cast<double>(*end.error)) + 4 : box.bottom() - 2, end.text,
                        architecture_colour(palette, simulation, end.mode)});
    push_apart(ends, box.y + 8, box.bottom() + 4);
    for (const EndLabel& label : ends)
        canvas.text(box.right() + 8, label.y, label.text, label.colour, 12);
    const View& view = scene.view;
    if (view.now < view.seen.from || view.now > view.seen.until) return;
    const double at = scale.x(view.now.time_since_epoch().count());
    canvas.line(at, box.y, at, box.bottom(),
                fmt::format("stroke=\"{}\" stroke-width=\"1.4\" opacity=\"0.8\"", hex(palette.line)));
}

void paint_legend(SvgCanvas& canvas, const Scene& scene, const Simulation& simulation, const SvgLayout& layout,
                  double width) {
    const Palette& palette = canvas.palette();
    double x = layout.plane.x, y = layout.legend_top + 12;
    for (const LegendEntry& entry : legend(scene)) {
        const double needs = SvgCanvas::width_of(entry.name, 12) + 44;
        if (x + needs > width - 20) {
            x = layout.plane.x;
            y += 22;
        }
        const double middle = y - 4;
        const auto swatch = [&](std::string_view attributes) {
            canvas.rect({x, middle - 6, 18, 12}, attributes, entry.sentence);
        };
        const auto stroke = [&](Rgb colour, std::string_view more) {
            canvas.line(x, middle, x + 18, middle, fmt::format("stroke=\"{}\" {}", hex(colour), more), entry.sentence);
        };
        const auto bar = [&](Rgb colour, std::string_view more) {
            canvas.line(x + 9, middle - 7, x + 9, middle + 7, fmt::format("stroke=\"{}\" {}", hex(colour), more),
                        entry.sentence);
        };
        const Rgb of_mode = architecture_colour(palette, simulation, scene.view.mode);
        switch (entry.kind) {
            case MarkKind::crowd:
                swatch(fmt::format("rx=\"3\" fill=\"{}\" fill-opacity=\"0.7\"", hex(palette.status.on_time)));
                break;
            case MarkKind::event_tail:
                stroke(palette.dim, "stroke-width=\"1.6\"");
                canvas.circle(x, middle, 2.3,
                              fmt::format("fill=\"{}\" stroke=\"{}\"", hex(palette.plot), hex(palette.dim)));
                break;
            case MarkKind::ideal:
                stroke(palette.dim, "stroke-width=\"1.6\" stroke-dasharray=\"2 5\"");
                break;
            case MarkKind::watermark:
                canvas.path(fmt::format("M{} {}h6v-5h6v-5h6", SvgCanvas::number(x), SvgCanvas::number(middle + 5)),
                            fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"2.4\"", hex(palette.line)),
                            entry.sentence);
                break;
            case MarkKind::lateness_horizon:
                stroke(palette.line, "stroke-width=\"1.2\" stroke-dasharray=\"5 4\" opacity=\"0.7\"");
                break;
            case MarkKind::behind_watermark:
                swatch(fmt::format("fill=\"{0}\" fill-opacity=\"0.12\" stroke=\"{0}\" stroke-opacity=\"0.25\"",
                                   hex(palette.line)));
                break;
            case MarkKind::window_open:
                swatch(fmt::format("fill=\"{0}\" fill-opacity=\"0.14\" stroke=\"{0}\" stroke-opacity=\"0.55\"",
                                   hex(palette.status.on_time)));
                break;
            case MarkKind::window_closed:
                swatch("fill=\"url(#hatch)\" opacity=\"0.4\"");
                break;
            case MarkKind::purge:
                bar(palette.dim, "stroke-width=\"1.4\"");
                break;
            case MarkKind::firing_early:
                bar(palette.status.on_time, "stroke-width=\"2.5\" stroke-dasharray=\"4 3\"");
                break;
            case MarkKind::firing_on_time:
                bar(palette.status.on_time, "stroke-width=\"2.5\"");
                break;
            case MarkKind::firing_late:
                bar(palette.status.late, "stroke-width=\"2.5\"");
                break;
            case MarkKind::batch_cut:
                canvas.path(fmt::format("M{0} {1}h-6M{0} {1}v14h-6M{2} {1}v14", SvgCanvas::number(x + 9),
                                        SvgCanvas::number(middle - 7), SvgCanvas::number(x + 13)),
                            fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"1.3\"", hex(of_mode)),
                            entry.sentence);
                break;
            case MarkKind::batch_published:
                bar(of_mode, "stroke-width=\"2.5\"");
                break;
            case MarkKind::fault:
                canvas.path(fmt::format("M{} {}l6 11h-12z", SvgCanvas::number(x + 9), SvgCanvas::number(middle - 6)),
                            fmt::format("fill=\"{}\"", hex(palette.status.wrong)), entry.sentence);
                break;
            default:
                paint_event(canvas, entry.kind, x + 9, middle, 4.5, entry.sentence);
        }
        canvas.text(x + 25, y, entry.name, palette.dim, 12);
        x += needs;
    }
}

}  // namespace tidemark
