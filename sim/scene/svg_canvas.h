#pragma once

#include "sim/scene/palette.h"

#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// A rectangle of the picture, in pixels, y down.
struct Box {
    double x{0}, y{0}, width{0}, height{0};
    double right() const { return x + width; }
    double bottom() const { return y + height; }
    bool overlaps(const Box& other) const {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
};

// How something is drawn, as attributes: `fill="#..." stroke="#..."`.
struct Paint {
    std::string attributes;
};

// Writes SVG elements. Text is never written over text: who comes first, stays.
class SvgCanvas {
public:
    SvgCanvas(double width, double height, const Palette& palette);

    const Palette& palette() const { return palette_; }
    void rect(const Box& box, std::string_view attributes, std::string_view title = {});
    void line(double x0, double y0, double x1, double y1, std::string_view attributes, std::string_view title = {});
    void path(std::string_view d, std::string_view attributes, std::string_view title = {});
    void circle(double x, double y, double radius, std::string_view attributes, std::string_view title = {});
    void raw(std::string_view element) { body_ += element; }

    enum class Anchor { start, middle, end };
    void text(double x, double y, std::string_view words, Rgb colour, double size, Anchor anchor = Anchor::start,
              bool bold = false);
    // The same where there is room; whether there was. The room is taken from then on.
    bool label(double x, double y, std::string_view words, Rgb colour, double size, Anchor anchor, const Box& inside);
    void take(const Box& box) { taken_.push_back(box); }
    bool is_free(const Box& box) const;

    static double width_of(std::string_view words, double size);
    static std::string number(double value);
    static std::string colour(Rgb colour);
    static std::string escaped(std::string_view words);
    std::string finish() &&;

private:
    static Box box_of(double x, double y, std::string_view words, double size, Anchor anchor);

    double width_, height_;
    const Palette& palette_;
    std::string body_;
    std::vector<Box> taken_;
};

}  // namespace tidemark
