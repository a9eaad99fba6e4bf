#pragma once

#include "sim/scenario/load.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// What a sweep goes through: seeds, and every combination of settings.
namespace tidemark {

// From `from` up to, but without, `until`.
struct SeedRange {
    std::uint64_t from{0}, until{100};
    std::uint64_t count() const { return until - from; }
};
// "0..1000", or one seed, "7". A mistake is a sentence.
std::variant<SeedRange, std::string> parse_seeds(std::string_view text);

// One key and the values that it takes, as they were written.
struct GridAxis {
    std::string key;
    std::vector<std::string> values;
};
// "stream.allowed_lateness=0s,10m". Commas inside brackets and quotes belong to a value. A mistake is a sentence.
std::variant<GridAxis, std::string> parse_axis(std::string_view text);

// One combination: a setting of each axis, in their order. No axes make one point without settings.
using GridPoint = std::vector<Setting>;
// The last axis changes fastest.
std::vector<GridPoint> grid_points(const std::vector<GridAxis>& axes);
// How many there are; stops counting at `most`.
std::uint64_t count_points(const std::vector<GridAxis>& axes, std::uint64_t most);

}  // namespace tidemark
