#include "sim/scene/svg.h"

#include "sim/scene/axis.h"
#include "sim/scene/svg_parts.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

constexpr double gutter = 104, right_margin = 150, header = 52, axis_height = 40;

double plane_width(const SvgOptions& options) {
    return static_cast<double>(std::clamp<std::uint32_t>(options.width, 480, 8'000)) - gutter - right_margin;
}
double plane_height(const SvgOptions& options) { return std::max(220.0, plane_width(options) * 0.46); }

// How many rows the legend takes: it flows.
double legend_height(const Scene& scene, double width) {
    double x = gutter, rows = 1;
    for (const LegendEntry& entry : legend(scene)) {
        const double needs = SvgCanvas::width_of(entry.name, 12) + 44;
        if (x + needs > width - 20) {
            x = gutter;
            ++rows;
        }
        x += needs;
    }
    return rows * 22;
}

std::string heading(const Scene& scene, const Simulation& simulation) {
    return fmt::format("{} \u00b7 {}", simulation.scenario->id, simulation.modes.at(scene.view.mode).mode);
}

}  // namespace

void fit_to_svg(View& view, const SvgOptions& options) {
    view.columns = static_cast<std::uint32_t>(plane_width(options));
    view.rows = static_cast<std::uint32_t>(plane_height(options));
}

SvgLayout layout_of(const Scene& scene, const SvgOptions& options) {
    SvgLayout layout;
    layout.plane = {gutter, header, plane_width(options), plane_height(options)};
    layout.lanes_top = layout.plane.bottom() + axis_height;
    double y = layout.lanes_top + static_cast<double>(scene.lanes.size()) * (layout.lane_height + layout.lane_gap) + 20;
    const bool chart = scene.errors.cell.has_value();
    layout.chart = {gutter, y, layout.plane.width, chart ? 104.0 : 0.0};
    y += chart ? 104 + 18 : 0;
    layout.legend_top = y + 8;
    layout.height = layout.legend_top + legend_height(scene, options.width) + 14;
    return layout;
}

Rgb architecture_colour(const Palette& palette, const Simulation& simulation, std::size_t mode) {
    for (const Mode& candidate : simulation.scenario->modes) {
        if (candidate.name != simulation.modes.at(mode).mode) continue;
        if (std::holds_alternative<BatchMode>(candidate.settings)) return palette.architecture.batch;
        if (std::holds_alternative<MicroBatchMode>(candidate.settings)) return palette.architecture.micro_batch;
    }
    return palette.architecture.stream;
}

std::string curve_attributes(const Palette& palette, const Simulation& simulation, std::size_t mode, bool in_view) {
    const Rgb colour = architecture_colour(palette, simulation, mode);
    // Another mode of the same kind has dashes of its own.
    std::size_t nth = 0;
    for (std::size_t other = 0; other < mode; ++other)
        if (architecture_colour(palette, simulation, other) == colour) ++nth;
    std::string dash = colour == palette.architecture.micro_batch ? " stroke-dasharray=\"8 4\"" : "";
    if (nth > 0) dash = fmt::format(" stroke-dasharray=\"{} 3\"", 4 + 3 * nth);
    return fmt::format("stroke=\"{}\" stroke-width=\"{}\" fill=\"none\"{}", SvgCanvas::colour(colour),
                       in_view ? "3" : "1.6", dash);
}

std::string paint_svg(const Scene& scene, const Simulation& simulation, const SvgOptions& options) {
    const Palette& palette = options.light ? light_palette : dark_palette;
    const SvgLayout layout = layout_of(scene, options);
    const double width = std::clamp<std::uint32_t>(options.width, 480, 8'000);
    SvgCanvas canvas{width, layout.height, palette};
    canvas.rect({0, 0, width, layout.height}, fmt::format("fill=\"{}\"", SvgCanvas::colour(palette.window)));
    const std::string words = heading(scene, simulation);
    canvas.text(gutter, 24, words, palette.text, 15, SvgCanvas::Anchor::start, true);
    canvas.text(gutter + SvgCanvas::width_of(words, 15) + 22, 24, fmt::format("seed {}", simulation.seed.value),
                palette.dim, 12);
    paint_plane(canvas, scene, simulation, layout);
    paint_lanes(canvas, scene, layout);
    paint_errors(canvas, scene, simulation, layout);
    paint_legend(canvas, scene, simulation, layout, width);
    return std::move(canvas).finish();
}

}  // namespace tidemark
