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

TEST(Telling, IsThePlaneInWords) {
    EXPECT_EQ(
        told("subway-2358", "stream", "00:40:00"),
        "23:50:31 8 events on time, until 23:57:31 (w00 to w07)\n"
        "23:57:50 bo goes offline: in the subway\n"
        "23:58:31 w08 (23:58:30) on time\n"
        "23:59:00 dan goes offline: in flight mode\n"
        "23:59:31 2 events on time, until D+1 00:00:31 (w09 to w10)\n"
        "D+1 00:00:31 window 23:00 fires on time\n"
        "D+1 00:00:31 readers see 23:00: 10 (truth 13, error −3)\n"
        "D+1 00:01:31 2 events on time, until D+1 00:02:31 (w11 to w12)\n"
        "D+1 00:03:00 bo is online again\n"
        "D+1 00:03:00 bo1 (23:58:00) late: window 23:00 closed, watermark 2 min past its end; accepted, count 11\n"
        "D+1 00:03:00 bo2 (23:58:40) late: window 23:00 closed, watermark 2 min past its end; accepted, count 12\n"
        "D+1 00:03:00 window 23:00 fires late\n"
        "D+1 00:03:00 readers see 23:00: 12 (truth 13, error −1)\n"
        "D+1 00:03:31 17 events on time, until D+1 00:19:31 (w13 to w29)\n"
        "D+1 00:20:30 dan is online again\n"
        "D+1 00:20:30 dan1 (23:59:10) too late: window 23:00 closed, watermark 19 min past its end; to the side output\n"
        "D+1 00:20:31 10 events on time, until D+1 00:29:31 (w30 to w39)\n"
        "D+1 00:40:00 window 00:00 fires on time\n"
        "D+1 00:40:00 readers see 00:00: 30\n");
}

TEST(Telling, TellsABatch) {
    EXPECT_EQ(told("subway-2358", "batch", "00:40:00"),
              "23:57:50 bo goes offline: in the subway\n"
              "23:59:00 dan goes offline: in flight mode\n"
              "D+1 00:03:00 bo is online again\n"
              "D+1 00:20:30 dan is online again\n"
              "D+1 00:30:00 run 1 starts over 23:00–00:00\n"
              "D+1 00:30:00 run 1 reads 13 events\n"
              "D+1 00:32:00 13 events counted (w00 to w09)\n"
              "D+1 00:32:00 readers see 23:00: 13 (right)\n"
              "D+1 00:32:00 run 1 succeeds\n");
}

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
