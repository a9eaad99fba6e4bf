#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <regex>

namespace tidemark {
namespace {

using namespace testing_cli;

constexpr const char* by_chance = R"(tidemark: 1
id: by-chance
clock: {day0: 2024-04-10, from: "12:00:00", until: "12:10:00", at_end: drain}
costs: none
source:
  - cohort: s
    every: 6s
    count: 20
    delay: {kind: exp, mean: 20s}
job:
  window: {kind: tumbling, size: 1m}
  aggregate: count
modes:
  stream:
    kind: stream
    watermark: {kind: bounded, delay: 10s}
expect:
  - {id: few-lost, of: stream.dropped, at_most: 1}
)";

class SweepVerb : public testing::Test {
protected:
    Ended sweep(const std::string& words) const { return call({.words = "sweep " + words, .folder = folder.path()}); }
    void SetUp() override { folder.write("chance.yaml", by_chance); }
    TemporaryFolder folder;
};

TEST_F(SweepVerb, ThreadsNeverChangeWhatIsPrinted) {
    const std::string words = "chance.yaml --seeds 0..40 --grid stream.watermark.delay=5s,20s,10m";
    const Ended one = sweep(words + " --jobs 1");
    EXPECT_EQ(one.code, 1) << one.err;
    EXPECT_EQ(one.out, sweep(words + " --jobs 4").out);
    EXPECT_EQ(sweep(words + " --json --jobs 1").out, sweep(words + " --json --jobs 4").out);
}

TEST_F(SweepVerb, TheCommandOfAFailingRunFailsAndTheOthersPass) {
    const Ended ended = sweep("chance.yaml --seeds 0..30 --grid stream.watermark.delay=10s,10m --json");
    EXPECT_EQ(ended.code, 1);
    const nlohmann::json result = nlohmann::json::parse(ended.out);
    EXPECT_EQ(result["runs"], 60);
    ASSERT_FALSE(result["failures"].empty());
    for (const auto& failure : result["failures"]) {
        const std::string again = failure["again"];
        ASSERT_TRUE(again.starts_with("tidemark run chance.yaml --mode stream --seed ")) << again;
        EXPECT_TRUE(contains(again, " --set stream.watermark.delay=10s")) << again;
        const Ended run = call({.words = again.substr(9), .folder = folder.path()});
        EXPECT_EQ(run.code, 1) << again;
        EXPECT_TRUE(contains(run.out, "FAIL few-lost")) << run.out;
    }
    const std::string shown = sweep("chance.yaml --seeds 0..30").out;
    std::smatch found;
    ASSERT_TRUE(std::regex_search(shown, found, std::regex("    again: tidemark (run .*)\n"))) << shown;
    EXPECT_EQ(call({.words = found[1], .folder = folder.path()}).code, 1);
}

TEST_F(SweepVerb, AllPassIsSaidInOneLine) {
    const Ended ended = sweep("chance.yaml --seeds 5..8 --set stream.watermark.delay=10m -q");
    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(ended.out.starts_with("3 passed, 0 failed\nfingerprint sweep:")) << ended.out;
}

TEST_F(SweepVerb, SaysWhatIsWrongWithTheCall) {
    const auto says = [&](const std::string& words, const std::string& sentence) {
        const Ended ended = sweep(words);
        EXPECT_EQ(ended.code, 2) << words;
        EXPECT_TRUE(contains(ended.err, sentence)) << ended.err;
        EXPECT_EQ(ended.out, "");
    };
    says("chance.yaml --seeds 9..3", "--seeds 9..3 holds no seed");
    says("chance.yaml --seeds some", "--seeds must be a range such as 0..1000, not 'some'");
    says("chance.yaml --grid stream.watermark.delay", "is not KEY=VALUE,VALUE");
    says("chance.yaml --grid stream.watermark.dely=1s,2s",
         "--grid stream.watermark.dely=1s: unknown key 'dely' in modes.stream.watermark");
    says("chance.yaml --grid stream.watermark.delay=1s,tomorrow", "--grid stream.watermark.delay=tomorrow:");
    says("chance.yaml --grid a=1,2 --grid a=3", "--grid has a twice: write its values in one, a=A,B,C");
    says("chance.yaml --set stream.watermark.delay=1s --grid stream.watermark.delay=2s", "--set and --grid both say");
    says("chance.yaml --jobs 0", "--jobs must be a number of threads from 1 to 256, not '0'");
    says("chance.yaml --max-failures none", "--max-failures must be a number of runs");
    says("chance.yaml --mode strem", "has no mode 'strem'");
    says("-", "sweep needs a file");
    says("nowhere.yaml", "there is no such file");
}

TEST_F(SweepVerb, WhatNoRunShowedIsInconclusive) {
    folder.write("never.yaml", std::string(by_chance) + "sometimes: [restored]\n");
    const Ended ended = sweep("never.yaml --seeds 0..3 --set stream.watermark.delay=10m");
    EXPECT_EQ(ended.code, 5);
    EXPECT_TRUE(contains(ended.out, "inconclusive: in no run was there sometimes restored\n")) << ended.out;
}

TEST_F(SweepVerb, CtrlCShowsWhatIsKnown) {
    const std::string command = "cd '" + folder.path() +
                                "' && timeout --foreground --preserve-status -s INT 1 '" TIDEMARK_PROGRAM
                                "' sweep chance.yaml --seeds 0..100000000 --json 2>&1; echo code $?";
    std::FILE* pipe = popen(command.c_str(), "r");
    ASSERT_NE(pipe, nullptr);
    std::string out;
    char buffer[4096];
    while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe))
        out.append(buffer, n);
    pclose(pipe);
    const std::size_t end = out.rfind("code ");
    ASSERT_NE(end, std::string::npos) << out;
    EXPECT_EQ(out.substr(end), "code 130\n") << out;
    const nlohmann::json result = nlohmann::json::parse(out.substr(0, end));
    EXPECT_GT(result["runs"], 0);
    EXPECT_LT(result["runs"], 100'000'000);
    EXPECT_EQ(result["exit_code"], 130);
}

TEST_F(SweepVerb, WritesJUnit) {
    EXPECT_EQ(sweep("chance.yaml --seeds 0..30 --grid stream.watermark.delay=10s,10m --junit report.xml").code, 1);
    const std::string xml = folder.read("report.xml");
    EXPECT_TRUE(contains(xml, "<testsuite name=\"by-chance stream.watermark.delay=10s\" tests=\"30\" failures=\""));
    EXPECT_TRUE(contains(xml, "<testsuite name=\"by-chance stream.watermark.delay=10m\" tests=\"30\" failures=\"0\""));
    EXPECT_TRUE(contains(xml, "<testcase name=\"seed 29\" classname=\"by-chance\" file=\"chance.yaml\""));
    EXPECT_TRUE(contains(xml, "again: tidemark run chance.yaml --mode stream --seed "));
    if (std::system("command -v python3 >/dev/null") == 0) {
        EXPECT_EQ(std::system(("python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' '" +
                               folder.path() + "/report.xml'")
                                  .c_str()),
                  0);
    }
}

}  // namespace
}  // namespace tidemark
