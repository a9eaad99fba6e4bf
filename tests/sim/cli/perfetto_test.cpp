#include "sim/cli/protobuf_writer.h"
#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

namespace tidemark {
namespace {

using namespace testing_cli;

TEST(ProtobufWriter, WritesWhatTheFormatSays) {
    // The examples of the format's own description: 150 as field 1, "testing" as field 2.
    EXPECT_EQ(ProtobufWriter().number(1, 150).bytes(), std::string("\x08\x96\x01"));
    EXPECT_EQ(ProtobufWriter().text(2, "testing").bytes(), std::string("\x12\x07testing"));
    EXPECT_EQ(ProtobufWriter().message(3, ProtobufWriter().number(1, 150)).bytes(),
              std::string("\x1a\x03\x08\x96\x01"));
    EXPECT_EQ(ProtobufWriter().fixed64(1, 1).bytes(), std::string("\x09\x01\0\0\0\0\0\0\0", 9));
    EXPECT_EQ(ProtobufWriter().number(1, UINT64_MAX).bytes().size(), 11u) << "a negative number takes ten bytes";
}

// One packet as protoc tells it.
struct Packet {
    std::uint64_t at{0}, track{0}, uuid{0}, parent{0};
    std::string type, name;
    std::int64_t value{0};
    std::set<std::uint64_t> flows, ending;
    bool has_sequence{false}, is_counter{false};
    std::map<std::string, std::string> notes;
};

std::vector<Packet> packets_in(const std::string& text) {
    std::vector<Packet> packets;
    std::istringstream lines(text);
    std::string note, last;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t begin = line.find_first_not_of(' ');
        if (begin == std::string::npos) continue;
        line = line.substr(begin);
        const std::size_t colon = line.find(": ");
        const std::string key = line.substr(0, std::min(line.find(' '), colon));
        std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
        if (!value.empty() && value.front() == '"') value = value.substr(1, value.size() - 2);
        if (line == "packet {") packets.emplace_back();
        if (packets.empty()) continue;
        Packet& packet = packets.back();
        EXPECT_TRUE(key.empty() || key.find_first_of("0123456789") != 0) << "an unknown field: " << line;
        if (line == "debug_annotations {") last = "note";
        else if (line == "counter {") packet.is_counter = true;
        else if (line == "}") last.clear();
        else if (key == "timestamp") packet.at = std::stoull(value);
        else if (key == "trusted_packet_sequence_id") packet.has_sequence = true;
        else if (key == "track_uuid") packet.track = std::stoull(value);
        else if (key == "uuid") packet.uuid = std::stoull(value);
        else if (key == "parent_uuid") packet.parent = std::stoull(value);
        else if (key == "type") packet.type = value;
        else if (key == "counter_value") packet.value = std::stoll(value);
        else if (key == "flow_ids") packet.flows.insert(std::stoull(value));
        else if (key == "terminating_flow_ids") packet.ending.insert(std::stoull(value));
        else if (key == "string_value") note = value;
        else if (key == "name" && last == "note") packet.notes[value] = note;
        else if (key == "name" || key == "process_name") packet.name = value;
    }
    return packets;
}

class PerfettoTrace : public testing::Test {
protected:
    void SetUp() override {
        if (std::system("command -v protoc >/dev/null") == 0) return;
        std::cout << "protoc is not here (Debian: protobuf-compiler): traces are not decoded\n";
        GTEST_SKIP();
    }
    std::vector<Packet> trace_of(const std::string& words) {
        const std::string path = folder.path() + "/run.pftrace";
        const Ended ended = call("run " + words + " --trace '" + path + "'");
        EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
        const std::string decode = "protoc --decode=perfetto.protos.Trace -I '" TIDEMARK_SOURCE_DIR
                                   "/tests/sim/cli' perfetto.proto < '" +
                                   path + "' > '" + path + ".txt'";
        EXPECT_EQ(std::system(decode.c_str()), 0);
        return packets_in(folder.read("run.pftrace.txt"));
    }
    static std::string name_of(const std::vector<Packet>& packets, std::uint64_t track) {
        for (const Packet& packet : packets)
            if (packet.uuid == track) return packet.name;
        return "";
    }
    TemporaryFolder folder;
};

// What Perfetto's importer relies on.
void expect_sound(const std::vector<Packet>& packets) {
    std::map<std::uint64_t, std::vector<std::string>> open;
    std::set<std::uint64_t> tracks, counters;
    std::uint64_t now = 0;
    for (const Packet& packet : packets) {
        EXPECT_TRUE(packet.has_sequence);
        if (packet.uuid != 0) {
            EXPECT_TRUE(tracks.insert(packet.uuid).second) << "two tracks of one uuid";
            EXPECT_TRUE(packet.parent == 0 || tracks.count(packet.parent) == 1);
            if (packet.is_counter) counters.insert(packet.uuid);
            continue;
        }
        EXPECT_GE(packet.at, now) << "packets stand in order of time";
        now = packet.at;
        EXPECT_EQ(tracks.count(packet.track), 1u) << "an event on a track that nobody described";
        EXPECT_EQ(counters.count(packet.track) == 1, packet.type == "TYPE_COUNTER");
        if (packet.type == "TYPE_SLICE_BEGIN") open[packet.track].push_back(packet.name);
        if (packet.type == "TYPE_SLICE_END") {
            ASSERT_FALSE(open[packet.track].empty());
            open[packet.track].pop_back();
        }
    }
    for (const auto& [track, names] : open)
        EXPECT_TRUE(names.empty()) << names.back() << " never ends";
}

TEST_F(PerfettoTrace, FollowsAnEventFromTheLogToTheRowThatShowsIt) {
    const std::vector<Packet> packets = trace_of("scenarios/subway-2358.yaml");
    expect_sound(packets);
    const Packet* arrival = nullptr;
    for (const Packet& packet : packets)
        if (packet.name == "bo1" && name_of(packets, packet.track) == "partition 0") arrival = &packet;
    ASSERT_NE(arrival, nullptr);
    EXPECT_EQ(arrival->at, std::uint64_t{13 * 60} * 1'000'000'000) << "00:03 is 13 min after 23:50";
    EXPECT_EQ(arrival->flows.size(), 4u) << "a way for each mode";
    EXPECT_EQ(arrival->notes.at("event time"), "23:58:00");
    std::size_t ended = 0;
    for (const std::uint64_t flow : arrival->flows) {
        for (const Packet& packet : packets)
            if (packet.ending.count(flow) == 1) {
                ++ended;
                EXPECT_GE(packet.at, arrival->at);
            }
    }
    EXPECT_GE(ended, 4u) << "every mode counts it, in a right window or a wrong one";
    bool corrected = false;
    for (const Packet& packet : packets)
        corrected = corrected || (packet.name.find("23:00") != std::string::npos && packet.notes.count("timing") == 1 &&
                                  packet.notes.at("timing") == "late");
    EXPECT_TRUE(corrected);
}

TEST_F(PerfettoTrace, ShowsCrashesCheckpointsAndCounters) {
    const std::vector<Packet> packets = trace_of("scenarios/crash-at-12-07-37.yaml");
    expect_sound(packets);
    std::set<std::string> counters, slices, instants;
    for (const Packet& packet : packets) {
        if (packet.type == "TYPE_COUNTER") counters.insert(name_of(packets, packet.track));
        if (packet.type == "TYPE_SLICE_BEGIN") slices.insert(packet.name.substr(0, packet.name.find(' ')));
        if (packet.type == "TYPE_INSTANT") instants.insert(packet.name.substr(0, packet.name.find(' ')));
    }
    for (const char* counter : {"lag", "state"})
        EXPECT_EQ(counters.count(counter), 1u) << counter;
    EXPECT_EQ(slices.count("down:"), 1u);
    EXPECT_EQ(instants.count("crash"), 1u);
    EXPECT_EQ(slices.count("checkpoint") + instants.count("checkpoint"), 1u);
}

TEST(PerfettoTraceFile, IsTheSameEachTimeAndNeedsTheFullLevel) {
    const TemporaryFolder folder;
    const auto run = [&](const std::string& more) {
        return call("run scenarios/subway-2358.yaml --trace '" + folder.path() + "/" + more).code;
    };
    EXPECT_EQ(run("a.pftrace'"), 0);
    EXPECT_EQ(run("b.pftrace'"), 0);
    EXPECT_EQ(folder.read("a.pftrace"), folder.read("b.pftrace"));
    EXPECT_FALSE(folder.read("a.pftrace").empty());
    EXPECT_EQ(run("c.pftrace' --level answers"), 2);
    EXPECT_EQ(folder.read("c.pftrace"), "");
    EXPECT_EQ(call("run scenarios/subway-2358.yaml --trace /nowhere/at/all.pftrace").code, 2);
}

}  // namespace
}  // namespace tidemark
