#include "sim/scene/svg_canvas.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {

SvgCanvas::SvgCanvas(double width, double height, const Palette& palette)
    : width_(width), height_(height), palette_(palette) {}

std::string SvgCanvas::number(double value) {
    std::string text = fmt::format("{:.1f}", value);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text == "-0" ? "0" : text;
}

std::string SvgCanvas::colour(Rgb colour) { return fmt::format("#{:06X}", colour); }

std::string SvgCanvas::escaped(std::string_view words) {
    std::string text;
    for (const char c : words) {
        if (c == '&') text += "&amp;";
        else if (c == '<') text += "&lt;";
        else if (c == '>') text += "&gt;";
        else if (c == '"') text += "&quot;";
        else if (static_cast<unsigned char>(c) >= ' ' || c == '\t') text += c;  // XML has no control characters
    }
    return text;
}

namespace {

std::string closing(std::string_view element, std::string_view title) {
    if (title.empty()) return "/>\n";
    return fmt::format("><title>{}</title></{}>\n", SvgCanvas::escaped(title), element);
}

}  // namespace

void SvgCanvas::rect(const Box& box, std::string_view attributes, std::string_view title) {
    body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}", number(box.x), number(box.y),
                         number(std::max(box.width, 0.0)), number(std::max(box.height, 0.0)), attributes);
    body_ += closing("rect", title);
}

void SvgCanvas::line(double x0, double y0, double x1, double y1, std::string_view attributes, std::string_view title) {
    body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {}", number(x0), number(y0), number(x1),
                         number(y1), attributes);
    body_ += closing("line", title);
}

void SvgCanvas::path(std::string_view d, std::string_view attributes, std::string_view title) {
    body_ += fmt::format("<path d=\"{}\" {}", d, attributes);
    body_ += closing("path", title);
}

void SvgCanvas::circle(double x, double y, double radius, std::string_view attributes, std::string_view title) {
    body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {}", number(x), number(y), number(radius), attributes);
    body_ += closing("circle", title);
}

// About as wide as DejaVu Sans is: the picture cannot measure the reader's font.
double SvgCanvas::width_of(std::string_view words, double size) {
    double letters = 0;
    for (const char c : words) {
        if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;  // the rest of a character
        const bool narrow = c == 'i' || c == 'l' || c == 'j' || c == '.' || c == ',' || c == ':' || c == '|' ||
                            c == '(' || c == ')' || c == 't' || c == 'f' || c == ' ' || c == 'r';
        letters += narrow ? 0.37 : 0.63;
    }
    return letters * size;
}

Box SvgCanvas::box_of(double x, double y, std::string_view words, double size, Anchor anchor) {
    const double width = width_of(words, size);
    const double left = anchor == Anchor::start ? x : anchor == Anchor::end ? x - width : x - width / 2;
    return {left - 2, y - size * 0.9, width + 4, size * 1.12};
}

void SvgCanvas::text(double x, double y, std::string_view words, Rgb colour, double size, Anchor anchor, bool bold) {
    const std::string_view where = anchor == Anchor::start    ? ""
                                   : anchor == Anchor::middle ? " text-anchor=\"middle\""
                                                              : " text-anchor=\"end\"";
    body_ += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{}{}>{}</text>\n", number(x), number(y),
                         number(size), SvgCanvas::colour(colour), where, bold ? " font-weight=\"bold\"" : "",
                         escaped(words));
}

bool SvgCanvas::is_free(const Box& box) const {
    return std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) { return other.overlaps(box); });
}

bool SvgCanvas::label(double x, double y, std::string_view words, Rgb colour, double size, Anchor anchor,
                      const Box& inside) {
    const Box box = box_of(x, y, words, size, anchor);
    if (box.x < inside.x || box.right() > inside.right() || box.y < inside.y || box.bottom() > inside.bottom())
        return false;
    if (!is_free(box)) return false;
    take(box);
    // A rim in the ground's colour keeps it apart from lines behind it.
    body_ += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{}\" class=\"rim\">{}</text>\n",
                         number(x), number(y), number(size),
                         anchor == Anchor::start    ? "start"
                         : anchor == Anchor::middle ? "middle"
                                                    : "end",
                         escaped(words));
    text(x, y, words, colour, size, anchor);
    return true;
}

std::string SvgCanvas::finish() && {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
        "font-family=\"DejaVu Sans, Verdana, sans-serif\">\n"
        "<style>.rim{{fill:{2};stroke:{2};stroke-width:4;stroke-linejoin:round;opacity:.75}}</style>\n{3}</svg>\n",
        number(width_), number(height_), colour(palette_.plot), body_);
}

}  // namespace tidemark
