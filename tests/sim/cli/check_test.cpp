#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tidemark {
namespace {

using namespace testing_cli;

const char* const two_mistakes = R"(tidemark: 1
id: bad
clock: {day0: 2024-04-10, from: "12:00:00", until: "12:10:00"}
source:
  - user: ann
    events: [{id: a, att: "12:00:10"}]
job: {window: {kind: tumbling, size: 1min}, aggregate: count}
modes:
  stream: {kind: stream}
)";

class Check : public testing::Test {
protected:
    Ended check(const std::string& words) const { return call({.words = "check " + words, .folder = folder.path()}); }
    void SetUp() override {
        folder.write("good.yaml", small_scenario);
        folder.write("bad.yaml", two_mistakes);
    }
    TemporaryFolder folder;
};

TEST_F(Check, AGoodFileHasNoMistakes) {
    const Ended ended = check("good.yaml");
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.out, "1 file, no mistakes\n");
}

TEST_F(Check, AllMistakesAreShownAndCounted) {
    const Ended ended = check("bad.yaml good.yaml");
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.out, "bad.yaml:6:")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "bad.yaml:7:")) << ended.out;
    EXPECT_TRUE(contains(ended.out, " in 1 of 2 files\n")) << ended.out;
}

TEST_F(Check, FoldersAreSearched) { EXPECT_EQ(check(".").code, 2); }

TEST_F(Check, MachinesGetJson) {
    const Ended ended = check("--json bad.yaml");
    EXPECT_EQ(ended.code, 2);
    const nlohmann::json result = nlohmann::json::parse(ended.out);
    EXPECT_EQ(result["format"], "tidemark.check/1");
    ASSERT_GE(result["mistakes"].size(), 2U);
    EXPECT_EQ(result["mistakes"][0]["file"], "bad.yaml");
    EXPECT_EQ(result["mistakes"][0]["line"], 6);
}

TEST_F(Check, GitHubGetsAnnotations) {
    const Ended ended = check("--format github bad.yaml");
    EXPECT_TRUE(ended.out.starts_with("::error file=bad.yaml,line=6,col=")) << ended.out;
}

TEST_F(Check, ResolvedIsAScenarioWithTheSameRun) {
    const Ended ended = check("--resolved good.yaml");
    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(contains(ended.out, "allowed_lateness")) << ended.out;
    folder.write("resolved.yaml", ended.out);
    EXPECT_EQ(check("--resolved resolved.yaml").out, ended.out);
}

TEST_F(Check, AFileThatIsNotThereIsAMistake) {
    const Ended ended = check("nowhere.yaml");
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.err, "there is no file nowhere.yaml")) << ended.err;
}

TEST_F(Check, ALessonsAnswerMustBeAmongItsChoices) {
    const std::string lesson = R"(lesson:
  number: 1
  steps:
    - ask: How many clicks does the stream count?
      choices: [CHOICES]
      answer: {of: stream.final, window: "12:00:00"}
      explain: It is so.
)";
    const auto with = [&](const std::string& choices) {
        std::string text = lesson;
        text.replace(text.find("CHOICES"), 7, choices);
        folder.write("lesson.yaml", std::string(small_scenario) + text);
        return check("lesson.yaml");
    };
    EXPECT_EQ(with("1, 2, 3").code, 0) << with("1, 2, 3").out;
    const Ended ended = with("7, 8, 9");
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.out, "the run answers 2, which is none of the choices")) << ended.out;
}

}  // namespace
}  // namespace tidemark
