#include "sim/scene/palette.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

// Measures the colours, so that nobody improves one by taste. OKLab by Ottosson; what colour-blind people see by Machado,
// Oliveira and Fernandes 2009, at full severity.
namespace tidemark {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

Vector times(const Matrix& m, const Vector& v) {
    Vector result{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t k = 0; k < 3; ++k)
            result[i] += m[i][k] * v[k];
    return result;
}

double to_linear(double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); }

Vector linear(Rgb colour) {
    return {to_linear((colour >> 16U & 255U) / 255.0), to_linear((colour >> 8U & 255U) / 255.0),
            to_linear((colour & 255U) / 255.0)};
}

Vector oklab(const Vector& rgb) {
    const Matrix to_lms{{{0.4122214708, 0.5363325363, 0.0514459929},
                         {0.2119034982, 0.6806995451, 0.1073969566},
                         {0.0883024619, 0.2817188376, 0.6299787005}}};
    const Matrix to_lab{{{0.2104542553, 0.7936177850, -0.0040720468},
                         {1.9779984951, -2.4285922050, 0.4505937099},
                         {0.0259040371, 0.7827717662, -0.8086757660}}};
    Vector lms = times(to_lms, rgb);
    for (double& c : lms)
        c = std::cbrt(std::max(c, 0.0));
    return times(to_lab, lms);
}

struct Eye {
    const char* name;
    Matrix sees;
};
const std::array<Eye, 4>& eyes() {
    static const std::array<Eye, 4> all{
        {{"normal", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
         {"protan",
          {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
         {"deutan",
          {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
         {"tritan",
          {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}}}};
    return all;
}

double difference(Rgb a, Rgb b, const Eye& eye) {
    const auto seen = [&](Rgb colour) {
        Vector rgb = times(eye.sees, linear(colour));
        for (double& c : rgb)
            c = std::min(1.0, std::max(0.0, c));
        return oklab(rgb);
    };
    const Vector x = seen(a), y = seen(b);
    return 100 * std::hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

double luminance(Rgb colour) {
    const Vector rgb = linear(colour);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}
double contrast(Rgb a, Rgb b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

constexpr double least_difference = 14, least_contrast = 4.5;

template <std::size_t N>
void expect_apart(const std::array<Rgb, N>& colours, const char* what) {
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t k = i + 1; k < N; ++k)
            for (const Eye& eye : eyes())
                EXPECT_GE(difference(colours[i], colours[k], eye), least_difference)
                    << fmt::format("{}: #{:06X} and #{:06X} to {} eyes", what, colours[i], colours[k], eye.name);
}

TEST(Palette, SetsCanBeToldApartByAllEyes) {
    for (const auto& [palette, ground] : {std::pair{dark_palette, "dark"}, std::pair{light_palette, "light"}}) {
        expect_apart(palette.status.all(), ground);
        expect_apart(palette.architecture.all(), ground);
    }
}

TEST(Palette, EverythingCanBeReadOnItsGround) {
    for (const Palette& palette : {dark_palette, light_palette}) {
        for (const Rgb ground : {palette.panel, palette.plot, palette.window})
            for (const Rgb colour : {palette.text, palette.dim})
                EXPECT_GE(contrast(colour, ground), least_contrast)
                    << fmt::format("#{:06X} on #{:06X}", colour, ground);
        EXPECT_GE(contrast(palette.line, palette.plot), least_contrast);
        for (const Rgb colour : palette.status.all()) {
            EXPECT_GE(contrast(colour, palette.plot), least_contrast) << fmt::format("#{:06X}", colour);
            EXPECT_GE(contrast(colour, palette.panel), least_contrast) << fmt::format("#{:06X}", colour);
        }
        for (const Rgb colour : palette.architecture.all())
            EXPECT_GE(contrast(colour, palette.plot), least_contrast) << fmt::format("#{:06X}", colour);
    }
}

TEST(Palette, NoArchitectureLooksLikeSomethingWrong) {
    for (const Rgb colour : dark_palette.architecture.all())
        EXPECT_GE(difference(colour, dark_palette.status.wrong, eyes()[0]), least_difference)
            << fmt::format("#{:06X}", colour);
}

TEST(Palette, TheMeasureKnowsAColourBlindPair) {
    // Okabe and Ito's purple and green, on which a deutan eye stumbles.
    EXPECT_LT(difference(0xCC79A7, 0x009E73, eyes()[2]), least_difference);
    EXPECT_NEAR(contrast(0xFFFFFF, 0x000000), 21, 0.01);
}

}  // namespace
}  // namespace tidemark
