#include "tests/sim/scene/scene_text.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace testing_scenes;

std::string told(const std::string& scenario, const std::string& mode, const std::string& until) {
    Pictured pictured{scenario};
    std::string text;
    for (const std::string& line : pictured.scenes->tell(pictured.mode(mode), instant(*pictured.scenario, until)))
        text += line + "\n";
    return text;
}

TEST(Telling, IsThePlaneInWords) { EXPECT_EQ(told("subway-2358", "stream", "00:40:00"), ""); }

TEST(Telling, TellsABatch) { EXPECT_EQ(told("subway-2358", "batch", "00:40:00"), ""); }

TEST(Telling, EndsWhereItIsTold) {
    const std::string whole = told("subway-2358", "stream", "00:40:00"),
                      part = told("subway-2358", "stream", "00:03:00");
    EXPECT_EQ(whole.compare(0, part.size(), part), 0);
    EXPECT_NE(part.find("bo2 (23:58:40) late"), std::string::npos);
    EXPECT_EQ(part.find("dan1 (23:59:10)"), std::string::npos);
}

TEST(Telling, TellsCrashesAndWhatWasRestored) {
    const std::string text = told("crash-at-12-07-37", "saved", "12:40:00");
    EXPECT_NE(text.find("12:07:37.4 window crashes\n"), std::string::npos) << text;
    EXPECT_NE(text.find("restored from checkpoint"), std::string::npos) << text;
}

}  // namespace
}  // namespace tidemark
