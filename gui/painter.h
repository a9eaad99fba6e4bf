#pragma once

#include "gui/brush.h"
#include "gui/projection.h"
#include "sim/scene/scene.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tidemark::gui {

struct PaintOptions {
    std::string selection;
    std::string highlighted;   // "watermark": a kind of mark that a lesson points at
    bool ghost{false};         // thin and pale: the run before
    Rect reading{};            // of a lane: its value at now stands here
    std::optional<float> now;  // where the line of now stands, along the screen: texts keep off it, where they can
};

// Draws the marks of a plane, in their order; texts last, where there is room. The list's clip rectangle is the plot.
void paint_plane(const Brush& brush, const Projection& projection, const std::vector<Mark>& marks,
                 const PaintOptions& options);

// Draws a lane's marks between `processing` to the right and 0..top upwards.
void paint_lane(const Brush& brush, const Axis& processing, const Rect& row, const Lane& lane,
                const PaintOptions& options);

// Draws the curves of the modes; `look` says how each is drawn, none: not at all.
using LookOfMode = std::function<std::optional<ModeLook>(std::size_t mode)>;
void paint_errors(const Brush& brush, const Axis& processing, const Axis& error, const std::vector<Mark>& marks,
                  const LookOfMode& look, bool ghost);

// The shape that stands for a kind of mark in the legend.
void paint_sample(const Brush& brush, Rect where, MarkKind kind);

// The mark that is meant by pointing there: the nearest within 8 pixels, points before lines before areas; only those
// that have something to say.
std::optional<std::size_t> mark_at(const Projection& projection, const std::vector<Mark>& marks, ImVec2 pointer,
                                   float scale);

}  // namespace tidemark::gui
