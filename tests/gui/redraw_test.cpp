#include "tests/gui/headless.h"

#include <gtest/gtest.h>

namespace tidemark::gui {
namespace {

TEST(Redraw, DrawsAFewFramesAfterAnInputAndThenNone) {
    Redraw redraw;
    int frames = 0;
    for (int i = 0; i < 100; ++i)
        if (redraw.wanted(false)) {
            ++frames;
            redraw.drawn();
        }
    EXPECT_EQ(frames, 3);
    redraw.note_input();
    EXPECT_TRUE(redraw.wanted(false));
}

TEST(Redraw, DrawsAsLongAsSomethingMoves) {
    Redraw redraw;
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(redraw.wanted(true));
        redraw.drawn();
    }
    EXPECT_FALSE(redraw.wanted(false));
}

TEST(Redraw, WhereNothingChangedThePictureIsNotMadeAgain) {
    Session session;
    session.open(scenario_path("subway-2358"));
    session.finish();
    const Picture& first = session.picture();
    const Mark* marks = first.scene.plane.data();
    EXPECT_EQ(session.picture().scene.plane.data(), marks);
    EXPECT_FALSE(session.poll());
    session.tick(1);
    EXPECT_EQ(session.picture().scene.plane.data(), marks);
}

}  // namespace
}  // namespace tidemark::gui
