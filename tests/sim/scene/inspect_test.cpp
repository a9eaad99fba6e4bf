#include "sim/scene/words.h"
#include "tests/sim/scene/scene_text.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace testing_scenes;

class Inspecting : public testing::Test {
protected:
    std::string inspected(const std::string& mode, const std::string& now, const std::string& selection) {
        View view = pictured_.view(mode, now);
        view.selection = selection;
        const Inspection inspection = pictured_.scenes->inspect(view);
        std::string text = inspection.heading + "\n";
        for (const StoryLine& line : inspection.story.lines)
            text += (line.time.empty() ? "" : line.time + " ") + line.text + "\n";
        if (!inspection.story.what_if.empty()) text += "what if\n";
        return text;
    }
    Pictured pictured_{"subway-2358"};
};

TEST_F(Inspecting, AnEventUnderWayHasNoVerdict) {
    EXPECT_EQ(
        inspected("stream", "00:06:00", "event:dan1"),
        "EVENT dan1\n23:59:10 happened (event time)\nits device is offline since 23:59:00, in flight mode: kept there\n"
        "in flight: verdict unknown\n");
}

TEST_F(Inspecting, AtTheEndThereIsAReasonAndAWayOut) {
    const std::string text = inspected("stream", "00:40:00", "event:dan1");
    EXPECT_NE(text.find("too late: side output"), std::string::npos) << text;
    EXPECT_NE(text.find("what if"), std::string::npos) << text;
}

TEST_F(Inspecting, AnEventIsToldOnlyAsFarAsNow) {
    const std::string text = inspected("stream", "00:03:00", "event:bo1");
    EXPECT_NE(text.find("late, kept: the answer is corrected\n"), std::string::npos) << text;
    EXPECT_EQ(text.find("what if"), std::string::npos) << text;
    EXPECT_EQ(inspected("stream", "23:57:00", "event:bo1"), "EVENT bo1\nit has not happened yet\n");
}

TEST_F(Inspecting, AWindowThatIsNotOverHasNoTruth) {
    EXPECT_EQ(inspected("stream", "23:59:40", "window:23:00"),
              "WINDOW 23:00\nno answer yet: the watermark 23:58:59.999 has not reached D+1 00:00:00\n"
              "no answer yet; it lasts until D+1 00:00:00\n");
}

TEST_F(Inspecting, AWrongWindowNamesWhatIsMissingNow) {
    const std::string text = inspected("stream", "00:06:00", "window:23:00");
    EXPECT_NE(text.find("12, and the truth is 13\n"), std::string::npos) << text;
    EXPECT_NE(text.find("missing: dan1 (device): it is still on its device\n"), std::string::npos) << text;
}

TEST_F(Inspecting, NothingSelectedIsNothingTold) {
    EXPECT_EQ(inspected("stream", "00:06:00", ""), "\n");
    EXPECT_EQ(inspected("stream", "00:06:00", "event:nobody"), "\n");
    EXPECT_EQ(inspected("stream", "00:06:00", "window:17:00"), "\n");
}

TEST_F(Inspecting, StoriesOfAnInstantNameNoLaterOne) {
    for (const char* mode : {"naive", "stream", "micro", "batch"})
        for (const char* selection : {"event:bo1", "event:dan1", "event:w20", "window:23:00", "window:00:00"}) {
            View view = pictured_.view(mode, "00:06:00");
            view.selection = selection;
            for (const StoryLine& line : pictured_.scenes->inspect(view).story.lines)
                EXPECT_LE(line.time, "D+1 00:06:00") << mode << " " << selection << ": " << line.text;
        }
}

}  // namespace
}  // namespace tidemark
