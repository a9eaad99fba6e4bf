#include "gui/brush.h"

#include <algorithm>
#include <cmath>

namespace tidemark::gui {

void Brush::line(ImVec2 a, ImVec2 b, ImU32 colour, float thickness) const {
    list.AddLine(a, b, colour, std::max(1.0F, thickness * scale));
}

void Brush::dashed(ImVec2 a, ImVec2 b, ImU32 colour, float thickness, const float dash[4]) const {
    if (dash[0] <= 0) {
        line(a, b, colour, thickness);
        return;
    }
    // Only what can be seen: a line may begin far outside.
    const ImVec2 low = list.GetClipRectMin(), high = list.GetClipRectMax();
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    if (length <= 0) return;
    const ImVec2 step((b.x - a.x) / length, (b.y - a.y) / length);
    float from = 0, until = length;
    const auto cut = [&](float start, float direction, float lowest, float highest) {
        if (std::abs(direction) < 1e-4F) return;
        const float t0 = (lowest - start) / direction, t1 = (highest - start) / direction;
        from = std::max(from, std::min(t0, t1));
        until = std::min(until, std::max(t0, t1));
    };
    cut(a.x, step.x, low.x, high.x);
    cut(a.y, step.y, low.y, high.y);
    const float period = (dash[0] + dash[1] + dash[2] + dash[3]) * scale;
    for (float at = std::floor(from / period) * period; at < until; at += period) {
        float place = at;
        for (int part = 0; part < 4; part += 2) {
            const float begin = std::max(from, place), end = std::min(until, place + dash[part] * scale);
            if (begin < end)
                line(ImVec2(a.x + step.x * begin, a.y + step.y * begin), ImVec2(a.x + step.x * end, a.y + step.y * end),
                     colour, thickness);
            place += (dash[part] + dash[part + 1]) * scale;
        }
    }
}

void Brush::fill(ImVec2 low, ImVec2 high, ImU32 colour) const {
    if (high.x > low.x && high.y > low.y) list.AddRectFilled(low, high, colour);
}

void Brush::hatch(ImVec2 low, ImVec2 high, ImU32 colour, float spacing) const {
    const ImVec2 clip_low = list.GetClipRectMin(), clip_high = list.GetClipRectMax();
    low = ImVec2(std::max(low.x, clip_low.x), std::max(low.y, clip_low.y));
    high = ImVec2(std::min(high.x, clip_high.x), std::min(high.y, clip_high.y));
    if (high.x - low.x < 2 || high.y - low.y < 2) return;
    const float gap = spacing * scale, width = high.x - low.x, height = high.y - low.y;
    // Phases agree between neighbours: the lines of two windows meet.
    const float offset = std::fmod(low.x + high.y, gap);
    for (float c = gap - offset; c < width + height; c += gap) {
        const float x0 = std::max(0.0F, c - height), x1 = std::min(width, c);
        list.AddLine(ImVec2(low.x + x0, high.y - (c - x0)), ImVec2(low.x + x1, high.y - (c - x1)), colour, 1.0F);
    }
}

void Brush::text(ImVec2 at, ImU32 colour, std::string_view words, ImFont* font) const {
    if (font == nullptr) font = fonts.label;
    list.AddText(font, font->FontSize, ImVec2(std::round(at.x), std::round(at.y)), colour, words.data(),
                 words.data() + words.size());
}

ImVec2 Brush::size(std::string_view words, ImFont* font) const {
    if (font == nullptr) font = fonts.label;
    return font->CalcTextSizeA(font->FontSize, 1e9F, 0, words.data(), words.data() + words.size());
}

Rect Brush::badge_rect(ImVec2 at, std::string_view words) const {
    const ImVec2 extent = size(words);
    return {at.x, at.y, std::ceil(extent.x) + 10 * scale, std::ceil(extent.y) + 6 * scale};
}

Rect Brush::badge(ImVec2 at, std::string_view words, ImU32 rule) const {
    const Rect rect = badge_rect(at, words);
    list.AddRectFilled(ImVec2(rect.x, rect.y), ImVec2(rect.right(), rect.bottom()), with_alpha(theme.plot, 0.94F),
                       4 * scale);
    list.AddRect(ImVec2(rect.x, rect.y), ImVec2(rect.right(), rect.bottom()), rule, 4 * scale, 0,
                 std::max(1.0F, 1.5F * scale));
    text(ImVec2(rect.x + 5 * scale, rect.y + 3 * scale), theme.text, words);
    return rect;
}

void Brush::circle(ImVec2 at, float radius, ImU32 colour, bool filled) const {
    const int sides = radius * scale < 4 ? 10 : 16;
    if (filled) list.AddCircleFilled(at, radius * scale, colour, sides);
    else list.AddCircle(at, radius * scale, colour, sides, 1.6F * scale);
}

void Brush::diamond(ImVec2 at, float radius, ImU32 colour) const {
    const float r = radius * 1.25F * scale;
    list.AddQuadFilled(ImVec2(at.x, at.y - r), ImVec2(at.x + r, at.y), ImVec2(at.x, at.y + r), ImVec2(at.x - r, at.y),
                       colour);
}

void Brush::cross(ImVec2 at, float radius, ImU32 colour) const {
    const float r = radius * scale;
    list.AddLine(ImVec2(at.x - r, at.y - r), ImVec2(at.x + r, at.y + r), colour, 2.4F * scale);
    list.AddLine(ImVec2(at.x - r, at.y + r), ImVec2(at.x + r, at.y - r), colour, 2.4F * scale);
}

void Brush::square(ImVec2 at, float radius, ImU32 colour) const {
    const float r = radius * scale;
    list.AddRect(ImVec2(at.x - r, at.y - r), ImVec2(at.x + r, at.y + r), colour, 0, 0, 1.8F * scale);
}

void Brush::double_ring(ImVec2 at, float radius, ImU32 colour) const {
    list.AddCircle(at, radius * 1.25F * scale, colour, 16, 1.6F * scale);
    list.AddCircle(at, radius * 0.55F * scale, colour, 10, 1.6F * scale);
}

void Brush::zigzag(ImVec2 from, ImVec2 to, ImU32 colour) const {
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    const float step = 3 * scale, height = 3 * scale;
    const int parts = std::clamp(static_cast<int>(length / step), 2, 200);
    const ImVec2 along((to.x - from.x) / static_cast<float>(parts), (to.y - from.y) / static_cast<float>(parts));
    const ImVec2 across =
        length > 0 ? ImVec2(-(to.y - from.y) / length * height, (to.x - from.x) / length * height) : ImVec2(0, height);
    for (int i = 0; i <= parts; ++i) {
        const float side = i % 2 == 0 ? 1.0F : -1.0F, n = static_cast<float>(i);
        list.PathLineTo(ImVec2(from.x + along.x * n + across.x * side, from.y + along.y * n + across.y * side));
    }
    list.PathStroke(colour, 0, 1.6F * scale);
}

bool Labels::place(const std::vector<ImVec2>& places, ImVec2 size, ImVec2& found) {
    for (const ImVec2 at : places) {
        const Rect rect{at.x, at.y, size.x, size.y};
        const bool within = rect.x >= inside_.x && rect.y >= inside_.y && rect.right() <= inside_.right() &&
                            rect.bottom() <= inside_.bottom();
        if (!within ||
            std::any_of(taken_.begin(), taken_.end(), [&](const Rect& other) { return rect.overlaps(other); }))
            continue;
        taken_.push_back(rect);
        found = at;
        return true;
    }
    return false;
}

}  // namespace tidemark::gui
