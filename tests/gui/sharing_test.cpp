#include "gui/commands.h"
#include "gui/last_time.h"
#include "gui/link.h"
#include "gui/options.h"
#include "sim/judge/clock_text.h"
#include "tests/gui/headless.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

// What leaves the window: links, pictures, and where it stood.
namespace tidemark::gui {
namespace {

namespace fs = std::filesystem;

class Sharing : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "tidemark-share-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
        session.open(scenario_path("subway-2358"), {{"stream.allowed_lateness", "0s"}}, 7);
        session.finish();
        ASSERT_NE(session.run(), nullptr);
        session.arrangement = Arrangement::engineer;
        session.look_at(1);
        session.show_instant(session.run()->scenario().clock.day0 + std::chrono::hours{24} + std::chrono::minutes{6});
        session.select("event:bo1");
    }
    void TearDown() override { fs::remove_all(folder); }
    fs::path folder;
    Session session;
};

TEST_F(Sharing, ALinkSaysWhatStandsOnTheScreen) {
    const std::string text = to_text(link_to(session));
    EXPECT_EQ(text,
              scenario_path("subway-2358") +
                  "?set=stream.allowed_lateness=0s&seed=7&mode=stream&now=D+1T00:06:00&sel=event:bo1&layout=engineer");
    EXPECT_TRUE(is_link(text));
    EXPECT_FALSE(is_link("what?.yaml"));
    EXPECT_FALSE(is_link(scenario_path("subway-2358")));
}

TEST_F(Sharing, ALinkIsTakenBack) {
    const ReadOptions read = read_options({to_text(link_to(session)), "--mode", "naive"});
    ASSERT_EQ(read.mistake, "");
    EXPECT_EQ(read.options.file, scenario_path("subway-2358"));
    EXPECT_EQ(read.options.at, "D+1 00:06:00");
    EXPECT_EQ(read.options.mode, "naive") << "what is said beside a link goes before it";
    EXPECT_EQ(read.options.select, "event:bo1");
    EXPECT_EQ(read.options.layout, "engineer");
    EXPECT_EQ(read.options.seed, 7U);
    ASSERT_EQ(read.options.settings.size(), 1U);
    EXPECT_EQ(read.options.settings[0].value, "0s");
    // And gives the same picture.
    Session again;
    again.open(read.options.file, read.options.settings, read.options.seed);
    again.finish();
    ASSERT_NE(again.run(), nullptr);
    EXPECT_EQ(again.run()->simulation().modes[1].schedule, session.run()->simulation().modes[1].schedule);
}

TEST_F(Sharing, WhatALinkNeedsForItselfIsEscaped) {
    Link link;
    link.file = "my file?&.yaml";
    link.settings = {{"job.key", "{a: \"b & c\"}"}};
    const ReadLink read = read_link(to_text(link));
    EXPECT_EQ(read.mistake, "");
    EXPECT_EQ(read.link.file, link.file);
    ASSERT_EQ(read.link.settings.size(), 1U);
    EXPECT_EQ(read.link.settings[0].value, "{a: \"b & c\"}");
    EXPECT_EQ(to_text(link).find('\''), std::string::npos) << "it stands between quotes in a terminal";
}

TEST_F(Sharing, AMistakeInALinkIsASentence) {
    for (const char* text :
         {"a.yaml?now=", "a.yaml?set=nothing", "a.yaml?seed=x", "a.yaml?mode=s&when=now", "a.yaml?layout=sideways"})
        EXPECT_NE(read_options({text}).mistake, "") << text;
}

TEST_F(Sharing, TheLinkIsInTheClipboard) {
    Headless screen(1280, 800);
    EXPECT_TRUE(press(session, Key{'L', true, false, false}));
    screen.draw(session, 1);
    EXPECT_EQ(session.to_copy, "");
    const std::string copied = ImGui::GetClipboardText();
    EXPECT_EQ(copied, "tidemark gui '" + to_text(link_to(session)) + "'");
    EXPECT_NE(session.notice.find(copied), std::string::npos);
}

TEST_F(Sharing, AnInstantIsExportedAsAPictureOfItsOwn) {
    session.export_folder = folder.string();
    EXPECT_TRUE(press(session, Key{'E', true, false, false}));
    const fs::path first = folder / "subway-2358-stream-D+1-00-06-00.svg";
    ASSERT_TRUE(fs::exists(first)) << session.notice;
    EXPECT_NE(session.notice.find(first.string()), std::string::npos);
    EXPECT_NE(read_text(first.string()).find("<svg"), std::string::npos);
    session.export_picture();
    EXPECT_TRUE(fs::exists(folder / "subway-2358-stream-D+1-00-06-00-2.svg")) << "nothing is replaced";
    session.export_folder = (folder / "no/such/folder").string();
    session.export_picture();
    EXPECT_NE(session.notice.find("could not be written"), std::string::npos);
}

TEST_F(Sharing, TheNextStartOpensWhereItWas) {
    const std::string path = (folder / "state/tidemark/window").string();
    EXPECT_FALSE(read_last_time(path));
    ASSERT_TRUE(write_last_time(path, {to_text(link_to(session)), true, 1.3}));
    const std::optional<LastTime> last = read_last_time(path);
    ASSERT_TRUE(last);
    EXPECT_EQ(last->link, to_text(link_to(session)));
    EXPECT_TRUE(last->light);
    EXPECT_DOUBLE_EQ(last->scale, 1.3);
    EXPECT_FALSE(fs::exists(path + ".partial"));
    std::ofstream(path, std::ios::trunc) << "nonsense\nlink\n";
    EXPECT_FALSE(read_last_time(path));
}

TEST_F(Sharing, TheStateHasItsPlaceWhereTheDesktopSays) {
    const char* before = std::getenv("XDG_STATE_HOME");
    const std::string kept = before == nullptr ? "" : before;
    setenv("XDG_STATE_HOME", "/a/state", 1);
    EXPECT_EQ(last_time_path(), "/a/state/tidemark/window");
    setenv("XDG_STATE_HOME", "not/absolute", 1);
    setenv("HOME", "/ann", 1);
    EXPECT_EQ(last_time_path(), "/ann/.local/state/tidemark/window");
    if (kept.empty()) unsetenv("XDG_STATE_HOME");
    else setenv("XDG_STATE_HOME", kept.c_str(), 1);
}

TEST_F(Sharing, ASpanIsMeasuredAndForgotten) {
    const ProcessingTime from = session.view().now;
    session.measure(from + std::chrono::minutes{2}, from);
    ASSERT_TRUE(session.span);
    EXPECT_EQ(session.span->until - session.span->from, ProcessingDuration{std::chrono::minutes{2}});
    Headless screen(1600, 1000);
    const int with = screen.draw(session).vertices;
    EXPECT_TRUE(press(session, Key{key_code::escape}));
    EXPECT_FALSE(session.span);
    EXPECT_LT(screen.draw(session).vertices, with);
}

TEST_F(Sharing, ADragAlongTheTimeAxisMeasures) {
    Headless screen(1600, 1000);
    screen.draw(session);
    // The strip below the plane, found from above: the first place at which a drag measures.
    ImGuiIO& io = ImGui::GetIO();
    for (float y = 500; y < 800 && !session.span; y += 8) {
        io.MousePos = ImVec2(700, y);
        screen.draw(session, 2);
        io.MouseDown[0] = true;
        screen.draw(session, 2);
        io.MousePos = ImVec2(900, y);
        screen.draw(session, 2);
        io.MouseDown[0] = false;
        screen.draw(session, 2);
    }
    ASSERT_TRUE(session.span);
    EXPECT_GT(session.span->until, session.span->from);
}

TEST_F(Sharing, ARightClickOpensTheMenuOfAMark) {
    Headless screen(1600, 1000);
    session.open_menu({"event:dan1", session.view().now, 600, 400});
    EXPECT_EQ(session.overlay, Overlay::menu);
    screen.draw(session);
    // Its first row explains.
    for (float y = 430; y < 520 && session.overlay == Overlay::menu; y += 6)
        screen.click(session, 640, y);
    EXPECT_EQ(session.overlay, Overlay::none);
    EXPECT_EQ(session.view().selection, "event:dan1");
    session.open_menu({"event:dan1", session.view().now, 600, 400});
    EXPECT_TRUE(press(session, Key{key_code::escape}));
    EXPECT_EQ(session.overlay, Overlay::none);
    session.open_menu({"event:dan1", session.view().now, 600, 400});
    screen.click(session, 200, 700);
    EXPECT_EQ(session.overlay, Overlay::none) << "a click beside it closes it";
}

}  // namespace
}  // namespace tidemark::gui
