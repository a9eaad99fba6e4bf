#pragma once

#include <array>
#include <cstdint>

// The colours of every picture, 0xRRGGBB. They were searched for: within each set, any two differ for normal eyes and for
// each kind of colour blindness, and all can be read on their ground. A test measures that; nobody changes one by taste.
namespace tidemark {

using Rgb = std::uint32_t;

struct StatusColours {
    Rgb on_time;    // circle
    Rgb late;       // diamond
    Rgb wrong;      // X, square: dropped, lost, broken. Reserved for what is wrong
    Rgb duplicate;  // double ring
    constexpr std::array<Rgb, 4> all() const { return {on_time, late, wrong, duplicate}; }
};

struct ArchitectureColours {
    Rgb batch, micro_batch, stream, lambda, kappa;
    constexpr std::array<Rgb, 5> all() const { return {batch, micro_batch, stream, lambda, kappa}; }
};

struct Palette {
    Rgb window, panel, plot, grid;  // grounds
    Rgb text, dim;                  // words
    Rgb line;                       // watermark, truth, now
    StatusColours status;
    ArchitectureColours architecture;
};

inline constexpr Palette dark_palette{0x14181F,
                                      0x1B2029,
                                      0x10141A,
                                      0x2A313C,
                                      0xE8ECF2,
                                      0x9AA4B2,
                                      0xFFFFFF,
                                      {0x6FD6FD, 0xFAD831, 0xDD6114, 0x946DFF},
                                      {0xE8AD15, 0xA4718B, 0x2D98FE, 0xF9FE93, 0x32E7F8}};

inline constexpr Palette light_palette{0xF2F4F7,
                                       0xFFFFFF,
                                       0xFFFFFF,
                                       0xDCE1E8,
                                       0x1A2029,
                                       0x565F6D,
                                       0x10141A,
                                       {0x386AFD, 0x9A6E38, 0x7B0E2C, 0x3E12A0},
                                       {0x723D02, 0x3A2343, 0x383E98, 0x8A7509, 0x01838E}};

}  // namespace tidemark
