#include "gui/painter.h"
#include "tests/gui/headless.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace tidemark::gui {
namespace {

constexpr int most_vertices = 65'535;  // of a list, where a browser draws it

void expect_drawable(Headless& screen, Session& session, const std::string& what) {
    const Headless::Drawn drawn = screen.draw(session);
    EXPECT_GT(drawn.vertices, session.run() == nullptr ? 100 : 500) << what;
    EXPECT_LT(drawn.largest_list, most_vertices) << what;
    EXPECT_TRUE(drawn.numbers) << what;
}

// Big ones at fewer instants: the pictures are as big, the time until they are there is not.
int instants(const Session& session) { return session.run()->simulation().tape->generated > 5'000 ? 3 : 10; }

class EveryScenario : public testing::TestWithParam<std::string> {};

TEST_P(EveryScenario, EveryPanelIsDrawnAtEveryInstant) {
    Session session;
    session.open(GetParam());
    session.finish();
    if (session.run() == nullptr) {
        ASSERT_TRUE(session.has_problem());
        return;
    }
    Headless screen(1600, 1000);
    session.skip_opening();
    const int count = instants(session);
    for (int i = 0; i <= count; ++i) {
        session.show_instant(session.starts() + (session.ends() - session.starts()) * i / count);
        session.look_at(static_cast<std::size_t>(i) % session.run()->modes());
        if (i % 3 == 1) session.select_next(1);
        for (const Arrangement arrangement : {Arrangement::engineer, Arrangement::compare}) {
            session.arrangement = arrangement;
            expect_drawable(screen, session, GetParam() + " at " + std::to_string(i));
        }
    }
    session.arrangement = session.lesson() != nullptr ? Arrangement::lesson : Arrangement::lecture;
    expect_drawable(screen, session, GetParam());
}

// Every panel is drawn at the instants at which something happens, at every n-th where that is too often; and the run is
// the one that nobody has looked at.
TEST_P(EveryScenario, ReadingARunDoesNotChangeIt) {
    Session session;
    session.open(GetParam());
    session.finish();
    ASSERT_NE(session.run(), nullptr);
    session.skip_opening();
    session.arrangement = Arrangement::engineer;
    Headless screen(1280, 800);
    const bool many = session.run()->simulation().tape->generated > 5'000;
    const auto& stops = session.run()->scenes().stops(session.view().mode, StopKind::record);
    const std::size_t stride = std::max<std::size_t>(1, stops.size() / (many ? 8 : 60));
    for (std::size_t i = 0; i < stops.size(); i += stride) {
        session.show_instant(stops[i]);
        session.select_next(1);
        screen.draw(session, 1);
    }
    const Simulation& seen = session.run()->simulation();
    const Simulation again = run(*seen.scenario, seen.seed);
    EXPECT_EQ(seen.tape->input, again.tape->input);
    for (std::size_t mode = 0; mode < again.modes.size(); ++mode) {
        EXPECT_EQ(seen.modes[mode].output, again.modes[mode].output);
        EXPECT_EQ(seen.modes[mode].schedule, again.modes[mode].schedule);
        EXPECT_EQ(seen.modes[mode].state, again.modes[mode].state);
        EXPECT_EQ(seen.modes[mode].metrics, again.modes[mode].metrics);
    }
}

INSTANTIATE_TEST_SUITE_P(Panels, EveryScenario, testing::ValuesIn(shipped_scenarios()), [](const auto& parameter) {
    std::string name = std::filesystem::path(parameter.param).stem().string();
    for (char& c : name)
        if (c == '-') c = '_';
    return name;
});

TEST(Panels, AreDrawnInEveryLayoutAtEverySizeAndScale) {
    Session session;
    session.open(scenario_path("subway-2358"));
    session.finish();
    session.show_instant(session.ends());
    for (const ImVec2 size : {ImVec2(800, 600), ImVec2(1280, 800), ImVec2(1600, 1000), ImVec2(2560, 1600)}) {
        Headless screen(size.x, size.y);
        for (const Arrangement arrangement :
             {Arrangement::lesson, Arrangement::compare, Arrangement::engineer, Arrangement::lecture})
            for (const double scale : {0.8, 2.0})
                for (const Drawer drawer : {Drawer::none, Drawer::lesson, Drawer::inspector}) {
                    session.arrangement = arrangement;
                    session.looks.user_scale = scale;
                    session.drawer = drawer;
                    session.looks.light = drawer == Drawer::lesson;
                    session.looks.turned = drawer == Drawer::inspector;
                    // Once more for the fonts: what is baked, is baked for good.
                    expect_drawable(screen, session, "a layout");
                }
    }
}

TEST(Panels, OverlaysAreDrawnAndTheirButtonsDoWhatTheySay) {
    Session session;
    session.shelf = scenarios_in(TIDEMARK_SOURCE_DIR "/scenarios");
    EXPECT_GT(session.shelf.size(), 5u);
    Headless screen(1600, 1000);
    expect_drawable(screen, session, "nothing is open");
    session.open(scenario_path("subway-2358"));
    session.finish();
    for (const Overlay overlay :
         {Overlay::help, Overlay::palette, Overlay::save, Overlay::open, Overlay::pages, Overlay::menu}) {
        session.overlay = overlay;
        expect_drawable(screen, session, "an overlay");
    }
    session.overlay = Overlay::pages;
    session.honesty = read_text(TIDEMARK_SOURCE_DIR "/docs/honesty.md");
    for (const char* page : {"", "watermark", "no such word"}) {
        session.page = page;
        expect_drawable(screen, session, page);
    }
    session.overlay = Overlay::none;
    const int before = screen.draw(session).vertices;
    session.overlay = Overlay::help;
    EXPECT_GT(screen.draw(session).vertices, before + 2'000);  // help lists every key
}

TEST(Panels, AMistakeInTheFileIsShownOverTheRunBeforeIt) {
    Session session;
    Headless screen(1600, 1000);
    session.open("/nowhere/at-all.yaml");
    session.finish();
    ASSERT_TRUE(session.has_problem());
    expect_drawable(screen, session, "no file");
    session.open(scenario_path("subway-2358"));
    session.finish();
    EXPECT_FALSE(session.has_problem());
    session.set("stream.allowed_lateness", "ten minutes");
    session.finish();
    EXPECT_TRUE(session.has_problem());
    ASSERT_NE(session.run(), nullptr);
    expect_drawable(screen, session, "a mistake");
    EXPECT_TRUE(session.shows_request());
}

TEST(Pointing, MeansTheNearestThingThatHasSomethingToSay) {
    View view;
    view.seen = {ProcessingTime{}, ProcessingTime{} + std::chrono::seconds{100}};
    view.happened = {EventTime{}, EventTime{} + std::chrono::seconds{100}};
    const Projection projection = project(view, {0, 0, 100, 100}, false);
    Mark diagonal, event, band;
    diagonal.kind = MarkKind::ideal;
    diagonal.x1 = 100'000'000;
    diagonal.y1 = 100'000;
    event.kind = MarkKind::event_on_time;
    event.x0 = event.x1 = 50'000'000;
    event.y0 = event.y1 = 50'000;
    band.kind = MarkKind::window_open;
    band.x1 = 100'000'000;
    band.y1 = 100'000;
    diagonal.sentence = event.sentence = band.sentence = "something";
    const std::vector<Mark> marks{band, diagonal, event};
    EXPECT_EQ(mark_at(projection, marks, ImVec2(52, 50), 1), 2u);
    EXPECT_EQ(mark_at(projection, marks, ImVec2(20, 80), 1), 1u);
    EXPECT_EQ(mark_at(projection, marks, ImVec2(80, 80), 1), 0u);  // inside the diagonal's corners, far from its line
    EXPECT_EQ(mark_at(projection, marks, ImVec2(300, 300), 1), std::nullopt);
}

}  // namespace
}  // namespace tidemark::gui
