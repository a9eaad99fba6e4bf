#include "gui/commands.h"
#include "tests/gui/headless.h"

#include <gtest/gtest.h>

#include <variant>

namespace tidemark::gui {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class Subway : public testing::Test {
protected:
    void SetUp() override {
        session.open(scenario_path("subway-2358"));
        session.finish();
        ASSERT_NE(session.run(), nullptr);
    }
    ProcessingTime at(int hours, int minute, int second) const {
        return session.run()->scenario().clock.day0 + std::chrono::hours{hours} + minutes{minute} + seconds{second};
    }
    // Until it stops by itself.
    void play() {
        for (int i = 0; i < 100'000 && session.playback().playing; ++i)
            session.tick(0.05);
    }
    std::size_t mode(const std::string& name) const {
        for (std::size_t i = 0; i < session.run()->modes(); ++i)
            if (session.run()->simulation().modes[i].mode == name) return i;
        return 0;
    }
    Session session;
};

TEST_F(Subway, TheFirstThirtySecondsTellTheStory) {
    session.begin_opening();
    ASSERT_EQ(session.opening(), Opening::standing);
    EXPECT_EQ(session.view().now, at(23, 57, 0));
    EXPECT_TRUE(press(session, Key{key_code::space}));
    EXPECT_EQ(session.opening(), Opening::walking);
    play();
    // It pauses by itself, and asks.
    EXPECT_EQ(session.view().now, at(23, 59, 40));
    ASSERT_EQ(session.opening(), Opening::asking);
    session.choose(0);
    session.lock_in();
    ASSERT_EQ(session.opening(), Opening::revealing);
    play();
    EXPECT_EQ(session.view().now, at(24, 3, 10));
    EXPECT_EQ(session.opening(), Opening::told);
    EXPECT_EQ(session.view().selection, "event:bo1");
    EXPECT_FALSE(session.lesson()->record().front().correct());
    session.go_on_after_opening();
    EXPECT_EQ(session.opening(), Opening::over);
}

TEST_F(Subway, EscapeSkipsTheOpening) {
    session.begin_opening();
    EXPECT_TRUE(press(session, Key{key_code::escape}));
    EXPECT_EQ(session.opening(), Opening::over);
}

TEST_F(Subway, ALessonHidesWhatComesAfterItsQuestion) {
    ASSERT_NE(session.lesson(), nullptr);
    EXPECT_EQ(session.limit(), at(23, 59, 40));
    session.scrub(at(24, 20, 0));
    EXPECT_EQ(session.view().now, at(23, 59, 40));
    session.step(StopKind::surprise, 1);
    EXPECT_LE(session.view().now, session.limit());
    EXPECT_FALSE(session.notice.empty());
}

TEST_F(Subway, StepsGoFromStopToStopAndBack) {
    session.arrangement = Arrangement::engineer;  // no lesson in the way
    session.look_at(mode("stream"));
    session.go_to_start();
    session.step(StopKind::firing, 1);
    EXPECT_EQ(session.view().now, at(24, 0, 31));
    session.step(StopKind::firing, 1);
    EXPECT_EQ(session.view().now, at(24, 3, 0));
    session.step(StopKind::firing, -1);
    EXPECT_EQ(session.view().now, at(24, 0, 31));
    const ProcessingTime here = session.view().now;
    session.step(StopKind::record, 1);
    EXPECT_GT(session.view().now, here);
    session.back();
    EXPECT_EQ(session.view().now, here);
}

TEST_F(Subway, AChangedSettingKeepsTheOldRunAsAGhost) {
    session.arrangement = Arrangement::engineer;
    session.look_at(mode("stream"));
    session.show_instant(at(24, 6, 0));
    const LoadedRun* before = session.run();
    session.set("stream.allowed_lateness", "0s");
    EXPECT_EQ(session.run(), before);  // it stays until the new one is complete
    session.finish();
    EXPECT_NE(session.run(), before);
    EXPECT_EQ(session.ghost(), before);
    EXPECT_EQ(session.view().now, at(24, 6, 0));
    EXPECT_EQ(session.view().mode, mode("stream"));
    EXPECT_TRUE(session.picture().ghost.has_value());
    EXPECT_EQ(session.value_of("stream.allowed_lateness"), "0s");
    EXPECT_TRUE(press(session, Key{'G'}));
    EXPECT_EQ(session.ghost(), nullptr);
    session.back();
    session.finish();
    EXPECT_TRUE(session.settings().empty());
    EXPECT_EQ(session.value_of("stream.allowed_lateness"), "10m");
}

TEST_F(Subway, TurningBackToTheFilesValueIsNoChange) {
    session.set("stream.allowed_lateness", "0s");
    session.finish();
    EXPECT_EQ(session.settings().size(), 1u);
    session.set("stream.allowed_lateness", "10m");
    session.finish();
    EXPECT_TRUE(session.settings().empty());
}

TEST_F(Subway, ASettingThatTheTableOfKeysRefusesLeavesTheRunAlone) {
    const LoadedRun* before = session.run();
    session.set("stream.watermark.delay", "soon");
    session.finish();
    EXPECT_EQ(session.run(), before);
    EXPECT_TRUE(session.has_problem());
    EXPECT_TRUE(session.settings().empty());
    EXPECT_TRUE(press(session, Key{key_code::escape}));
    EXPECT_FALSE(session.has_problem());
}

TEST_F(Subway, TabWalksTheMarksInTimeOrder) {
    session.arrangement = Arrangement::engineer;
    session.show_instant(at(24, 6, 0));
    EXPECT_TRUE(press(session, Key{key_code::tab}));
    const std::string first = session.view().selection;
    EXPECT_FALSE(first.empty());
    EXPECT_TRUE(press(session, Key{key_code::tab}));
    EXPECT_NE(session.view().selection, first);
    EXPECT_TRUE(press(session, Key{key_code::tab, false, true, false}));
    EXPECT_EQ(session.view().selection, first);
}

TEST_F(Subway, TheWholeLessonCanBePlayed) {
    session.skip_opening();
    for (int turn = 0; turn < 60 && session.lesson()->phase() != LessonPlayer::Phase::over; ++turn) {
        if (session.lesson()->phase() == LessonPlayer::Phase::asking) {
            EXPECT_FALSE(can(command("lesson-next"), session));
            session.choose(0);
            session.feel(LessonPlayer::Confidence::sure);
            EXPECT_TRUE(press(session, Key{key_code::enter}));
        } else {
            session.lesson_next();
        }
        play();
        EXPECT_LE(session.view().now, session.limit());
    }
    EXPECT_EQ(session.lesson()->phase(), LessonPlayer::Phase::over);
    EXPECT_EQ(session.lesson()->record().size(), 2u);
}

TEST_F(Subway, AModeThatALaterQuestionIsAboutHasNoCurveYet) {
    session.skip_opening();
    ASSERT_EQ(session.view().mode, mode("naive"));
    EXPECT_TRUE(session.shows_curve(mode("naive")));
    EXPECT_FALSE(session.shows_curve(mode("stream"))) << "step 4 asks for its final count";
    EXPECT_TRUE(session.shows_curve(mode("batch")));
    while (session.lesson()->phase() != LessonPlayer::Phase::over) {
        session.choose(0);
        session.feel(LessonPlayer::Confidence::guess);
        session.lock_in();
        session.lesson_next();
    }
    EXPECT_TRUE(session.shows_curve(mode("stream")));
}

TEST_F(Subway, ALessonStandsWhereSomethingIsSeenAndSomethingIsToCome) {
    for (const char* name : {"subway-2358", "how-long-do-you-wait", "when-are-you-done", "two-clocks"}) {
        session.open(scenario_path(name));
        session.finish();
        ASSERT_NE(session.lesson(), nullptr);
        EXPECT_LT(session.view().now, session.limit()) << name;
        const auto& plane = session.picture().scene.plane;
        EXPECT_TRUE(std::any_of(plane.begin(), plane.end(), [](const Mark& mark) {
            return mark.kind >= MarkKind::event_origin && mark.kind <= MarkKind::crowd;
        })) << name;
    }
}

TEST_F(Subway, ReachingTheGoalOfATryIsSeenByTheRun) {
    while (session.lesson()->current() != nullptr &&
           !std::holds_alternative<LessonTry>(session.lesson()->current()->what)) {
        if (session.lesson()->phase() == LessonPlayer::Phase::asking) {
            session.choose(0);
            session.feel(LessonPlayer::Confidence::guess);
            session.lock_in();
        }
        session.lesson_next();
    }
    ASSERT_EQ(session.lesson()->phase(), LessonPlayer::Phase::trying);
    session.set("stream.allowed_lateness", "15m");
    session.finish();
    EXPECT_EQ(session.lesson()->phase(), LessonPlayer::Phase::trying);
    session.set("stream.allowed_lateness", "30m");
    session.finish();
    EXPECT_EQ(session.lesson()->phase(), LessonPlayer::Phase::reached);
}

}  // namespace
}  // namespace tidemark::gui
