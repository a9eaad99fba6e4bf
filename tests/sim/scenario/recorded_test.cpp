// Recorded traces: CSV and JSON lines beside the scenario, and what is said about bad ones.
#include "sim/scenario/load.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

Loaded with_trace(const std::string& file, const std::string& text, const std::string& columns) {
    const std::string scenario = "tidemark: 1\nid: x\nclock: {day0: 2024-04-10}\nsource:\n  - file: " + file +
                                 "\n    columns: " + columns + "\n";
    return load_scenario_text("s.yaml", scenario, {}, [&](const std::string& path) {
        if (path == file) return FileText{text, {}};
        return FileText{std::nullopt, "there is no such file"};
    });
}
std::string mistakes(const std::string& file, const std::string& text,
                     const std::string& columns = "{event_time: t, value: v}") {
    std::string lines;
    for (const Diagnostic& problem : with_trace(file, text, columns).problems)
        lines += one_line(problem) + "\n";
    return lines;
}
std::vector<ListedEvent> rows(const std::string& file, const std::string& text, const std::string& columns) {
    const Loaded loaded = with_trace(file, text, columns);
    EXPECT_TRUE(loaded.scenario) << render(loaded.problems);
    return std::get<RecordedEvents>(loaded.scenario->sources.at(0).events).rows;
}

TEST(Recorded, CsvIsReadByTheNamesOfItsColumns) {
    const auto read = rows("e.csv",
                           "k,t,arrived,v,extra\r\nJFK,2024-04-10T12:00:00Z,2024-04-10T12:00:01.5Z,7,x\r\n\"a,"
                           "\"\"b\"\"\",1712750400000,1712750400001,-1,\r\n",
                           "{event_time: t, arrival_time: arrived, key: k, value: v}");
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(to_iso(read[0].at), "2024-04-10 12:00:00.000");
    EXPECT_EQ(to_iso(*read[0].arrives), "2024-04-10 12:00:01.500000");
    EXPECT_EQ(*read[0].key, "JFK");
    EXPECT_EQ(*read[0].value, 7);
    EXPECT_EQ(*read[1].key, "a,\"b\"");
    EXPECT_EQ(to_iso(read[1].at), "2024-04-10 12:00:00.000");
    EXPECT_EQ(*read[1].value, -1);
}

TEST(Recorded, JsonLinesAreReadByTheirMembers) {
    const auto read =
        rows("e.jsonl",
             "{\"t\": \"2024-04-10 12:00:00\", \"who\": \"ann\", \"v\": 3}\n\n{\"t\": 1712750400000, \"who\": null}\n",
             "{event_time: t, user: who, value: v}");
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(*read[0].user, "ann");
    EXPECT_EQ(*read[0].value, 3);
    EXPECT_FALSE(read[1].user);
}

TEST(Recorded, AMissingColumnIsNamedWithTheNearestOne) {
    const Loaded loaded = with_trace("data/e.csv", "time,value\n", "{event_time: tiem}");
    EXPECT_EQ(render(loaded.problems),
              "data/e.csv:1:1: there is no column 'tiem'\n"
              "    1 | time,value\n"
              "      | ^^^^^^^^^^ did you mean 'time'?\n");
}

TEST(Recorded, AnUnparsableRowIsNamedByItsLineAndField) {
    std::string text = "t,v\n";
    for (int i = 0; i < 15; ++i)
        text += "2024-04-10T12:00:00Z,1\n";
    EXPECT_EQ(mistakes("data/e.csv", text + "2024-04-10T12:00:00Z,one\n"),
              "data/e.csv:17:22: v: 'one' is not a whole number\n");
    EXPECT_EQ(mistakes("e.csv", "t,v\nnoon,1\n"),
              "e.csv:2:1: t: 'noon' is not a clock time (2024-04-10T23:58:00Z, or milliseconds since 1970)\n");
    EXPECT_EQ(mistakes("e.csv", "t,v\n2024-02-30T12:00:00Z,1\n"),
              "e.csv:2:1: t: there is no day 2024-02-30 (2024-04-10T23:58:00Z, or milliseconds since 1970)\n");
    EXPECT_EQ(mistakes("e.csv", "t,v\n1,2,3\n"), "e.csv:2:1: 3 fields, where the header has 2\n");
    EXPECT_EQ(mistakes("e.csv", "t,v\n\"1,2\n"), "e.csv:2:1: a quote is not closed in its line\n");
    EXPECT_EQ(mistakes("e.jsonl", "{\"t\": 1, \"v\": 1.5}\n{\"t\": }\n{\"v\": 1}\n"),
              "e.jsonl:1:1: 'v' is neither text nor a whole number\n"
              "e.jsonl:2:1: this line is not a JSON object\n"
              "e.jsonl:3:1: there is no 't' in this object (there is only v)\n");
    EXPECT_EQ(mistakes("e.csv", "t,a\n2024-04-10T12:00:00Z,2024-04-10T11:00:00Z\n", "{event_time: t, arrival_time: a}"),
              "e.csv:2:22: a: before the event happened\n");
}

TEST(Recorded, FilesThatAreNoTracesAreRefused) {
    EXPECT_EQ(mistakes("e.csv", ""), "e.csv: is empty: a header with the names of the columns is expected\n");
    EXPECT_EQ(mistakes("e.csv", "t,v\n"), "e.csv: holds no rows\n");
    EXPECT_EQ(mistakes("e.csv", std::string("t,\0v\n", 5)), "e.csv: line 1 holds byte 0x00: this is not a text file\n");
    EXPECT_EQ(mistakes("e.csv", "t,v\n" + std::string(100'000, 'x') + "\n"),
              "e.csv:2:1: a line of 100000 bytes (at most 65536)\n");
    EXPECT_EQ(mistakes("/etc/passwd", ""),
              "s.yaml:5:11: file: '/etc/passwd' is not beside the scenario (a path below the scenario's folder: "
              "data/events.csv)\n");
    EXPECT_EQ(mistakes("a/../../x", ""),
              "s.yaml:5:11: file: 'a/../../x' is not beside the scenario (a path below the scenario's folder: "
              "data/events.csv)\n");
    std::string many = "t,v\n";
    for (int i = 0; i < 100; ++i)
        many += "x,1\n";
    const Loaded loaded = with_trace("e.csv", many, "{event_time: t}");
    EXPECT_EQ(loaded.problems.size(), 12u) << "nobody reads a hundred of the kind";
    EXPECT_EQ(loaded.problems.back().message, "and perhaps more of the kind: reading stopped here");
}

}  // namespace
}  // namespace tidemark
