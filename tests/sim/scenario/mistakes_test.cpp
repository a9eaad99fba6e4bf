// What the loader says to every kind of bad input: the texts are part of what users get.
#include "sim/scenario/load.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace tidemark {
namespace {

FileText no_files(const std::string&) { return {std::nullopt, "there is no such file"}; }

// All problems of a text, one a line.
std::string mistakes(const std::string& text, const std::vector<Setting>& settings = {},
                     const FileReader& files = no_files) {
    const Loaded loaded = load_scenario_text("s.yaml", text, settings, files);
    EXPECT_EQ(loaded.scenario.has_value(), loaded.problems.empty());
    std::string lines;
    for (const Diagnostic& problem : loaded.problems)
        lines += one_line(problem) + "\n";
    return lines;
}

// A good scenario, to be spoilt.
const std::string head = R"(tidemark: 1
id: test
clock: {day0: 2024-04-10, from: "12:00:00", until: "13:00:00"}
source:
  - {user: ann, events: [{id: a1, at: "12:10:00"}]}
job: {window: {kind: tumbling, size: 10m}, aggregate: count}
)";

TEST(Mistakes, AGoodScenarioHasNone) { EXPECT_EQ(mistakes(head), ""); }

TEST(Mistakes, AnUnknownKeyGetsTheNearestRightOne) {
    const Loaded loaded = load_scenario_text(
        "subway-2358.yaml", head + "modes:\n  stream:\n    kind: stream\n    alowed_lateness: 10m\n", {}, no_files);
    EXPECT_EQ(render(loaded.problems),
              "subway-2358.yaml:10:5: unknown key 'alowed_lateness' in modes.stream\n"
              "   10 |     alowed_lateness: 10m\n"
              "      |     ^^^^^^^^^^^^^^^ did you mean 'allowed_lateness'?\n");
}

TEST(Mistakes, AreColouredOnATerminal) {
    const Loaded loaded = load_scenario_text("s.yaml", head + "mode: 1\n", {}, no_files);
    ASSERT_EQ(loaded.problems.size(), 1u);
    EXPECT_EQ(render(loaded.problems[0], Colour::on),
              "\x1b[1ms.yaml:7:1:\x1b[0m unknown key 'mode'\n"
              "\x1b[34m    7 |\x1b[0m mode: 1\n"
              "\x1b[34m      |\x1b[0m \x1b[1;31m^^^^ did you mean 'modes'?\x1b[0m\n");
}

TEST(Mistakes, AWrongUnitGetsTheRightOnes) {
    EXPECT_EQ(mistakes(head + "modes: {s: {kind: stream, allowed_lateness: 10sec}}\n"),
              "s.yaml:7:45: allowed_lateness: unknown unit 'sec' in '10sec' (did you mean '10s'?)\n");
    EXPECT_EQ(mistakes(head + "modes: {s: {kind: stream, allowed_lateness: 10 m}}\n"),
              "s.yaml:7:45: allowed_lateness: '10 m' has a blank (a whole number and a unit (us, ms, s, m, h, d), no "
              "blank: 90s)\n");
    EXPECT_EQ(mistakes(head + "modes: {s: {kind: stream, allowed_lateness: 10}}\n"),
              "s.yaml:7:45: allowed_lateness: '10' has no unit (units are us, ms, s, m, h, d)\n");
    EXPECT_EQ(mistakes(head + "modes: {s: {kind: stream, allowed_lateness: 1.5s}}\n"),
              "s.yaml:7:45: allowed_lateness: '1.5s' is not a whole number and a unit (1500ms rather than 1.5s)\n");
    EXPECT_EQ(mistakes(head + "modes: {s: {kind: stream, allowed_lateness: 37000d}}\n"),
              "s.yaml:7:45: allowed_lateness: 37000d is too long (at most 100 years (36525d))\n");
    EXPECT_EQ(mistakes(head + "modes: {s: {kind: stream, allowed_lateness: 500us}}\n"),
              "s.yaml:7:45: allowed_lateness: 500us is not whole milliseconds (event time counts milliseconds)\n");
}

TEST(Mistakes, ADuplicateKeyIsNoSilentChoice) {
    EXPECT_EQ(mistakes(head + "id: again\n"), "s.yaml:7:1: key 'id' stands here twice (keep one of them)\n");
}

TEST(Mistakes, AMissingKeySaysWhatItIsFor) {
    EXPECT_EQ(mistakes("tidemark: 1\nid: x\nclock: {day0: 2024-04-10}\nsource: [{user: a, every: 1s}]\njob: {window: "
                       "{kind: tumbling}, aggregate: count}\n"),
              "s.yaml:4:27: 'every' needs 'count' (count: 40)\n"
              "s.yaml:5:15: missing key 'size' in job.window (how long each window is)\n");
    EXPECT_EQ(mistakes("tidemark: 1\nid: x\nclock: {day0: 2024-04-10}\n"),
              "s.yaml:1:1: missing key 'source' (who makes events, when, and how they travel)\n");
}

TEST(Mistakes, ThreeAtOnceAreThreeProblems) {
    EXPECT_EQ(
        mistakes(head +
                 "seed: -1\nmodes:\n  s: {kind: straem}\n  m: {kind: micro_batch, trigger: 5}\nlog: {partitions: 0}\n"),
        "s.yaml:7:7: seed: '-1' is not a whole number from 0 on\n"
        "s.yaml:9:13: unknown kind 'straem' in modes.s (did you mean 'stream'?)\n"
        "s.yaml:10:35: trigger: '5' has no unit (units are us, ms, s, m, h, d)\n"
        "s.yaml:11:19: partitions: 0 is too small (at least 1)\n");
}

TEST(Mistakes, AColonWithoutABlankIsSeen) {
    EXPECT_EQ(
        mistakes("tidemark: 1\nid: x\nclock: {day0: 2024-04-10}\nsource: [{user: a, events: [{at:23:58}]}]\n"),
        "s.yaml:4:29: missing key 'at' in source.0.events.0 (when it happened)\n"
        "s.yaml:4:30: unknown key 'at:23:58' in source.0.events.0 (a blank is missing after the colon: 'at: 23:58')\n");
}

TEST(Mistakes, AKeyWithoutLettersIsNotPassedOver) {
    EXPECT_EQ(
        mistakes(head + "modes: {s: {kind: stream, \"\": 3}}\n"),
        "s.yaml:7:27: unknown key '' in modes.s (one of filter, map, key, deduplicate, window, aggregate, time, "
        "profile, watermark, trigger, accumulation, emit, allowed_lateness, late, repair, checkpoint, capacity, sink, "
        "parallelism or consumer)\n");
}

TEST(Mistakes, NothingHasASurprisingType) {
    // What YAML 1.1 readers take for false, 750 and 8 is text, a clock time and an error.
    EXPECT_EQ(mistakes("tidemark: 1\nid: no\ntitle: 010\nclock: {day0: 2024-04-10, from: 12:30}\nsource: [{user: on, "
                       "events: [{at: 12:40:00}]}]\n"),
              "");
    EXPECT_EQ(mistakes(head + "seed: 010\n"), "s.yaml:7:7: seed: '010' has a leading zero\n");
    EXPECT_EQ(mistakes(head + "modes: {m: {kind: micro_batch, trigger: 5m, output: update, no_data_batches: off}}\n"),
              "s.yaml:7:78: no_data_batches: 'off' is neither true nor false (did you mean 'false'?)\n");
}

TEST(Mistakes, WhatIsNotBuiltIsRefusedWithASentence) {
    EXPECT_EQ(mistakes(head + "modes: {l: {kind: lambda}}\n"),
              "s.yaml:7:19: kind 'lambda' is not built yet (there are batch, micro_batch or stream)\n");
    EXPECT_EQ(mistakes(head + "faults: [{leader_crash: all, at: \"12:30:00\"}]\n").substr(0, 74),
              "s.yaml:7:11: fault 'leader_crash' is not built yet (there are offline, out");
    EXPECT_EQ(mistakes(head + "faults: [{crahs: operator, at: \"12:30:00\"}]\n"),
              "s.yaml:7:11: unknown fault 'crahs' (did you mean 'crash'?)\n");
    EXPECT_EQ(mistakes(head + "needs: {freshness: 5m}\n"),
              "s.yaml:7:1: unknown key 'needs' (one of tidemark, id, title, about, tags, seed, clock, costs, source, "
              "log, job, modes, faults, expect, sometimes or lesson)\n");
}

TEST(Mistakes, TheVersionStandsFirst) {
    EXPECT_EQ(mistakes("id: x\ntidemark: 1\nclock: {day0: 2024-04-10}\nsource: [{user: a, events: []}]\n"),
              "s.yaml:2:1: 'tidemark' is the first key, always\n");
    EXPECT_EQ(mistakes("tidemark: 2\nwhatever: 1\n"),
              "s.yaml:1:11: tidemark: format '2' is not known (this program reads format 1)\n");
}

TEST(Mistakes, AnEmptyFileIsNoScenario) {
    EXPECT_EQ(mistakes(""), "s.yaml: is empty (a scenario begins with 'tidemark: 1')\n");
    EXPECT_EQ(mistakes("# only a comment\n"), "s.yaml: is empty (a scenario begins with 'tidemark: 1')\n");
    EXPECT_EQ(mistakes("- a\n- b\n"),
              "s.yaml: is not a scenario: a mapping that begins with 'tidemark: 1' is expected\n");
}

TEST(Mistakes, BinaryJunkIsRefusedBeforeParsing) {
    EXPECT_EQ(mistakes(std::string("tide\0mark", 9)),
              "s.yaml:1:5: control character U+0000: this is not a text file\n");
    EXPECT_EQ(mistakes("id: x\ntitle: \xff\xfe\n"), "s.yaml:2:8: byte 0xff is not UTF-8\n");
    EXPECT_EQ(mistakes("title: \xed\xa0\x80\n"), "s.yaml:1:8: byte 0xed is not UTF-8\n") << "half a surrogate pair";
    EXPECT_EQ(mistakes("a: \"\\0\"\n"), "s.yaml:1:4: the text holds the control character U+0000\n");
}

TEST(Mistakes, ATooLargeFileIsRefused) {
    EXPECT_EQ(mistakes(std::string(2 * 1024 * 1024, '#')),
              "s.yaml: has 2097152 bytes; a scenario has at most 1 MiB (put bulk events into a CSV or JSON-lines file "
              "that the scenario names)\n");
}

TEST(Mistakes, DeepNestingNeitherCrashesNorHangs) {
    EXPECT_EQ(mistakes(std::string(100'000, '[')), "s.yaml:1:33: nested deeper than 32 levels\n");
    std::string braces, dashes;
    for (int i = 0; i < 100'000; ++i)
        braces += "{a: ", dashes += "- ";
    EXPECT_EQ(mistakes(braces), "s.yaml:1:129: nested deeper than 32 levels\n");
    EXPECT_EQ(mistakes(dashes), "s.yaml:1:65: nested deeper than 32 levels\n");
}

TEST(Mistakes, WhatYamlHasAndScenariosDoNotIsRefused) {
    EXPECT_EQ(mistakes(head + "%TAG ! x\n"),
              "s.yaml:7:1: a line cannot start with '%': scenarios have no directives\n");
    EXPECT_EQ(mistakes(head + "title: &t here\n"), "s.yaml:7:8: anchors (&name) are not used in scenarios\n");
    EXPECT_EQ(
        mistakes(head + "title: *t\n"),
        "s.yaml:7:8: aliases (*name) are not used in scenarios (write the value again, or use 'like' for modes)\n");
    EXPECT_EQ(mistakes(head + "title: !!str x\n"),
              "s.yaml:7:8: tags (!name) are not used in scenarios: the table of keys says what a value is\n");
    EXPECT_EQ(mistakes(head + "---\nid: y\n"), "s.yaml:7:1: a second document: a scenario is one document\n");
    EXPECT_EQ(mistakes("[tidemark]: 1\n"),
              "s.yaml:1:1: a key must be text (a brace or bracket here would make a collection the key)\n");
}

TEST(Mistakes, BrokenYamlIsExplainedWhereItBegan) {
    EXPECT_EQ(mistakes(head + "tags: [a, b\n"), "s.yaml:7:7: YAML: this bracket is never closed\n");
    EXPECT_EQ(
        mistakes(head + "title: a: b\n"),
        "s.yaml:7:9: YAML: invalid nested block mapping on the same line (a text that holds ': ' stands in quotes)\n");
    EXPECT_EQ(mistakes(head + "title: @x\n"),
              "s.yaml:7:8: YAML: plain scalar cannot start with '@' (put the text into quotes)\n");
}

TEST(Mistakes, FilesAreNamedWithAReason) {
    const auto folder = std::filesystem::temp_directory_path() / "tidemark_mistakes_test";
    std::filesystem::create_directories(folder);
    const auto first = [](const std::string& path) {
        const Loaded loaded = load_scenario_file(path);
        return loaded.problems.empty() ? std::string{} : loaded.problems.front().message;
    };
    EXPECT_EQ(first(folder.string()), "is a directory, not a file");
    EXPECT_EQ(first((folder / "none.yaml").string()), "there is no such file");
    {
        std::ofstream scenario{folder / "s.yaml"};
        scenario
            << "tidemark: 1\nid: x\nclock: {day0: 2024-04-10}\nsource: [{file: none.csv, columns: {event_time: t}}]\n";
    }
    EXPECT_EQ(first((folder / "s.yaml").string()), "file: none.csv: there is no such file");
    std::filesystem::remove_all(folder);
}

TEST(Mistakes, OfSettingsPointAtTheFlag) {
    const std::string modes = head + "modes: {s: {kind: stream, allowed_lateness: 10m}}\n";
    EXPECT_EQ(
        mistakes(modes, {{"s.allowed_lateness", "10x"}}),
        "--set s.allowed_lateness=10x: allowed_lateness: unknown unit 'x' in '10x' (units are us, ms, s, m, h, d)\n");
    EXPECT_EQ(
        mistakes(modes, {{"s.alowed_lateness", "10s"}}),
        "--set s.alowed_lateness=10s: unknown key 'alowed_lateness' in modes.s (did you mean 'allowed_lateness'?)\n");
    EXPECT_EQ(mistakes(modes, {{"strem.late", "drop"}}),
              "--set strem.late=drop: 'strem' is neither a key of scenarios nor a mode of this one (one of s, "
              "tidemark, id, title, about, tags, "
              "seed, clock, costs, source, log, job, modes, faults, expect, sometimes or lesson)\n");
    EXPECT_EQ(mistakes(modes, {{"modes.t.late", "drop"}}),
              "--set modes.t.late=drop: there is no mode 't' (there is only s)\n");
    EXPECT_EQ(mistakes(modes, {{"id.x", "1"}}), "--set id.x=1: id is 'test', not a mapping\n");
    EXPECT_EQ(mistakes(modes, {{"source.4.key", "k"}}),
              "--set source.4.key=k: source has no item '4' (items are counted from 0 to 0)\n");
    EXPECT_EQ(mistakes(modes, {{"s.watermark", "{kind: bounded"}}),
              "--set s.watermark={kind: bounded: YAML: this bracket is never closed\n");
}

TEST(Settings, ReachEveryPartOfAScenario) {
    const std::string modes =
        head + "modes: {s: {kind: stream}}\nexpect: [{id: one, of: truth, window: \"12:10:00\", equals: 1}]\n";
    const auto with = [&](std::vector<Setting> settings) {
        Loaded loaded = load_scenario_text("s.yaml", modes, settings, no_files);
        EXPECT_TRUE(loaded.scenario) << render(loaded.problems);
        return *loaded.scenario;
    };
    const Scenario s = with({{"s.checkpoint.every", "10s"},
                             {"source.ann.delay", "{kind: exp, mean: 1s}"},
                             {"expect.one.equals", "2"},
                             {"modes.t", "{like: s, late: side_output}"}});
    EXPECT_EQ(std::get<StreamMode>(s.modes[0].settings).checkpoint->every, std::chrono::seconds{10});
    EXPECT_TRUE(std::holds_alternative<ExponentialDelay>(s.sources[0].delay));
    EXPECT_EQ(std::get<std::int64_t>(std::get<Value>(std::get<Expectation::OfQuery>(s.expect[0].claim).than)), 2);
    ASSERT_EQ(s.modes.size(), 2u);
    EXPECT_EQ(std::get<StreamMode>(s.modes[1].settings).late, LatePolicy::side_output);
    EXPECT_TRUE(std::get<StreamMode>(s.modes[1].settings).checkpoint) << "a copy of what the other flags have made";
}

}  // namespace
}  // namespace tidemark
