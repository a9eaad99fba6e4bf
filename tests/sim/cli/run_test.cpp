#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace tidemark {
namespace {

using namespace testing_cli;
using nlohmann::json;

class Run : public testing::Test {
protected:
    Ended run(const std::string& words) const { return call({.words = words, .folder = folder.path()}); }
    // The small scenario with one text replaced by another.
    void write_changed(const std::string& from, const std::string& to) const {
        std::string text = small_scenario;
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from;
        folder.write("small.yaml", text.replace(at, from.size(), to));
    }
    void SetUp() override { folder.write("small.yaml", small_scenario); }

    TemporaryFolder folder;
};

TEST_F(Run, TellsWhatHappenedAndWhatToDoNext) {
    const Ended ended = run("run small.yaml");
    EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
    EXPECT_EQ(ended.err, "");
    EXPECT_TRUE(ended.out.starts_with("small · 2 modes · seed 0 · ")) << ended.out;
    for (const char* part :
         {"5 events", "windows ", "late ", "1 event: to the side output", "PASS first", "PASS aside", "PASS conserve",
          "fingerprint input:", "\nNext: tidemark explain small.yaml --mode stream --window 12:00\n"}) {
        EXPECT_TRUE(contains(ended.out, part)) << part << "\n" << ended.out;
    }
}

TEST_F(Run, ItsNextCommandWorks) {
    const std::string out = run("run small.yaml").out;
    const std::size_t at = out.find("Next: tidemark ");
    ASSERT_NE(at, std::string::npos);
    const std::size_t begin = at + std::string("Next: tidemark ").size();
    const Ended next = run(out.substr(begin, out.find('\n', begin) - begin));
    EXPECT_EQ(next.code, 0) << next.err;
    EXPECT_TRUE(contains(next.out, "slow")) << next.out;
}

TEST_F(Run, AFailureEndsWithOneAndSaysHowToSeeItAgain) {
    write_changed("equals: 2", "equals: 3");
    const Ended ended = run("run small.yaml");
    EXPECT_EQ(ended.code, 1);
    EXPECT_TRUE(contains(ended.out, "FAIL first\n       small.yaml:26:5: first: expected 3, got 2")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "again: tidemark run small.yaml --mode stream\n")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "why:   tidemark explain small.yaml --mode stream --window 12:00\n")) << ended.out;
    EXPECT_EQ(run("run small.yaml --mode stream").code, 1);
    EXPECT_EQ(run("explain small.yaml --mode stream --window 12:00").code, 0);
}

TEST_F(Run, QuietlyOnlyFailuresAreShown) {
    EXPECT_EQ(run("run small.yaml -q").out, "");
    write_changed("equals: 2", "equals: 3");
    EXPECT_TRUE(run("run small.yaml -q").out.starts_with("  FAIL first\n"));
}

TEST_F(Run, WhatNeverHappenedIsInconclusive) {
    write_changed("tags: [small]", "sometimes: [{what: dropped, mode: stream}]");
    const Ended ended = run("run small.yaml");
    EXPECT_EQ(ended.code, 5) << ended.out;
    EXPECT_TRUE(contains(ended.out, "INCONCLUSIVE sometimes dropped")) << ended.out;
}

TEST_F(Run, OneModeLeavesOutTheOthersExpectations) {
    const Ended ended = run("run small.yaml --mode micro");
    EXPECT_EQ(ended.code, 0) << ended.out;
    EXPECT_TRUE(ended.out.starts_with("small · micro · ")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "2 expectations on other modes not asked")) << ended.out;
}

TEST_F(Run, SettingsChangeTheScenario) {
    const Ended ended = run("run small.yaml --mode stream --set stream.allowed_lateness=10m");
    EXPECT_EQ(ended.code, 1) << ended.out;
    EXPECT_TRUE(contains(ended.out, "expected 2, got 3")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "--set stream.allowed_lateness=10m")) << ended.out;
}

TEST_F(Run, UntilStopsTheClock) {
    const Ended ended = run("run small.yaml --mode stream --until 12:01:30 --set clock.at_end=stop --json");
    const json result = json::parse(ended.out);
    EXPECT_EQ(result["clock"]["until"], "2024-04-10 12:01:30.000000");
}

TEST_F(Run, MistakesInTheCallAreFoundAndExplained) {
    const auto err = [&](const std::string& words) {
        const Ended ended = run(words);
        EXPECT_EQ(ended.code, 2) << words;
        EXPECT_EQ(ended.out, "") << words;
        return ended.err;
    };
    EXPECT_TRUE(contains(err("run small.yaml --mode strem"), "small.yaml has no mode 'strem': did you mean 'stream'?"));
    EXPECT_TRUE(contains(err("run small.yaml --seed x"), "--seed must be a whole number or 'random', not 'x'"));
    EXPECT_TRUE(contains(err("run small.yaml --set a"), "--set a has no '='"));
    EXPECT_TRUE(contains(err("run small.yaml --set stream.alowed_lateness=1m"), "did you mean 'allowed_lateness'?"));
    EXPECT_TRUE(contains(err("run small.yaml --set stream.allowed_lateness=1x"), "--set"));
    EXPECT_TRUE(contains(err("run small.yaml --sed 3"), "did you mean '--seed'?"));
    EXPECT_TRUE(contains(err("run missing.yaml"), "missing.yaml"));
    EXPECT_TRUE(contains(err("run ."), "."));
}

TEST_F(Run, MistakesInTheFileAreShownWithTheirLine) {
    write_changed("late: side_output", "latte: side_output");
    const Ended ended = run("run small.yaml");
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.err, "small.yaml:20:5: unknown key 'latte'")) << ended.err;
    EXPECT_TRUE(contains(ended.err, "did you mean 'late'?")) << ended.err;
    EXPECT_TRUE(ended.err.ends_with("1 mistake\n")) << ended.err;
}

TEST_F(Run, AScenarioWithoutAnEndCannotRun) {
    write_changed(", until: \"12:10:00\", at_end: drain", "");
    const Ended ended = run("run small.yaml");
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.err, "clock.until")) << ended.err;
}

TEST_F(Run, AStreamReadsEveryPartitionOfTheLog) {
    const Ended ended = run("run small.yaml --set log.partitions=2 --set stream.parallelism=3 --mode stream");
    EXPECT_EQ(ended.code, 0) << ended.err << ended.out;
}

TEST_F(Run, ReadsTheStandardInput) {
    const Ended ended = call({.words = "run - --mode stream", .folder = folder.path(), .input = small_scenario});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_TRUE(ended.out.starts_with("small · stream"));
}

TEST_F(Run, TwiceIsTheSame) {
    const Ended ended = run("run small.yaml --twice");
    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(contains(ended.out, "the second run was the same, bit for bit\n"));
}

TEST_F(Run, ARandomSeedIsShownSoThatItCanBeUsedAgain) {
    const json first = json::parse(run("run small.yaml --seed random --json").out);
    const std::string seed = std::to_string(first["seed"].get<std::uint64_t>());
    const json again = json::parse(run("run small.yaml --json --seed " + seed).out);
    EXPECT_EQ(first, again);
}

TEST_F(Run, TimeIsShownOnlyOnRequest) {
    EXPECT_FALSE(contains(run("run small.yaml").out, " in 0."));
    EXPECT_TRUE(contains(run("run small.yaml --timing").out, "5 events in 0."));
}

TEST_F(Run, LevelsKeepLessAndSayTheSame) {
    const json full = json::parse(run("run small.yaml --json").out);
    const json fingerprint = json::parse(run("run small.yaml --json --level fingerprint").out);
    EXPECT_EQ(full["level"], "full");
    EXPECT_EQ(fingerprint["level"], "fingerprint");
    EXPECT_EQ(full["fingerprints"], fingerprint["fingerprints"]);
    for (std::size_t mode = 0; mode < 2; ++mode)
        EXPECT_EQ(full["modes"][mode]["fingerprints"], fingerprint["modes"][mode]["fingerprints"]);
    EXPECT_FALSE(fingerprint["modes"][0].contains("windows"));
}

TEST_F(Run, JsonIsTheSameBytesEveryTimeAndEverywhere) {
    const std::string here = run("run small.yaml --json").out;
    EXPECT_EQ(here, run("run ./small.yaml --json").out);
    EXPECT_EQ(here, call({.words = "run '" + folder.path() + "/small.yaml' --json --no-color", .folder = "/"}).out);
    EXPECT_FALSE(contains(here, folder.path()));
}

// Every number whole.
void expect_plain(const json& value) {
    EXPECT_FALSE(value.is_number_float());
    if (!value.is_structured()) return;  // a number would be its own only element
    for (const auto& each : value)
        expect_plain(each);
}

TEST_F(Run, JsonHasTheWholeResult) {
    const std::string text = run("run small.yaml --json").out;
    const json result = json::parse(text);
    expect_plain(result);
    EXPECT_EQ(result["format"], "tidemark.result/1");
    EXPECT_EQ(result["scenario"]["id"], "small");
    EXPECT_EQ(result["events"]["generated"], 5);
    EXPECT_EQ(result["verdict"], "pass");
    EXPECT_EQ(result["exit_code"], 0);
    EXPECT_EQ(result["expectations"].size(), 3U);
    ASSERT_EQ(result["modes"].size(), 2U);
    const json& stream = result["modes"][0];
    EXPECT_EQ(stream["name"], "stream");
    EXPECT_EQ(stream["metrics"]["side_output"], 1);
    const json& window = stream["windows"][0];
    EXPECT_EQ(window["window_start"], "2024-04-10 12:00:00.000");
    EXPECT_EQ(window["truth"], 3);
    EXPECT_EQ(window["error"], -1);
    EXPECT_EQ(window["answers"][0]["value"], 2);
    EXPECT_EQ(window["answers"][0]["at"], "2024-04-10 12:01:10.000000");
    EXPECT_LT(text.find("\"clock\""), text.find("\"events\""));
}

TEST_F(Run, OutWritesTheDocumentedFiles) {
    const Ended ended = run("run small.yaml --out made/here");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(folder.names(), (std::vector<std::string>{"made", "small.yaml"}));
    const std::string events = folder.read("made/here/events.csv");
    EXPECT_TRUE(events.starts_with(
        "event,source,cohort,user,key,value,event_time,happened,sent,arrived,partition,offset,copy,offline\n"));
    EXPECT_TRUE(contains(events, "\nslow,ann,,ann,,1,2024-04-10 12:00:20.000,2024-04-10 12:00:20.000,")) << events;
    EXPECT_TRUE(contains(events, ",2024-04-10 12:05:00.000000,0,4,0,")) << events;
    const std::string answers = folder.read("made/here/answers.csv");
    EXPECT_TRUE(answers.starts_with("mode,at,write,window_start,window_end,key,value,records,fresh,timing\n"))
        << answers;
    EXPECT_TRUE(contains(
        answers,
        "\nstream,2024-04-10 12:01:10.000000,upsert,2024-04-10 12:00:00.000,2024-04-10 12:01:00.000,,2,2,2,on_time\n"))
        << answers;
    EXPECT_EQ(folder.read("made/here/result.json"), run("run small.yaml --json").out);
    json again = json::parse(run("run made/here/resolved.yaml --json").out),
         first = json::parse(run("run small.yaml --json").out);
    again.erase("expectations");  // they stand on other lines
    first.erase("expectations");
    EXPECT_EQ(again, first);
}

TEST_F(Run, JsonLinesSayWhatCsvSays) {
    run("run small.yaml --out out");
    for (const char* table : {"events", "answers"}) {
        const std::string csv = folder.read(std::string("out/") + table + ".csv"),
                          lines = folder.read(std::string("out/") + table + ".jsonl");
        EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), std::count(lines.begin(), lines.end(), '\n') + 1);
        const json first = json::parse(lines.substr(0, lines.find('\n')));
        std::string header = csv.substr(0, csv.find('\n')) + ",";
        for (std::size_t begin = 0; begin < header.size();) {
            const std::size_t end = header.find(',', begin);
            EXPECT_TRUE(first.contains(header.substr(begin, end - begin))) << header.substr(begin, end - begin);
            begin = end + 1;
        }
    }
}

TEST_F(Run, OutThatCannotBeWrittenIsAMistake) {
    const Ended ended = run("run small.yaml --out small.yaml/x");
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.err, "cannot make the folder small.yaml/x")) << ended.err;
}

TEST_F(Run, AFullDiskIsNoticed) {
    if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
    EXPECT_EQ(run("run small.yaml > /dev/full").code, 2);
}

TEST_F(Run, LinesFitEightyColumns) {
    const std::string out = run("run small.yaml -v").out;
    for (std::size_t begin = 0; begin < out.size();) {
        const std::size_t end = out.find('\n', begin);
        const std::string line = out.substr(begin, end - begin);
        const auto columns = std::count_if(line.begin(), line.end(),
                                           [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
        if (!contains(line, "Next: ")) {
            EXPECT_LE(columns, 80) << line;
        }
        begin = end + 1;
    }
}

// The flagship, with the numbers that can be checked by hand.
TEST(SubwayLesson, AnswersAsTheLessonSays) {
    if (!std::filesystem::exists(std::string(TIDEMARK_SOURCE_DIR) + "/scenarios/subway-2358.yaml"))
        GTEST_SKIP() << "no scenarios here";
    const Ended ended = call("run scenarios/subway-2358.yaml --json --twice");
    EXPECT_EQ(ended.code, 0) << ended.out;
    const json result = json::parse(ended.out);
    EXPECT_EQ(result["events"]["generated"], 43);
    EXPECT_EQ(result["expectations"].size(), 11U);
    std::map<std::string, std::vector<std::int64_t>> finals;
    for (const json& mode : result["modes"]) {
        for (const json& window : mode["windows"]) {
            finals[mode["name"]].push_back(
                window["answers"].empty() ? -1 : window["answers"].back()["value"].get<std::int64_t>());
        }
    }
    EXPECT_EQ(finals["naive"], (std::vector<std::int64_t>{10, 33}));
    EXPECT_EQ(finals["stream"], (std::vector<std::int64_t>{12, 30}));
    EXPECT_EQ(finals["micro"].front(), 12);
    EXPECT_EQ(finals["batch"].front(), 13);
}

TEST(SubwayLesson, RunsAtOnce) {
    if (!std::filesystem::exists(std::string(TIDEMARK_SOURCE_DIR) + "/scenarios/subway-2358.yaml"))
        GTEST_SKIP() << "no scenarios here";
    const Ended ended = call("run scenarios/subway-2358.yaml");
    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(contains(ended.out, "43 events")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "PASS stream-panes")) << ended.out;
}

}  // namespace
}  // namespace tidemark
