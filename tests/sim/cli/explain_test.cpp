#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tidemark {
namespace {

using namespace testing_cli;

class Explain : public testing::Test {
protected:
    Ended explain(const std::string& words) const {
        return call({.words = "explain small.yaml " + words, .folder = folder.path()});
    }
    void SetUp() override { folder.write("small.yaml", small_scenario); }
    TemporaryFolder folder;
};

TEST_F(Explain, AnEventsStoryIsToldOnceAndThenModeByMode) {
    const Ended ended = explain("--event slow");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_TRUE(ended.out.starts_with("slow")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "\nstream\n")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "\nmicro\n")) << ended.out;
    const std::size_t first = ended.out.find("12:00:20");
    EXPECT_NE(first, std::string::npos) << ended.out;
}

TEST_F(Explain, AWindowsStoryLeadsToTheMissingEvent) {
    const Ended ended = explain("--mode stream --window 12:00");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_TRUE(contains(ended.out, "slow")) << ended.out;
}

TEST_F(Explain, WithoutATargetItIsThePipelineInWordsAndAsADiagram) {
    const Ended ended = explain("");
    EXPECT_EQ(ended.code, 0);
    for (const char* part : {"Events come from", "5 listed events", "The question", "Who answers it",
                             "```mermaid\nflowchart LR\n", "log --> mode0"}) {
        EXPECT_TRUE(contains(ended.out, part)) << part << "\n" << ended.out;
    }
}

TEST_F(Explain, MachinesGetJson) {
    const nlohmann::json result = nlohmann::json::parse(explain("--event slow --json").out);
    EXPECT_EQ(result["format"], "tidemark.explanation/1");
    ASSERT_EQ(result["stories"].size(), 2U);
    EXPECT_EQ(result["stories"][0]["mode"], "stream");
    EXPECT_GE(result["stories"][0]["lines"].size(), 2U);
    EXPECT_TRUE(contains(nlohmann::json::parse(explain("--json").out)["mermaid"], "flowchart"));
}

TEST_F(Explain, WhatIsNotThereGetsTheNearest) {
    const auto err = [&](const std::string& words) {
        const Ended ended = explain(words);
        EXPECT_EQ(ended.code, 2) << words;
        return ended.err;
    };
    EXPECT_TRUE(contains(err("--event slwo"), "did you mean 'slow'?"));
    EXPECT_TRUE(contains(err("--window 13:00"), "no window begins at 13:00"));
    EXPECT_TRUE(contains(err("--window 13:00"), "windows begin at 12:00, 12:01, 12:02"));
    EXPECT_TRUE(contains(err("--window noon"), "'noon' is no window"));
    EXPECT_TRUE(contains(err("--window north@12:00"), "has no key 'north'"));
    EXPECT_TRUE(contains(err("--event slow --window 12:00"), "ask one at a time"));
}

}  // namespace
}  // namespace tidemark
