#pragma once

#include "sim/scene/scene.h"
#include "sim/scene/svg.h"
#include "sim/scene/svg_canvas.h"

// The parts of an SVG picture; `svg.h` is the door.
namespace tidemark {

// Where the parts lie. Plane, lanes and chart share their left and right edge, or the line of now would break.
struct SvgLayout {
    Box plane;
    double lane_height{30}, lane_gap{4};
    double lanes_top{0};
    Box chart;
    double legend_top{0};
    double height{0};
};
SvgLayout layout_of(const Scene& scene, const SvgOptions& options);

// From data to pixels.
class SvgScale {
public:
    SvgScale(const View& view, const Box& plane)
        : from_(static_cast<double>(view.seen.from.time_since_epoch().count())),
          until_(static_cast<double>(view.seen.until.time_since_epoch().count())),
          bottom_(static_cast<double>(view.happened.from.time_since_epoch().count())),
          top_(static_cast<double>(view.happened.until.time_since_epoch().count())),
          plane_(plane) {}
    double x(std::int64_t at) const {
        return plane_.x + (static_cast<double>(at) - from_) / (until_ - from_) * plane_.width;
    }
    double y(std::int64_t at) const {
        return plane_.bottom() - (static_cast<double>(at) - bottom_) / (top_ - bottom_) * plane_.height;
    }

private:
    double from_, until_, bottom_, top_;
    Box plane_;
};

Rgb architecture_colour(const Palette& palette, const Simulation& simulation, std::size_t mode);
// The stroke of a mode's curve: its architecture's colour and dash; the mode in view is drawn thick.
std::string curve_attributes(const Palette& palette, const Simulation& simulation, std::size_t mode, bool in_view);

void paint_plane(SvgCanvas& canvas, const Scene& scene, const Simulation& simulation, const SvgLayout& layout);
void paint_lanes(SvgCanvas& canvas, const Scene& scene, const SvgLayout& layout);
void paint_errors(SvgCanvas& canvas, const Scene& scene, const Simulation& simulation, const SvgLayout& layout);
void paint_legend(SvgCanvas& canvas, const Scene& scene, const Simulation& simulation, const SvgLayout& layout,
                  double width);
// The shape that stands for an event of this kind.
void paint_event(SvgCanvas& canvas, MarkKind kind, double x, double y, double size, std::string_view title);

}  // namespace tidemark
