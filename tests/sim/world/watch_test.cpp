#include "sim/world/watch.h"

#include "sim/world/trace_writer.h"

#include <gtest/gtest.h>

#include <chrono>

// Every promise that is watched while a run goes can be seen broken, at the level that keeps no columns.
namespace tidemark {
namespace {

using namespace std::chrono_literals;

constexpr Actor source{ProcessId{1}, 1}, window{ProcessId{2}, 1};

ProcessingTime clock(ProcessingDuration at) { return ProcessingTime{at}; }
EventTime event(EventDuration at) { return EventTime{at}; }

// Watermarks, each at its instant, in a batch without records.
RecordBatch watermarks(std::vector<std::pair<EventDuration, ProcessingDuration>> steps) {
    RecordBatch batch;
    for (const auto& [watermark, at] : steps)
        batch.steps.push_back({0, WatermarkStep::Kind::watermark, event(watermark), clock(at)});
    return batch;
}
Pane pane(EventDuration from, EventDuration until, PaneTiming timing = PaneTiming::on_time) {
    Pane made;
    made.window = {event(from), event(until)};
    made.timing = timing;
    return made;
}

class WatchTest : public testing::Test {
protected:
    TraceWriter writer{"test", TraceLevel::fingerprint, Watch{EventDuration{2s}}};

    void sends(ProcessingDuration at, Actor sender, Message message) {
        writer.sent(clock(at), sender, Send{sender.process == source.process ? window.process : ProcessId{3}, message});
    }
    void receives(ProcessingDuration at, Message message) {
        writer.input(clock(at), window, Received{source.process, std::move(message)});
    }
    void notes(ProcessingDuration at, Actor actor, Note note) { writer.effect(clock(at), actor, std::move(note)); }
    void refuses(ProcessingDuration at, EventDuration record_at, bool finished = false) {
        Refused refused;
        refused.record.at = event(record_at);
        refused.finished = finished;
        notes(at, window, NoteRefused{refused});
    }
    // "watermark_monotone no_time_travel"
    std::string broken() const {
        std::string names;
        for (const Sighting& sighting : writer.sightings())
            names += (names.empty() ? "" : " ") + std::string{sighting.invariant};
        return names;
    }
};

TEST_F(WatchTest, AReaderGoesOnWhereItStopped) {
    notes(1s, source, NoteRead{PartitionId{0}, Offset{0}, 5});
    notes(2s, source, NoteRead{PartitionId{0}, Offset{5}, 5});
    notes(2s, source, NoteRead{PartitionId{1}, Offset{0}, 5});
    notes(3s, {source.process, 2}, NoteRead{PartitionId{0}, Offset{3}, 9});  // a new life, from a checkpoint
    notes(3s, {ProcessId{7}, 1}, NoteRead{PartitionId{1}, Offset{5}, 1});    // another reader takes over
    EXPECT_EQ(broken(), "");
    notes(4s, {source.process, 2}, NoteRead{PartitionId{0}, Offset{13}, 1});
    EXPECT_EQ(broken(), "partition_order");
    notes(5s, {source.process, 3}, NoteRead{PartitionId{1}, Offset{7}, 1});
    EXPECT_EQ(broken(), "partition_order partition_order");
}

TEST_F(WatchTest, AWatermarkThatWasSentNeverGoesBackInALife) {
    sends(1s, source, watermarks({{5s, 1s}, {6s, 1s}}));
    sends(2s, source, watermarks({{6s, 2s}}));
    sends(3s, {source.process, 2}, watermarks({{1s, 3s}}));
    EXPECT_EQ(broken(), "");
    sends(4s, {source.process, 2}, watermarks({{999ms, 4s}}));
    EXPECT_EQ(broken(), "watermark_monotone");
}

TEST_F(WatchTest, AWindowWaitsForItsWatermark) {
    receives(1s, watermarks({{8s, 1s}, {9999ms, 3s}}));
    sends(2s, window, PaneBatch{{pane(0s, 8s), pane(0s, 20s, PaneTiming::early)}});
    sends(3s, window, PaneBatch{{pane(0s, 10s)}});
    EXPECT_EQ(broken(), "");
    receives(4s, watermarks({{10s, 6s}}));
    sends(5s, window, PaneBatch{{pane(0s, 10001ms)}});  // that watermark comes a second later
    EXPECT_EQ(broken(), "no_fire_before_watermark");
    receives(7s, EndOfInput{});
    sends(7s, window, PaneBatch{{pane(0s, 99s)}});
    EXPECT_EQ(broken(), "no_fire_before_watermark");
}

TEST_F(WatchTest, ARecordIsRefusedOnlyWhenItIsLate) {
    receives(1s, watermarks({{10s, 1s}}));
    refuses(1s, 8s);
    refuses(1s, 9s, true);  // its window's trigger had finished
    EXPECT_EQ(broken(), "");
    refuses(1s, 8001ms);
    EXPECT_EQ(broken(), "late_is_late");
}

TEST_F(WatchTest, TimeNeverGoesBack) {
    sends(2s, source, watermarks({}));
    receives(2s, watermarks({}));
    EXPECT_EQ(broken(), "");
    receives(1999ms, watermarks({}));
    EXPECT_EQ(broken(), "no_time_travel");
}

TEST_F(WatchTest, TheFirstFewTell) {
    for (int i = 20; i > 0; --i)
        receives(std::chrono::seconds{i}, watermarks({}));
    EXPECT_EQ(writer.sightings().size(), 5u);
    EXPECT_EQ(writer.sightings().front().at, clock(19s));
}

TEST(Watch, WithoutWatermarksWindowsOweThemNothing) {
    TraceWriter writer{"kafka", TraceLevel::fingerprint};
    writer.sent(clock(1s), window, Send{ProcessId{3}, PaneBatch{{pane(0s, 8s)}}});
    EXPECT_TRUE(writer.sightings().empty());
}

}  // namespace
}  // namespace tidemark
