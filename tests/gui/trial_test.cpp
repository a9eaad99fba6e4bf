#include "gui/knobs.h"
#include "tests/gui/headless.h"

#include <gtest/gtest.h>

namespace tidemark::gui {
namespace {

using Phase = LessonPlayer::Phase;

// The subway lesson, its questions answered with their first choices, at the step in which knobs are turned.
class SubwayTrial : public testing::Test {
protected:
    SubwayTrial() {
        session.open(scenario_path("subway-2358"));
        session.finish();
        session.skip_opening();
        while (session.lesson()->phase() != Phase::trying) {
            session.choose(0);
            session.feel(LessonPlayer::Confidence::guess);
            session.lock_in();
            session.lesson_next();
        }
    }
    Session session;
};

TEST_F(SubwayTrial, HasTheKnobsAndTheGoalOfItsStep) {
    ASSERT_NE(session.trial(), nullptr);
    ASSERT_EQ(session.trial()->knobs.size(), 2U);
    EXPECT_EQ(session.trial()->knobs[0].path, "stream.watermark.delay");
    EXPECT_EQ(session.trial()->knobs[0].value, "30s");
    EXPECT_EQ(session.trial()->now.got, "12");
    EXPECT_FALSE(session.trial()->now.reached);
    Headless screen(1600, 1000);
    EXPECT_GT(screen.draw(session).vertices, 500);
}

TEST_F(SubwayTrial, IsGradedByTheRunThatIsTurned) {
    session.set("stream.allowed_lateness", "21m");
    session.finish();
    ASSERT_NE(session.trial(), nullptr);
    EXPECT_TRUE(session.trial()->now.reached);
    EXPECT_EQ(session.trial()->before.got, "12");
    EXPECT_EQ(session.trial()->now.got, "13");
    EXPECT_EQ(session.trial()->knobs[1].value, "21m");
    EXPECT_EQ(session.lesson()->phase(), Phase::reached);
}

TEST_F(SubwayTrial, PutsBackWhatWasTurnedWhenTheLessonGoesOn) {
    session.set("stream.allowed_lateness", "21m");
    session.finish();
    session.lesson_next();
    session.finish();
    EXPECT_TRUE(session.settings().empty());
    EXPECT_EQ(session.trial(), nullptr);
    session.lesson_back();
    EXPECT_TRUE(session.trial()->reached) << "what was reached stays reached";
    EXPECT_FALSE(session.trial()->now.reached);
}

TEST(Trial, DurationsAreWrittenAsScenariosWriteThem) {
    using namespace std::chrono_literals;
    EXPECT_EQ(compact_text(0s), "0s");
    EXPECT_EQ(compact_text(90s), "90s");
    EXPECT_EQ(compact_text(15min), "15m");
    EXPECT_EQ(compact_text(24h), "1d");
    EXPECT_EQ(compact_text(ProcessingDuration{1500}), "1500us");
}

}  // namespace
}  // namespace tidemark::gui
