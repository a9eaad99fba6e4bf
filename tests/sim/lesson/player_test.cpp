#include "sim/lesson/player.h"

#include "sim/judge/clock_text.h"
#include "tests/sim/lesson/played.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace testing_lesson;
using Phase = LessonPlayer::Phase;
using Confidence = LessonPlayer::Confidence;
using Names = std::vector<std::string>;

class SmallLesson : public testing::Test {
protected:
    SmallLesson() : played_(play_text(small_lesson)), player_(*played_->scenario, *played_->judgement) {}

    // To the step, every question on the way answered with its first choice.
    void go_to(std::size_t step) {
        while (player_.step() < step) {
            answer(0);
            player_.next();
        }
    }
    void answer(std::size_t choice) {
        player_.choose(choice);
        player_.feel(Confidence::sure);
        player_.lock_in();
    }
    std::string shown_until() const {
        const auto until = player_.play_until();
        return until ? clock_text(*until, played_->scenario->clock) : "end";
    }

    std::unique_ptr<Played> played_;
    LessonPlayer player_;
};

TEST_F(SmallLesson, BeginsWithItsFirstStepAndNothingPlayed) {
    EXPECT_EQ(player_.step(), 0U);
    EXPECT_EQ(player_.steps(), 7U);
    EXPECT_EQ(player_.phase(), Phase::saying);
    EXPECT_EQ(shown_until(), "12:00:00");
    EXPECT_EQ(player_.selection(), "");
    EXPECT_TRUE(player_.record().empty());
    player_.back();
    EXPECT_EQ(player_.step(), 0U);
}

TEST_F(SmallLesson, AQuestionHasToBeLockedInBeforeItGoesOn) {
    go_to(2);
    EXPECT_EQ(player_.phase(), Phase::asking);
    EXPECT_FALSE(player_.can_go_on());
    player_.next();
    EXPECT_EQ(player_.step(), 2U);
    player_.lock_in();
    EXPECT_EQ(player_.answered(), nullptr) << "nothing is chosen yet";
    player_.choose(7);
    EXPECT_EQ(player_.chosen(), std::nullopt) << "there is no such choice";
    player_.choose(1);
    EXPECT_FALSE(player_.can_lock_in()) << "the lesson wants to know how sure";
    player_.feel(Confidence::guess);
    ASSERT_TRUE(player_.can_lock_in());
    player_.lock_in();
    EXPECT_EQ(player_.phase(), Phase::revealed);
    player_.next();
    EXPECT_EQ(player_.step(), 3U);
}

TEST_F(SmallLesson, TheRunSaysWhatIsRight) {
    go_to(2);
    answer(1);
    ASSERT_NE(player_.answered(), nullptr);
    EXPECT_TRUE(player_.answered()->correct());
    EXPECT_EQ(player_.answered()->run_says, "3");
    EXPECT_EQ(player_.answered()->confidence, Confidence::sure);
    player_.next();
    answer(2);
    EXPECT_FALSE(player_.answered()->correct());
    EXPECT_EQ(player_.answered()->right, 0U);
    EXPECT_EQ(player_.answered()->run_says, "2");
    ASSERT_EQ(player_.record().size(), 2U);
    EXPECT_EQ(player_.record()[0].step, 2U);
    EXPECT_EQ(player_.record()[1].step, 3U);
}

TEST_F(SmallLesson, WhatIsLockedInStays) {
    go_to(2);
    answer(0);
    player_.choose(1);
    player_.lock_in();
    EXPECT_EQ(player_.answered()->choice, 0U);
    player_.next();
    player_.back();
    EXPECT_EQ(player_.phase(), Phase::revealed);
    EXPECT_EQ(player_.chosen(), 0U);
    EXPECT_EQ(player_.record().size(), 1U);
}

// An open question hides again what the answer before it has shown.
TEST_F(SmallLesson, IsPlayedAsFarAsAStepAllows) {
    go_to(1);
    EXPECT_EQ(shown_until(), "12:01:15");
    player_.next();
    EXPECT_EQ(shown_until(), "12:01:15");
    player_.choose(1);
    player_.feel(Confidence::sure);
    EXPECT_EQ(shown_until(), "12:01:15");
    player_.lock_in();
    EXPECT_EQ(shown_until(), "end");
    player_.next();
    EXPECT_EQ(shown_until(), "12:01:15");
    answer(0);
    EXPECT_EQ(shown_until(), "12:06:00");
    player_.next();
    EXPECT_EQ(shown_until(), "12:06:00");
    player_.next();
    EXPECT_EQ(player_.phase(), Phase::trying);
    EXPECT_EQ(shown_until(), "end");
    player_.next();
    EXPECT_EQ(shown_until(), "12:01:15");
    player_.back();
    player_.back();
    player_.back();
    player_.back();
    player_.back();
    EXPECT_EQ(shown_until(), "12:01:15");
}

TEST_F(SmallLesson, SelectsWhatARevealPointsAt) {
    go_to(2);
    EXPECT_EQ(player_.selection(), "");
    answer(0);
    EXPECT_EQ(player_.selection(), "event:late");
    player_.next();
    EXPECT_EQ(player_.selection(), "event:late");
    answer(0);
    EXPECT_EQ(player_.selection(), "event:later");
}

TEST_F(SmallLesson, ShowsWhatTheStepsHaveAskedFor) {
    EXPECT_EQ(player_.show().modes, Names{"stream"});
    EXPECT_EQ(player_.show().plane, "events_only");
    go_to(2);
    EXPECT_EQ(player_.show().plane, "events_only") << "a step without 'show' changes nothing";
    answer(0);
    EXPECT_EQ(player_.show().plane, "") << "the answer is the stream's, so the stream is seen";
    player_.next();
    EXPECT_EQ(player_.show().modes, Names{"strict"}) << "the question is about it";
    go_to(4);
    EXPECT_EQ(player_.show().modes, Names{});
    EXPECT_EQ(player_.show().compare, (Names{"stream", "strict"}));
    EXPECT_EQ(player_.show().highlight, Names{"watermark"});
    ASSERT_TRUE(player_.show().range) << "the range stays as before";
    EXPECT_EQ(clock_text(player_.show().range->second, played_->scenario->clock), "12:06:00");
    go_to(5);
    EXPECT_EQ(player_.show().modes, Names{"stream"}) << "the goal is about it";
    EXPECT_EQ(player_.show().compare, Names{});
    go_to(7);
    EXPECT_EQ(player_.show().compare, (Names{"stream", "strict"}));
}

TEST_F(SmallLesson, KeepsBackTheModesOfOpenQuestions) {
    EXPECT_EQ(player_.kept_back(), (Names{"stream", "strict"}));
    go_to(2);
    answer(0);
    EXPECT_EQ(player_.kept_back(), (Names{"strict", "stream"})) << "its first question is answered, a later one is not";
    go_to(6);
    EXPECT_EQ(player_.kept_back(), Names{"stream"});
    answer(0);
    EXPECT_EQ(player_.kept_back(), Names{});
    player_.back();
    EXPECT_EQ(player_.kept_back(), Names{}) << "what was answered stays answered";
}

TEST_F(SmallLesson, AGoalIsReachedByARunThatReachesIt) {
    go_to(5);
    ASSERT_EQ(player_.phase(), Phase::trying);
    EXPECT_FALSE(player_.grade(*played_->judgement));
    EXPECT_EQ(player_.phase(), Phase::trying);
    EXPECT_TRUE(player_.can_go_on()) << "it can be left";
    const auto turned = play_text(small_lesson, {"stream.allowed_lateness=5m"});
    EXPECT_TRUE(player_.grade(*turned->judgement));
    EXPECT_EQ(player_.phase(), Phase::reached);
    EXPECT_FALSE(player_.grade(*played_->judgement));
    EXPECT_EQ(player_.phase(), Phase::reached) << "what is reached stays reached";
    player_.back();
    player_.next();
    EXPECT_EQ(player_.phase(), Phase::reached);
}

TEST_F(SmallLesson, NothingIsGradedWhereNothingIsTried) {
    const auto turned = play_text(small_lesson, {"stream.allowed_lateness=5m"});
    EXPECT_FALSE(player_.grade(*turned->judgement));
    EXPECT_EQ(player_.phase(), Phase::saying);
}

TEST_F(SmallLesson, AClockTimeIsSaidByItsMinuteToo) {
    go_to(6);
    answer(2);
    EXPECT_EQ(player_.answered()->right, 1U) << "the first of the two that say it";
    EXPECT_EQ(player_.answered()->run_says, "12:01:10");
}

TEST_F(SmallLesson, EndsAndCanBeGoneBackInto) {
    go_to(7);
    EXPECT_EQ(player_.phase(), Phase::over);
    EXPECT_EQ(player_.current(), nullptr);
    EXPECT_EQ(shown_until(), "end");
    EXPECT_FALSE(player_.can_go_on());
    player_.next();
    EXPECT_EQ(player_.step(), 7U);
    player_.back();
    EXPECT_EQ(player_.step(), 6U);
    EXPECT_EQ(player_.phase(), Phase::revealed);
}

}  // namespace
}  // namespace tidemark
