#include "sim/campaign/grid.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

std::string mistake(std::string_view seeds) {
    const auto parsed = parse_seeds(seeds);
    const auto* problem = std::get_if<std::string>(&parsed);
    return problem != nullptr ? *problem : "";
}
std::string axis_mistake(std::string_view text) {
    const auto parsed = parse_axis(text);
    const auto* problem = std::get_if<std::string>(&parsed);
    return problem != nullptr ? *problem : "";
}

TEST(SeedRange, EndsBeforeItsEnd) {
    const auto range = std::get<SeedRange>(parse_seeds("3..10"));
    EXPECT_EQ(range.from, 3u);
    EXPECT_EQ(range.count(), 7u);
    EXPECT_EQ(std::get<SeedRange>(parse_seeds("7")).count(), 1u);
}

TEST(SeedRange, SaysWhatIsWrongWithIt) {
    EXPECT_EQ(mistake("10..3"),
              "--seeds 10..3 holds no seed: A..B goes from A up to, but without, B; did you mean 3..10?");
    EXPECT_EQ(mistake("5..5"),
              "--seeds 5..5 holds no seed: A..B goes from A up to, but without, B; did you mean 5..6?");
    for (const char* text : {"", "..", "1..", "..9", "a..b", "1...5", "-1..4", "1.5", "99999999999999999999..1"})
        EXPECT_EQ(mistake(text), "--seeds must be a range such as 0..1000, not '" + std::string(text) + "'");
}

TEST(Grid, KeepsCommasThatBelongToAValue) {
    const auto axis = std::get<GridAxis>(parse_axis("a.b={kind: x, of: [1, 2]},'p,q',plain"));
    EXPECT_EQ(axis.key, "a.b");
    EXPECT_EQ(axis.values, (std::vector<std::string>{"{kind: x, of: [1, 2]}", "'p,q'", "plain"}));
}

TEST(Grid, GoesThroughAllCombinationsTheLastFastest) {
    const auto points = grid_points({{"a", {"1", "2"}}, {"b", {"x", "y", "z"}}});
    ASSERT_EQ(points.size(), 6u);
    std::string all;
    for (const GridPoint& point : points)
        all += point[0].path + point[0].value + point[1].path + point[1].value + " ";
    EXPECT_EQ(all, "a1bx a1by a1bz a2bx a2by a2bz ");
    ASSERT_EQ(grid_points({}).size(), 1u);
    EXPECT_TRUE(grid_points({}).front().empty()) << "no axes: the scenario as it is";
}

TEST(Grid, CountsWithoutMakingThem) {
    const GridAxis thousand{"a", std::vector<std::string>(1000, "v")};
    EXPECT_EQ(count_points({thousand, thousand}, 10'000'000), 1'000'000u);
    EXPECT_EQ(count_points({thousand, thousand, thousand, thousand, thousand, thousand, thousand}, 500), 500u);
}

TEST(Grid, SaysWhatIsWrongWithAnAxis) {
    EXPECT_EQ(axis_mistake("a.b"), "--grid a.b is not KEY=VALUE,VALUE");
    EXPECT_EQ(axis_mistake("=1"), "--grid =1 is not KEY=VALUE,VALUE");
    EXPECT_EQ(axis_mistake("a=1,,2"), "--grid a=1,,2 has an empty value");
    EXPECT_EQ(axis_mistake("a=1,2,1"), "--grid a=1,2,1 has '1' twice");
    EXPECT_EQ(axis_mistake("seed=1,2"), "--grid cannot go through seeds: --seeds A..B does");
}

}  // namespace
}  // namespace tidemark
