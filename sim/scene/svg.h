#pragma once

#include "sim/scene/scene.h"

#include <cstdint>
#include <string>

namespace tidemark {

struct SvgOptions {
    std::uint32_t width{1200};  // pixels, from 480 on
    bool light{false};          // for paper
};

// The view's columns and rows as wide and high as the plane will be in such a picture.
void fit_to_svg(View& view, const SvgOptions& options);

// A scene as a file of its own: the plane, its lanes, the error chart and the legend. What can be pointed at says its
// sentence there. The same bytes for the same scene, everywhere.
std::string paint_svg(const Scene& scene, const Simulation& simulation, const SvgOptions& options);

}  // namespace tidemark
