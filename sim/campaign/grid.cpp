#include "sim/campaign/grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace tidemark {
namespace {

std::optional<std::uint64_t> seed_in(std::string_view text) {
    std::uint64_t seed = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
    return seed;
}

// At the commas outside of brackets and quotes.
std::vector<std::string> split_values(std::string_view text) {
    std::vector<std::string> values(1);
    int depth = 0;
    char quote = 0;
    for (const char c : text) {
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[' || c == '{') {
            ++depth;
        } else if (c == ']' || c == '}') {
            --depth;
        } else if (c == ',' && depth == 0) {
            values.emplace_back();
            continue;
        }
        values.back() += c;
    }
    return values;
}

}  // namespace

std::variant<SeedRange, std::string> parse_seeds(std::string_view text) {
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) {
        const auto only = seed_in(text);
        if (only && *only < UINT64_MAX) return SeedRange{*only, *only + 1};
        return fmt::format("--seeds must be a range such as 0..1000, not '{}'", text);
    }
    const auto from = seed_in(text.substr(0, dots)), until = seed_in(text.substr(dots + 2));
    if (!from || !until) return fmt::format("--seeds must be a range such as 0..1000, not '{}'", text);
    if (*from < *until) return SeedRange{*from, *until};
    const std::string meant =
        *from == *until ? fmt::format("{}..{}", *from, *from + 1) : fmt::format("{}..{}", *until, *from);
    return fmt::format("--seeds {} holds no seed: A..B goes from A up to, but without, B; did you mean {}?", text,
                       meant);
}

std::variant<GridAxis, std::string> parse_axis(std::string_view text) {
    const auto setting = parse_setting(text);
    if (!setting) return fmt::format("--grid {} is not KEY=VALUE,VALUE", text);
    GridAxis axis{setting->path, split_values(setting->value)};
    if (axis.key == "seed") return "--grid cannot go through seeds: --seeds A..B does";
    for (std::size_t i = 0; i < axis.values.size(); ++i) {
        if (axis.values[i].empty()) return fmt::format("--grid {} has an empty value", text);
        if (std::find(axis.values.begin(), axis.values.begin() + static_cast<std::ptrdiff_t>(i), axis.values[i]) !=
            axis.values.begin() + static_cast<std::ptrdiff_t>(i))
            return fmt::format("--grid {} has '{}' twice", text, axis.values[i]);
    }
    return axis;
}

std::uint64_t count_points(const std::vector<GridAxis>& axes, std::uint64_t most) {
    std::uint64_t count = 1;
    for (const GridAxis& axis : axes) {
        if (count > most / axis.values.size()) return most;
        count *= axis.values.size();
    }
    return std::min(count, most);
}

std::vector<GridPoint> grid_points(const std::vector<GridAxis>& axes) {
    std::vector<GridPoint> points(1);
    for (const GridAxis& axis : axes) {
        std::vector<GridPoint> longer;
        for (const GridPoint& point : points) {
            for (const std::string& value : axis.values) {
                longer.push_back(point);
                longer.back().push_back({axis.key, value});
            }
        }
        points = std::move(longer);
    }
    return points;
}

}  // namespace tidemark
