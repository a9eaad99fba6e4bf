#include "sim/scene/svg.h"

#include "tests/sim/scene/scene_text.h"

#include <gtest/gtest.h>

#include <cstddef>

namespace tidemark {
namespace {

using namespace testing_scenes;

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

// Every element is closed in the order in which it was opened. Enough of XML for what is written here.
bool is_well_formed(const std::string& text) {
    std::vector<std::string> open;
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos;) {
        const std::size_t end = text.find('>', at);
        if (end == std::string::npos) return false;
        const std::string tag = text.substr(at + 1, end - at - 1);
        at = end;
        if (tag.back() == '/') continue;
        const std::string name =
            tag.substr(tag.front() == '/' ? 1 : 0, tag.find_first_of(" ", 1) - (tag.front() == '/' ? 1 : 0));
        if (tag.front() != '/') {
            open.push_back(name);
        } else {
            if (open.empty() || open.back() != name) return false;
            open.pop_back();
        }
    }
    return open.empty();
}

class Svg : public testing::Test {
protected:
    std::string painted(const std::string& mode, const std::string& now, const SvgOptions& options = {}) {
        View view = pictured_.view(mode, now);
        fit_to_svg(view, options);
        return paint_svg(pictured_.scenes->at(view), pictured_.simulation, options);
    }
    Pictured pictured_{"subway-2358"};
};

TEST_F(Svg, ShowsEveryEventOnce) {
    const std::string picture = painted("stream", "00:40:00");
    EXPECT_TRUE(is_well_formed(picture));
    EXPECT_EQ(count_of(picture, "class=\"event_on_time\""), 40U + 1) << "and once in the legend";
    EXPECT_EQ(count_of(picture, "class=\"event_late\""), 2U + 1);
    EXPECT_EQ(count_of(picture, "class=\"event_side_output\""), 1U + 1);
    EXPECT_EQ(count_of(picture, ">12 after 2 late firings (truth 13, error \u22121)<"), 1U);
}

TEST_F(Svg, NumbersAreFinite) {
    for (const char* mode : {"naive", "stream", "micro", "batch"})
        for (const char* now : {"23:50:00", "23:59:40", "00:06:00", "00:40:00"}) {
            const std::string picture = painted(mode, now);
            EXPECT_TRUE(is_well_formed(picture)) << mode << " " << now;
            EXPECT_EQ(picture.find("nan"), std::string::npos) << mode << " " << now;
            EXPECT_EQ(picture.find("\"inf"), std::string::npos) << mode << " " << now;
        }
}

TEST_F(Svg, IsAsWideAsAskedFor) {
    EXPECT_NE(
        painted("stream", "00:06:00", {800, false}).find("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\""),
        std::string::npos);
}

TEST_F(Svg, HasAPaletteForPaper) {
    EXPECT_NE(painted("stream", "00:06:00", {1200, true}).find("#386AFD"), std::string::npos);
    EXPECT_EQ(painted("stream", "00:06:00", {1200, true}).find("#6FD6FD"), std::string::npos);
}

TEST_F(Svg, AWorldWithoutEventsIsAnEmptyPlane) {
    Scenario scenario = *pictured_.scenario;
    scenario.sources.clear();
    const Simulation simulation = run(scenario, Seed{1});
    Scenes scenes{simulation};
    for (std::size_t mode = 0; mode < simulation.modes.size(); ++mode) {
        const Scene scene = scenes.at(scenes.whole(mode));
        EXPECT_TRUE(is_well_formed(paint_svg(scene, simulation, {})));
    }
}

}  // namespace
}  // namespace tidemark
