#include "gui/playback.h"

#include <gtest/gtest.h>

namespace tidemark::gui {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr ProcessingTime start{seconds{1'000}};

TEST(Playback, StandsStillUntilItPlays) {
    Playback playback;
    EXPECT_EQ(playback.advance(start, 0.05, start + minutes{5}), start);
}

TEST(Playback, GoesAsFastAsItSays) {
    Playback playback;
    playback.playing = true;
    playback.speed = speed_for(minutes{45}, 45);
    EXPECT_EQ(speed_text(speeds()[playback.speed]), "60x");
    EXPECT_EQ(playback.advance(start, 0.05, start + minutes{5}), start + seconds{3});
    EXPECT_TRUE(playback.playing);
}

TEST(Playback, StopsExactlyWhereItHasTo) {
    Playback playback;
    playback.playing = true;
    playback.speed = speed_for(minutes{45}, 45);
    playback.until = start + seconds{1};
    EXPECT_EQ(playback.advance(start, 0.1, start + minutes{5}), start + seconds{1});
    EXPECT_FALSE(playback.playing);
}

TEST(Playback, AWindowThatWasAwayGoesOnWhereItWas) {
    Playback playback;
    playback.playing = true;
    playback.speed = speed_for(minutes{45}, 45);
    EXPECT_LE(playback.advance(start, 3'600, start + minutes{500}), start + seconds{6});
}

TEST(Playback, SpeedsAreInOrderAndHaveNames) {
    for (std::size_t i = 0; i < speeds().size(); ++i) {
        EXPECT_EQ(speed_text(speeds()[i]).back(), 'x');
        if (i > 0) {
            EXPECT_LT(speeds()[i - 1].thousandths, speeds()[i].thousandths);
        }
    }
    EXPECT_EQ(speed_text(speeds().front()), "0.001x");
    EXPECT_EQ(speed_for(ProcessingDuration{0}, 45), 0u);
}

}  // namespace
}  // namespace tidemark::gui
