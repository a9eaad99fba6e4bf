#include "gui/commands.h"
#include "tests/gui/headless.h"

#include <gtest/gtest.h>

namespace tidemark::gui {
namespace {

// With no allowed lateness the stream says 10 where 12 was expected.
class Broken : public testing::Test {
protected:
    void SetUp() override {
        session.open(scenario_path("subway-2358"), {{"stream.allowed_lateness", "0s"}});
        session.finish();
        ASSERT_NE(session.run(), nullptr);
        session.skip_opening();
        ASSERT_FALSE(session.run()->broken().empty());
    }
    Session session;
};

TEST_F(Broken, IsFoundAtItsInstantAndSaysWhatWasExpected) {
    EXPECT_TRUE(press(session, Key{'X'}));
    const BrokenExpectation& first = session.run()->broken().front();
    EXPECT_EQ(session.view().now, first.at);
    EXPECT_EQ(session.view().selection, first.selection);
    EXPECT_NE(first.selection, "");
    EXPECT_NE(session.notice.find("expected"), std::string::npos) << session.notice;
    EXPECT_NE(session.notice.find("got"), std::string::npos) << session.notice;
    ASSERT_TRUE(first.mode);
    EXPECT_EQ(session.view().mode, *first.mode);
    EXPECT_FALSE(session.picture().inspection.story.lines.empty()) << "it is explained";
}

TEST_F(Broken, AreVisitedOneAfterTheOther) {
    const std::size_t count = session.run()->broken().size();
    session.next_broken();
    const ProcessingTime first = session.view().now;
    for (std::size_t i = 1; i < count; ++i)
        session.next_broken();
    EXPECT_EQ(session.view().now, session.run()->broken().back().at);
    session.next_broken();
    EXPECT_EQ(session.view().now, first);
}

TEST_F(Broken, IsASurprise) {
    session.arrangement = Arrangement::engineer;
    const BrokenExpectation& first = session.run()->broken().front();
    session.look_at(*first.mode);
    session.show_instant(first.at - std::chrono::milliseconds{1});
    session.step(StopKind::surprise, 1);
    EXPECT_EQ(session.view().now, first.at);
    EXPECT_NE(session.notice.find(first.words), std::string::npos);
}

TEST_F(Broken, ALessonThatWouldHideItIsLeft) {
    ASSERT_EQ(session.arrangement, Arrangement::lesson);
    session.next_broken();
    EXPECT_EQ(session.arrangement, Arrangement::engineer);
}

TEST_F(Broken, WhereAllHoldThereIsNone) {
    session.unset("stream.allowed_lateness");
    session.finish();
    EXPECT_TRUE(session.run()->broken().empty());
    EXPECT_FALSE(press(session, Key{'X'}));
}

}  // namespace
}  // namespace tidemark::gui
