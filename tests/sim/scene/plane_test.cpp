#include "tests/sim/scene/scene_text.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace testing_scenes;

const std::vector<MarkKind> told{MarkKind::event_late,      MarkKind::event_dropped,   MarkKind::event_side_output,
                                 MarkKind::event_elsewhere, MarkKind::event_in_flight, MarkKind::firing_on_time,
                                 MarkKind::firing_late,     MarkKind::window_open,     MarkKind::window_closed,
                                 MarkKind::purge,           MarkKind::batch_cut,       MarkKind::batch_published};

class SubwayScene : public testing::Test {
protected:
    std::string plane(const std::string& mode, const std::string& now) {
        const Scene scene = pictured_.scenes->at(pictured_.view(mode, now));
        return to_text(scene.plane, pictured_.scenario->clock, told);
    }
    Lane lane(const std::string& mode, const std::string& now, LaneKind kind) {
        for (const Lane& lane : pictured_.scenes->at(pictured_.view(mode, now)).lanes)
            if (lane.kind == kind) return lane;
        ADD_FAILURE() << "no lane";
        return {};
    }
    Pictured pictured_{"subway-2358"};
    const Clock& clock_{pictured_.scenario->clock};
};

TEST_F(SubwayScene, BeforeBoIsBackHisClicksAreGrey) {
    EXPECT_EQ(plane("stream", "23:59:40"),
              "window_open 23:50:31..23:59:40 23:48:33..00:00:00 x10 window:23:00\n"
              "event_in_flight 23:59:40 23:58:00 event:bo1 'bo1, in flight: verdict unknown'\n"
              "event_in_flight 23:59:40 23:58:40 event:bo2\n"
              "event_in_flight 23:59:40 23:59:10 event:dan1\n");
}

TEST_F(SubwayScene, SixMinutesPastMidnightBoIsLateAndDanUnderWay) {
    EXPECT_EQ(
        plane("stream", "00:06:00"),
        "window_open 23:50:31..00:00:31 23:48:33..00:00:00 x10 window:23:00\n"
        "window_closed 00:00:31..00:06:00 23:48:33..00:00:00 window:23:00\n"
        "window_open 00:00:31..00:06:00 00:00:00..00:32:45 x6 window:00:00\n"
        "event_in_flight 00:06:00 23:59:10 event:dan1 'dan1, in flight: verdict unknown'\n"
        "event_late 00:03:00 23:58:00 event:bo1 'bo1, bo2: late, accepted'\n"
        "event_late 00:03:00 23:58:40 event:bo2\n"
        "firing_on_time 00:00:31 23:48:33..00:00:00 window:23:00 '10 on time'\n"
        "firing_late 00:03:00 23:48:33..00:00:00 x2 window:23:00 '12 after 2 late firings (truth 13, error −1)'\n");
}

TEST_F(SubwayScene, AtTheEndDanIsInTheSideOutput) {
    EXPECT_EQ(plane("stream", "00:40:00"),
              "window_open 23:50:31..00:00:31 23:48:33..00:00:00 x10 window:23:00\n"
              "window_closed 00:00:31..00:10:31 23:48:33..00:00:00 window:23:00\n"
              "purge 00:10:31 23:48:33..00:00:00\n"
              "window_open 00:00:31..00:40:00 00:00:00..00:32:45 x30 window:00:00\n"
              "event_late 00:03:00 23:58:00 event:bo1 'bo1, bo2: late, accepted'\n"
              "event_late 00:03:00 23:58:40 event:bo2\n"
              "event_side_output 00:20:30 23:59:10 event:dan1 'dan1: too late: side output'\n"
              "firing_on_time 00:00:31 23:48:33..00:00:00 window:23:00 '10 on time'\n"
              "firing_late 00:03:00 23:48:33..00:00:00 x2 window:23:00 '12 after 2 late firings (truth 13, error −1)'\n"
              "firing_on_time 00:40:00 00:00:00..00:32:45 window:00:00 '30 on time'\n");
}

TEST_F(SubwayScene, InProcessingTimeBoIsInTheWrongWindow) {
    EXPECT_EQ(plane("naive", "00:06:00"),
              "window_open 23:50:31..00:00:00 23:48:33..00:32:45 x10 window:23:00\n"
              "window_open 00:00:31..00:06:00 23:48:33..00:32:45 x8 window:00:00\n"
              "event_in_flight 00:06:00 23:59:10 event:dan1 'dan1, in flight: verdict unknown'\n"
              "event_elsewhere 00:03:00 23:58:00 event:bo1 'bo1, bo2: in another window than its own'\n"
              "event_elsewhere 00:03:00 23:58:40 event:bo2\n"
              "firing_on_time 00:00:00 23:48:33..00:32:45 window:23:00 '10 on time (truth 13, error −3)'\n");
}

TEST_F(SubwayScene, TheBatchPublishesLate) {
    const std::string while_it_runs = plane("batch", "00:31:00");
    EXPECT_NE(while_it_runs.find("batch_cut 00:30:00"), std::string::npos) << while_it_runs;
    EXPECT_EQ(while_it_runs.find("batch_published"), std::string::npos) << while_it_runs;
    const std::string after = plane("batch", "00:32:00");
    EXPECT_NE(after.find("batch_published 00:32:00"), std::string::npos) << after;
    EXPECT_NE(after.find("'13 published (truth 13)'"), std::string::npos) << after;
}

TEST_F(SubwayScene, LanesSayWhatIsUnderWay) {
    EXPECT_EQ(lane("stream", "00:06:00", LaneKind::in_flight).reading, "1 event");
    EXPECT_EQ(lane("stream", "00:06:00", LaneKind::log).reading, "no lag");
    EXPECT_EQ(lane("batch", "00:06:00", LaneKind::log).reading, "lag 18");
    EXPECT_EQ(to_text(lane("stream", "00:06:00", LaneKind::sink), clock_),
              "sink: 3 rows\nrow 00:00:31 1 '10'\nrow 00:03:00 1 '11, 12'\n");
    EXPECT_EQ(to_text(lane("stream", "00:06:00", LaneKind::faults), clock_),
              "faults: dan offline\nstretch 23:57:50..00:03:00 1 'bo offline'\n"
              "stretch 23:59:00..00:06:00 2 'dan offline'\n");
    EXPECT_EQ(to_text(lane("stream", "00:06:00", LaneKind::state), clock_),
              "state: 2 entries\nlevel 23:50:31..00:00:31 1\nlevel 00:00:31..00:06:00 2\n");
}

TEST_F(SubwayScene, TheErrorChartHoldsAllModesAgainstTheTruth) {
    const Scene scene = pictured_.scenes->at(pictured_.view("stream", "00:06:00"));
    EXPECT_EQ(to_text(scene.errors, clock_),
              "error of 23:00 count, vs truth 13\n"
              "truth 1 23:50:00..00:40:00 0\n"
              "error 0 00:00:00..00:06:00 -3\n"
              "no_answer 1 00:00:00..00:00:31 0\n"
              "error 1 00:00:31..00:03:00 -3\n"
              "error 1 00:03:00..00:06:00 -1\n"
              "no_answer 2 00:00:00..00:05:00 0\n"
              "error 2 00:05:00..00:06:00 -1\n"
              "no_answer 3 00:00:00..00:06:00 0\n"
              "naive −3\n"
              "stream −1\n"
              "micro −1\n"
              "batch: no answer yet\n");
}

TEST_F(SubwayScene, ThereIsNoTruthBeforeTheWindowIsOver) {
    const Scene scene = pictured_.scenes->at(pictured_.view("stream", "23:59:00"));
    EXPECT_EQ(scene.errors.truth, "no truth until D+1 00:00:00");
    EXPECT_TRUE(scene.errors.marks.empty());
}

TEST_F(SubwayScene, TheWorldAloneHasNoFates) {
    View view = pictured_.view("stream", "00:06:00");
    view.events_only = true;
    const Scene scene = pictured_.scenes->at(view);
    for (const Mark& mark : scene.plane) {
        const bool of_the_world = mark.kind == MarkKind::ideal || mark.kind == MarkKind::now ||
                                  mark.kind == MarkKind::event_arrived || mark.kind == MarkKind::event_in_flight ||
                                  mark.kind == MarkKind::event_tail || mark.kind == MarkKind::event_origin;
        EXPECT_TRUE(of_the_world) << to_text(mark, clock_);
    }
    EXPECT_EQ(to_text(scene.plane, clock_, {MarkKind::event_in_flight}),
              "event_in_flight 00:06:00 23:59:10 event:dan1 'dan1, in flight: verdict unknown'\n");
    EXPECT_EQ(scene.lanes.size(), 2U);
}

TEST_F(SubwayScene, StopsLeadFromOneSurpriseToTheNext) {
    const auto text = [&](const std::string& mode, StopKind kind) {
        std::string instants;
        for (const ProcessingTime at : pictured_.scenes->stops(pictured_.mode(mode), kind))
            instants += (instants.empty() ? "" : " ") + to_text(Mark{MarkKind::now,
                                                                     at.time_since_epoch().count(),
                                                                     at.time_since_epoch().count(),
                                                                     0,
                                                                     0,
                                                                     0,
                                                                     1,
                                                                     {},
                                                                     {},
                                                                     {}},
                                                                clock_)
                                                            .substr(4, 8);
        return instants;
    };
    EXPECT_EQ(text("stream", StopKind::firing), "00:00:31 00:03:00 00:40:00");
    EXPECT_EQ(text("stream", StopKind::surprise), "00:00:31 00:03:00 00:20:30");
    const std::vector<ProcessingTime>& records = pictured_.scenes->stops(pictured_.mode("stream"), StopKind::record);
    EXPECT_TRUE(std::is_sorted(records.begin(), records.end()));
    EXPECT_EQ(std::adjacent_find(records.begin(), records.end()), records.end());
}

TEST_F(SubwayScene, WhatIsSelectedIsAMarkOfItsOwn) {
    View view = pictured_.view("stream", "00:40:00");
    view.columns = 30;  // so coarse that the clicks of minutes are one
    view.rows = 20;
    view.selection = "event:w05";
    bool found = false;
    for (const Mark& mark : pictured_.scenes->at(view).plane)
        found = found || (mark.id == "event:w05" && mark.kind == MarkKind::event_on_time && mark.count == 1);
    EXPECT_TRUE(found);
}

TEST(Sessions, AreDrawnAsFarAsTheyReachNow) {
    Pictured pictured{"one-gap-three-engines"};
    const auto boxes = [&](const std::string& now) {
        const Scene scene = pictured.scenes->at(pictured.view("flink", now));
        return to_text(scene.plane, pictured.scenario->clock, {MarkKind::window_open});
    };
    const std::string before = boxes("12:24:00"), after = boxes("12:55:00");
    EXPECT_NE(before.find("12:20:00..12:25:00"), std::string::npos) << before;
    EXPECT_EQ(before.find("12:33:00"), std::string::npos) << before;
    EXPECT_NE(after.find("12:20:00..12:33:00"), std::string::npos) << after;
}

}  // namespace
}  // namespace tidemark
