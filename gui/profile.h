#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tidemark::gui {

// What the last frames cost: for the eye of who works on the window, never for a run.
struct Profile {
    static constexpr std::size_t kept = 120;
    std::array<float, kept> milliseconds{};  // a ring
    std::uint64_t drawn{0};                  // frames since the start
    std::uint64_t not_drawn{0};              // times at which something woke the window and nothing had changed
    int vertices{0}, lists{0};               // of the last frame

    void note(float took, int with_vertices, int with_lists) {
        milliseconds[drawn % kept] = took;
        ++drawn;
        vertices = with_vertices;
        lists = with_lists;
    }
    std::size_t known() const { return drawn < kept ? static_cast<std::size_t>(drawn) : kept; }
};

}  // namespace tidemark::gui
