#include "sim/scene/words.h"
#include "tests/sim/scenarios/shipped.h"
#include "tests/sim/scene/scene_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

// A picture tells nothing of what comes later: over all shipped scenarios, in all their modes.
namespace tidemark {
namespace {

using namespace testing_scenes;

constexpr std::size_t most_marks = 4'000;
constexpr std::uint64_t many_events = 20'000;

std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const std::string& file : testing_scenarios::shipped())
        names.push_back(name_of_file(file));
    return names;
}

// Instants spread over a run, at which nothing happens in round scenarios; and some right behind each fault.
std::vector<ProcessingTime> instants_of(const Pictured& pictured) {
    const bool many = pictured.simulation.tape->generated > many_events;
    const int parts = many ? 3 : 10;
    const TimeRange whole{pictured.scenario->clock.from, *pictured.scenario->clock.until};
    std::vector<ProcessingTime> instants;
    for (int i = 1; i < parts; ++i)
        instants.push_back(whole.from + (whole.until - whole.from) / parts * i + ProcessingDuration{333'337});
    for (const ModeTrace& mode : pictured.simulation.modes)
        for (const FaultEntry& fault : mode.faults)
            for (const int behind : {1'000, 2'345'678, 20'000'000})
                if (const ProcessingTime at = fault.stamp.at + ProcessingDuration{behind}; at < whole.until)
                    instants.push_back(at);
    std::sort(instants.begin(), instants.end());
    instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
    instants.push_back(whole.until);
    return instants;
}

bool spans_all_time(MarkKind kind) {
    return kind == MarkKind::ideal || kind == MarkKind::window_band || kind == MarkKind::truth;
}

template <class Visit>
void each_mark(const Scene& scene, Visit visit) {
    for (const Mark& mark : scene.plane)
        visit(mark, "plane");
    for (const Lane& lane : scene.lanes)
        for (const Mark& mark : lane.marks)
            visit(mark, title_of(lane.kind));
    for (const Mark& mark : scene.errors.marks)
        visit(mark, "errors");
}

// The first few lines of `a` that are not in `b`.
std::string without(std::vector<std::string> a, const std::vector<std::string>& b) {
    for (const std::string& line : b)
        if (const auto found = std::find(a.begin(), a.end(), line); found != a.end()) a.erase(found);
    std::string text = a.empty() ? " nothing" : "";
    for (std::size_t i = 0; i < a.size() && i < 6; ++i)
        text += "\n  " + a[i];
    return text;
}

class Future : public testing::TestWithParam<std::string> {};

TEST_P(Future, IsInNoPicture) {
    Pictured pictured{GetParam()};
    const Clock& clock = pictured.scenario->clock;
    for (std::size_t mode = 0; mode < pictured.simulation.modes.size(); ++mode) {
        View view = pictured.scenes->whole(mode);
        for (const ProcessingTime now : instants_of(pictured)) {
            view.now = now;
            const Scene scene = pictured.scenes->at(view);
            const std::string where =
                fmt::format("{} at {}", pictured.simulation.modes[mode].mode, moment_text(now, clock));
            EXPECT_LE(marks_of(scene), most_marks) << where;
            const std::int64_t latest = now.time_since_epoch().count();
            each_mark(scene, [&](const Mark& mark, std::string_view part) {
                if (!spans_all_time(mark.kind)) {
                    EXPECT_LE(mark.x1, latest) << where << ", " << part << ": " << to_text(mark, clock);
                }
                EXPECT_LE(mark.x0, mark.x1) << where << ", " << part << ": " << to_text(mark, clock);
            });
        }
    }
}

// What is not decided is grey, whatever becomes of it.
TEST_P(Future, OfUndecidedEventsIsUnknown) {
    Pictured pictured{GetParam()};
    if (pictured.simulation.tape->generated > many_events) return;
    Judgement& judgement = pictured.scenes->judgement();
    for (std::size_t mode = 0; mode < pictured.simulation.modes.size(); ++mode) {
        const bool batch = std::holds_alternative<BatchMode>(judgement.settings(mode).settings);
        View view = pictured.scenes->whole(mode);
        for (const ProcessingTime now : instants_of(pictured)) {
            view.now = now;
            for (const Mark& mark : pictured.scenes->at(view).plane) {
                if (mark.count != 1 || mark.id.compare(0, 6, "event:") != 0) continue;
                if (mark.kind == MarkKind::event_tail || mark.kind == MarkKind::event_origin ||
                    mark.kind == MarkKind::event_duplicate)
                    continue;
                const std::vector<EventId> found = pictured.simulation.tape->find_event(mark.id.substr(6));
                if (found.size() != 1) continue;
                const auto fate = judgement.ledger(mode).fate(found.front(), now);
                ASSERT_TRUE(fate) << mark.id << " has not happened";
                const bool undecided = fate->fate == Fate::device || fate->fate == Fate::network ||
                                       fate->fate == Fate::log || fate->fate == Fate::channel;
                const bool missed = batch && mark.kind == MarkKind::event_dropped;  // a run has read without it
                if (undecided && !missed) {
                    EXPECT_EQ(mark.kind, MarkKind::event_in_flight) << mark.id << ": " << to_string(fate->fate);
                }
                if (is_counted(fate->fate) && fate->fate != Fate::elsewhere) {
                    EXPECT_TRUE(mark.kind == MarkKind::event_on_time || mark.kind == MarkKind::event_late)
                        << mark.id << ": " << to_string(mark.kind);
                }
            }
        }
    }
}

// A run whose clock stops now looks like the whole run as it was now.
TEST_P(Future, ChangesNothing) {
    Pictured pictured{GetParam()};
    const std::vector<ProcessingTime> instants = instants_of(pictured);
    const bool many = pictured.simulation.tape->generated > many_events;
    for (std::size_t i = 0; i + 1 < instants.size(); i += many ? 2 : 3) {
        Scenario cut = *pictured.scenario;
        cut.clock.until = instants[i];
        cut.clock.at_end = Clock::AtEnd::stop;
        const Simulation until_now = run(cut, Seed{cut.seed});
        Scenes scenes{until_now};
        for (std::size_t mode = 0; mode < until_now.modes.size(); ++mode) {
            View view = pictured.scenes->whole(mode);
            view.now = instants[i];
            view.cell = pictured.scenes->at(view).errors.cell;  // which it chooses with the whole run in view
            const auto shapes = [&](const Scene& scene) {
                std::vector<std::string> lines;
                each_mark(scene, [&](const Mark& mark, std::string_view part) {
                    lines.push_back(fmt::format("{} {} {}..{} {}..{} x{} {}", part, to_string(mark.kind), mark.x0,
                                                mark.x1, mark.y0, mark.y1, mark.count, mark.mode));
                });
                return lines;
            };
            const std::vector<std::string> whole = shapes(pictured.scenes->at(view)), part = shapes(scenes.at(view));
            EXPECT_TRUE(whole == part) << until_now.modes[mode].mode << " at "
                                       << moment_text(instants[i], pictured.scenario->clock)
                                       << "\nonly in the whole:" << without(whole, part)
                                       << "\nonly until now:" << without(part, whole);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Future, testing::ValuesIn(names()), [](const auto& shown) {
    std::string name = shown.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

class Looking : public testing::TestWithParam<std::string> {};

// A window that looks at every instant at which something happens: at every n-th, where that is too often.
TEST_P(Looking, ChangesNothing) {
    Pictured pictured{GetParam()};
    const Simulation again = run(*pictured.scenario, Seed{pictured.scenario->seed});
    const bool many = pictured.simulation.tape->generated > many_events;
    const std::size_t looks = many ? 12 : 600;
    for (std::size_t mode = 0; mode < again.modes.size(); ++mode) {
        View view = pictured.scenes->whole(mode);
        const std::vector<ProcessingTime> stops = pictured.scenes->stops(mode, StopKind::record);
        ASSERT_FALSE(stops.empty());
        const std::size_t stride = std::max<std::size_t>(1, stops.size() / looks);
        for (std::size_t i = 0; i < stops.size(); i += stride) {
            view.now = stops[i];
            const Scene first = pictured.scenes->at(view);
            if (!first.plane.empty()) view.selection = first.plane[i % first.plane.size()].id;
            pictured.scenes->inspect(view);
            pictured.scenes->stops(mode, StopKind::surprise);
            view.selection.clear();
            EXPECT_EQ(pictured.scenes->at(view).plane, first.plane) << "the same view, the same picture";
        }
        if (!many) pictured.scenes->tell(mode, view.now);
    }
    EXPECT_EQ(pictured.simulation.tape->input, again.tape->input);
    EXPECT_EQ(pictured.simulation.tape->log, again.tape->log);
    for (std::size_t mode = 0; mode < again.modes.size(); ++mode) {
        const ModeTrace &looked_at = pictured.simulation.modes[mode], &fresh = again.modes[mode];
        EXPECT_EQ(looked_at.schedule, fresh.schedule) << fresh.mode;
        EXPECT_EQ(looked_at.state, fresh.state) << fresh.mode;
        EXPECT_EQ(looked_at.output, fresh.output) << fresh.mode;
        EXPECT_EQ(looked_at.metrics, fresh.metrics) << fresh.mode;
    }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Looking, testing::ValuesIn(names()), [](const auto& shown) {
    std::string name = shown.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

// What a crash took away and the log gave again is held once.
TEST(OpenWindows, CountWhatIsReadAgainOnce) {
    Pictured pictured{"crash-at-12-07-37"};
    const auto held = [&](const std::string& mode, const std::string& now) -> std::uint64_t {
        for (const Mark& mark : pictured.scenes->at(pictured.view(mode, now)).plane)
            if (mark.kind == MarkKind::window_open && mark.id == "window:12:05") return mark.count;
        return 0;
    };
    EXPECT_GT(held("saved", "12:07:37"), 15'000U);
    EXPECT_EQ(held("saved", "12:40:00"), 30'000U);
    EXPECT_LT(held("saved", "12:07:38"), held("saved", "12:07:37"));
}

}  // namespace
}  // namespace tidemark
