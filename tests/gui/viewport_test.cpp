#include "gui/viewport.h"

#include <gtest/gtest.h>

namespace tidemark::gui {
namespace {

using std::chrono::minutes;

View an_hour() {
    View view;
    view.seen = {ProcessingTime{}, ProcessingTime{} + minutes{60}};
    view.happened = {EventTime{}, EventTime{} + minutes{60}};
    view.columns = 1'000;
    view.rows = 500;
    return view;
}

TEST(Viewport, EqualAxesPutTheDiagonalAt45Degrees) {
    View view = an_hour();
    make_equal(view);
    EXPECT_EQ(view.happened.from, EventTime{});
    EXPECT_EQ(view.happened.until, EventTime{} + minutes{30});
}

TEST(Viewport, WhatLiesUnderThePointerStaysThere) {
    const View whole = an_hour();
    View view = whole;
    zoom(view, {0.25, 0.5}, 0.5, whole);
    EXPECT_EQ(view.seen.until - view.seen.from, minutes{30});
    EXPECT_EQ(view.seen.from + (view.seen.until - view.seen.from) / 4, whole.seen.from + minutes{15});
    EXPECT_EQ(view.happened.from + (view.happened.until - view.happened.from) / 2, whole.happened.from + minutes{30});
}

TEST(Viewport, ZoomingEndsSomewhere) {
    const View whole = an_hour();
    View view = whole;
    for (int i = 0; i < 1'000; ++i)
        zoom(view, {}, 0.5, whole);
    EXPECT_EQ(view.seen.until - view.seen.from, std::chrono::milliseconds{1});
    EXPECT_GT(view.happened.until, view.happened.from);
    for (int i = 0; i < 1'000; ++i)
        zoom(view, {}, 2, whole);
    EXPECT_EQ(view.seen.until - view.seen.from, minutes{240});
}

TEST(Viewport, PanningKeepsTheScale) {
    View view = an_hour();
    pan(view, 0.5, -0.5);
    EXPECT_EQ(view.seen.from, ProcessingTime{} + minutes{30});
    EXPECT_EQ(view.happened.from, EventTime{} - minutes{30});
    EXPECT_EQ(view.seen.until - view.seen.from, minutes{60});
}

TEST(Viewport, FollowsNowOnlyWhereItHasTo) {
    View view = an_hour();
    view.now = ProcessingTime{} + minutes{59};
    const View before = view;
    follow(view);
    EXPECT_EQ(view, before);
    view.now = ProcessingTime{} + minutes{90};
    follow(view);
    EXPECT_LT(view.seen.from, view.now);
    EXPECT_GT(view.seen.until, view.now);
}

TEST(Viewport, AnEmptyRangeIsNotShown) {
    const View whole = an_hour();
    View view = whole;
    show_range(view, {whole.seen.until, whole.seen.from}, false, whole);
    EXPECT_EQ(view, whole);
}

}  // namespace
}  // namespace tidemark::gui
