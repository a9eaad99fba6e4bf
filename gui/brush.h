#pragma once

#include "gui/fonts.h"
#include "gui/layout.h"
#include "gui/theme.h"

#include <imgui.h>

#include <string>
#include <string_view>
#include <vector>

namespace tidemark::gui {

// The strokes that pictures are made of, on one of ImGui's draw lists.
struct Brush {
    ImDrawList& list;
    const Theme& theme;
    const Fonts& fonts;
    float scale{1};

    void line(ImVec2 a, ImVec2 b, ImU32 colour, float thickness) const;
    // `dash`: drawn, left out, drawn, left out; in pixels at scale 1. All zero: solid.
    void dashed(ImVec2 a, ImVec2 b, ImU32 colour, float thickness, const float dash[4]) const;
    void fill(ImVec2 low, ImVec2 high, ImU32 colour) const;
    // Diagonal lines inside a rectangle: what a pattern says survives print.
    void hatch(ImVec2 low, ImVec2 high, ImU32 colour, float spacing) const;
    void text(ImVec2 at, ImU32 colour, std::string_view words, ImFont* font = nullptr) const;
    ImVec2 size(std::string_view words, ImFont* font = nullptr) const;
    // A text in a box with a coloured rule; returns what it covers.
    Rect badge(ImVec2 at, std::string_view words, ImU32 rule) const;
    Rect badge_rect(ImVec2 at, std::string_view words) const;
    // The shapes of fates: see the legend.
    void circle(ImVec2 at, float radius, ImU32 colour, bool filled) const;
    void diamond(ImVec2 at, float radius, ImU32 colour) const;
    void cross(ImVec2 at, float radius, ImU32 colour) const;
    void square(ImVec2 at, float radius, ImU32 colour) const;
    void double_ring(ImVec2 at, float radius, ImU32 colour) const;
    void zigzag(ImVec2 from, ImVec2 to, ImU32 colour) const;
};

// Finds room for texts, first come first served: none lies over another.
class Labels {
public:
    explicit Labels(Rect inside) : inside_(inside) {}
    // Something that no text may cover.
    void keep_free(Rect rect) { taken_.push_back(rect); }
    // The first of these places that is free and inside; then it is taken. False: there is no room.
    bool place(const std::vector<ImVec2>& places, ImVec2 size, ImVec2& found);

private:
    Rect inside_;
    std::vector<Rect> taken_;
};

}  // namespace tidemark::gui
