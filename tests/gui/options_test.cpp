#include "gui/options.h"

#include <gtest/gtest.h>

namespace tidemark::gui {
namespace {

TEST(WindowOptions, AreReadAsTheyAreWritten) {
    const ReadOptions read = read_options({"a.yaml", "--at", "D+1 00:06:00", "--size=1280x800", "--light", "--scale",
                                           "1.5", "--set", "stream.allowed_lateness=0s", "--screenshot", "x.png"});
    ASSERT_EQ(read.mistake, "");
    EXPECT_EQ(read.options.file, "a.yaml");
    EXPECT_EQ(read.options.at, "D+1 00:06:00");
    EXPECT_EQ(read.options.width, 1280);
    EXPECT_EQ(read.options.height, 800);
    EXPECT_TRUE(read.options.light);
    EXPECT_DOUBLE_EQ(read.options.scale, 1.5);
    ASSERT_EQ(read.options.settings.size(), 1u);
    EXPECT_EQ(read.options.settings[0].path, "stream.allowed_lateness");
    EXPECT_EQ(read.options.screenshot, "x.png");
}

TEST(WindowOptions, AMistakeIsASentence) {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"--nonsense"},
                                                                                       {"a.yaml", "b.yaml"},
                                                                                       {"--at"},
                                                                                       {"--size", "big"},
                                                                                       {"--size", "10x10"},
                                                                                       {"--scale", "9"},
                                                                                       {"--scale", "1.25"},
                                                                                       {"--layout", "sideways"},
                                                                                       {"--light=yes"},
                                                                                       {"--set", "nothing"}}) {
        EXPECT_NE(read_options(words).mistake, "") << words.front();
    }
}

TEST(WindowOptions, TheUsageNamesEveryOption) {
    for (const char* flag :
         {"--at", "--mode", "--select", "--layout", "--set", "--size", "--scale", "--light", "--screenshot", "--bench",
          "--first"})
        EXPECT_NE(usage().find(flag), std::string::npos) << flag;
}

}  // namespace
}  // namespace tidemark::gui
