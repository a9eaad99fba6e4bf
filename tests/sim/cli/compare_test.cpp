#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tidemark {
namespace {

using namespace testing_cli;

class Compare : public testing::Test {
protected:
    Ended compare(const std::string& words) const {
        return call({.words = "compare small.yaml " + words, .folder = folder.path()});
    }
    void SetUp() override { folder.write("small.yaml", small_scenario); }
    TemporaryFolder folder;
};

TEST_F(Compare, IsOneTableAndASentence) {
    const Ended ended = compare("");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_TRUE(ended.out.starts_with("small · seed 0 · the same 5 events for everyone\n\n")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "\nstream ")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "\nmicro ")) << ended.out;
    EXPECT_TRUE(contains(ended.out, " stays wrong about 12:00 (-1)")) << ended.out;
}

TEST_F(Compare, CanLeaveModesOutAndChooseColumns) {
    EXPECT_FALSE(contains(compare("--modes stream").out, "micro"));
    EXPECT_EQ(compare("--modes stream,micro --metric events_read --format csv").out.substr(0, 17),
              "mode,events_read\n");
    EXPECT_EQ(compare("--modes strem").code, 2);
    const Ended ended = compare("--metric evnts_read");
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.err, "did you mean 'events_read'?")) << ended.err;
}

// All modes answer for the same windows, but for too few to speak of a median.
TEST_F(Compare, ShowsTheColumnsThatSaySomething) {
    const Ended ended = compare("");
    EXPECT_TRUE(contains(ended.out, "counted")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "80%")) << ended.out;
    EXPECT_FALSE(contains(ended.out, "median")) << ended.out;
    EXPECT_TRUE(contains(compare("--metric median_wait").out, "median wait"));
}

TEST_F(Compare, SpeaksMarkdownCsvAndJson) {
    EXPECT_TRUE(compare("--format markdown").out.starts_with("| mode | first answer |"));
    EXPECT_TRUE(
        compare("--format csv")
            .out.starts_with(
                "mode,median_wait_us,first_answer_us,final_answer_us,wrong_windows,late_lost,counted,events_read,"
                "moving_parts\nstream,"));
    const nlohmann::json result = nlohmann::json::parse(compare("--json").out);
    EXPECT_EQ(result["format"], "tidemark.comparison/1");
    EXPECT_EQ(result["modes"][0]["metrics"]["windows"], 3);
    EXPECT_FALSE(result["sentences"].empty());
}

}  // namespace
}  // namespace tidemark
