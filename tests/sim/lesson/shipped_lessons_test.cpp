#include "sim/judge/clock_text.h"
#include "sim/judge/query.h"
#include "sim/lesson/answer.h"
#include "sim/lesson/attempt.h"
#include "sim/lesson/player.h"
#include "sim/scenario/knob.h"
#include "sim/scenario/load.h"
#include "tests/sim/lesson/played.h"
#include "tests/sim/scenarios/shipped.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

// Every lesson that is shipped, played through as a learner would.
namespace tidemark {
namespace {

using namespace testing_lesson;
using Phase = LessonPlayer::Phase;
using Confidence = LessonPlayer::Confidence;

std::vector<std::string> lesson_files() {
    std::vector<std::string> files;
    for (const std::string& file : testing_scenarios::shipped()) {
        const Loaded loaded = load_scenario_file(file);
        if (loaded.scenario && loaded.scenario->lesson) files.push_back(file);
    }
    return files;
}

class ShippedLesson : public testing::TestWithParam<std::string> {
protected:
    // Runs once for all that is asked of it.
    static Played& played() {
        static std::unique_ptr<Played> last;
        static std::string of;
        if (of != GetParam()) last = play_file(of = GetParam());
        return *last;
    }
    const Clock& clock() { return played().scenario->clock; }

    static const LessonAsk* ask_at(const LessonPlayer& player) {
        return player.current() ? std::get_if<LessonAsk>(&player.current()->what) : nullptr;
    }
    // One step on; a question is answered rightly, or wrongly, by what the run says.
    static void go_on(LessonPlayer& player, bool rightly) {
        if (const LessonAsk* ask = ask_at(player); ask != nullptr && player.phase() == Phase::asking) {
            const std::size_t right = answer_of(*played().judgement, *ask).choice.value();
            player.choose(rightly ? right : (right + 1) % ask->choices.size());
            player.feel(rightly ? Confidence::sure : Confidence::guess);
            player.lock_in();
        }
        player.next();
    }
};

TEST_P(ShippedLesson, CanBePlayedThroughRightlyAndWrongly) {
    for (const bool rightly : {true, false}) {
        LessonPlayer player{*played().scenario, *played().judgement};
        while (player.phase() != Phase::over) {
            const std::size_t before = player.step();
            go_on(player, rightly);
            ASSERT_EQ(player.step(), before + 1);
            // There and back again: nothing is forgotten.
            const auto recorded = player.record().size();
            player.back();
            EXPECT_NE(player.phase(), Phase::asking);
            player.next();
            EXPECT_EQ(player.record().size(), recorded);
        }
        EXPECT_FALSE(player.record().empty());
        for (const LessonPlayer::Answered& answered : player.record()) {
            EXPECT_EQ(answered.correct(), rightly) << "step " << answered.step + 1;
            EXPECT_FALSE(answered.run_says.empty());
        }
    }
}

// Whether readers could see the answer by then: the event was counted, the window said what it says at the end.
bool seen_by(Judgement& judgement, Query query, ProcessingTime until) {
    const Value answer = evaluate(judgement, query).value;
    if (const auto* at = std::get_if<ProcessingTime>(&answer)) return *at <= until;
    if (std::holds_alternative<Nothing>(answer)) return false;  // that nothing will come is seen by nobody
    if (query.kind == QueryKind::final) query.kind = QueryKind::answer;
    query.as_of = until;
    return evaluate(judgement, query).value == answer;
}

TEST_P(ShippedLesson, AsksBeforeTheRunHasAnswered) {
    // What these ask is whether an answer that is there will stay.
    const std::set<std::pair<std::string, std::size_t>> will_it_stay{{"drop-correct-aside", 1}, {"run-it-twice", 1}};
    std::map<std::string, ProcessingTime> shown;  // how far each mode was, in the steps before
    const auto show = [&](const LessonPlayer& now) {
        const LessonShow seen = now.show();
        if (seen.plane == "events_only") return;  // then no answer is to be seen
        for (const auto& modes : {seen.modes, seen.compare})
            for (const std::string& mode : modes)
                shown[mode] = std::max(shown[mode], now.play_until().value_or(*clock().until));
    };
    LessonPlayer player{*played().scenario, *played().judgement};
    while (player.phase() != Phase::over) {
        show(player);
        if (const LessonAsk* ask = ask_at(player)) {
            EXPECT_EQ(player.answered(), nullptr);
            const auto until = player.play_until();
            ASSERT_TRUE(until) << "step " << player.step() + 1 << " shows the whole run before it asks";
            // Sums over a whole run are in no picture.
            const std::set<QueryKind> sums{QueryKind::completeness, QueryKind::dropped, QueryKind::duplicates,
                                           QueryKind::recovery_time};
            const bool in_the_picture = sums.count(ask->answer.kind) == 0;
            if (in_the_picture && will_it_stay.count({played().scenario->id, player.step()}) == 0) {
                const ProcessingTime furthest = shown[ask->answer.mode];
                EXPECT_FALSE(seen_by(*played().judgement, ask->answer, furthest))
                    << "step " << player.step() + 1 << " asks for what was to be seen at "
                    << clock_text(furthest, clock());
            }
            player.choose(0);
            player.feel(Confidence::guess);
            EXPECT_EQ(player.play_until(), until) << "choosing shows nothing";
            EXPECT_EQ(player.answered(), nullptr);
            player.lock_in();
            EXPECT_TRUE(!player.play_until() || *player.play_until() >= *until)
                << "step " << player.step() + 1 << " reveals by going back in time";
            show(player);
        }
        player.next();
    }
}

TEST_P(ShippedLesson, ShowsModesAndTimesThatItsRunHas) {
    LessonPlayer player{*played().scenario, *played().judgement};
    for (; player.phase() != Phase::over; go_on(player, true)) {
        const LessonShow show = player.show();
        EXPECT_TRUE(!show.modes.empty() || !show.compare.empty()) << "step " << player.step() + 1;
        if (show.range && player.play_until()) {
            EXPECT_LT(show.range->first, *player.play_until()) << "step " << player.step() + 1 << " shows nothing yet";
        }
    }
}

TEST_P(ShippedLesson, HasGoalsThatAreNotReachedByDoingNothing) {
    for (const LessonStep& step : played().scenario->lesson->steps) {
        const auto* attempt = std::get_if<LessonTry>(&step.what);
        if (attempt == nullptr) continue;
        EXPECT_TRUE(attempt->goal) << attempt->text;
        const Attempt untouched = attempt_of(*played().judgement, *attempt);
        EXPECT_FALSE(untouched.reached) << attempt->text;
        EXPECT_EQ(untouched.watched.size(), attempt->watch.size());
        for (const std::string& path : attempt->knobs) {
            const auto knob = knob_at(*played().scenario, path);
            ASSERT_TRUE(knob) << path;
            EXPECT_FALSE(knob->value.empty()) << path;
        }
    }
}

std::string name_of(const std::string& file) {
    std::string name = file.substr(file.rfind('/') + 1);
    name.resize(name.rfind('.'));
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Lessons, ShippedLesson, testing::ValuesIn(lesson_files()),
                         [](const auto& shown) { return name_of(shown.param); });

// One way to reach each goal.
struct Way {
    std::string id;
    std::vector<std::string> settings;
};

class GoalOf : public testing::TestWithParam<Way> {};

TEST_P(GoalOf, IsReachedByTurningItsKnobs) {
    const auto turned =
        play_file(std::string{TIDEMARK_SOURCE_DIR "/scenarios/"} + GetParam().id + ".yaml", GetParam().settings);
    ASSERT_TRUE(turned);
    std::size_t goals = 0;
    for (const LessonStep& step : turned->scenario->lesson->steps) {
        const auto* attempt = std::get_if<LessonTry>(&step.what);
        if (attempt == nullptr) continue;
        ++goals;
        const Attempt outcome = attempt_of(*turned->judgement, *attempt);
        EXPECT_TRUE(outcome.reached) << outcome.wanted << ", got " << outcome.got;
        for (const std::string& setting : GetParam().settings) {
            const std::string path = setting.substr(0, setting.find('='));
            EXPECT_NE(std::find(attempt->knobs.begin(), attempt->knobs.end(), path), attempt->knobs.end())
                << path << " is no knob of the step";
        }
    }
    EXPECT_EQ(goals, 1U);
}

const std::vector<Way> ways{
    {"when-are-you-done", {"batch.schedule.at=[\"D+1 00:30:00\"]", "clock.until=D+1 00:40:00"}},
    {"two-clocks", {"server_clock.window.size=1h"}},
    {"nine-inputs", {"event_clock.watermark.delay=2m"}},
    {"subway-2358", {"stream.allowed_lateness=21m"}},
    {"how-long-do-you-wait", {"wait_5s.watermark.delay=6m"}},
    {"drop-correct-aside", {"pieces.sink={kind: upsert}"}},
    {"run-it-twice", {"append.retries=0"}},
    {"which-file", {"by_arrival.partition_by=event_time"}},
    {"silent-partition", {"idle_aware.allowed_lateness=10m"}},
    {"crash-at-12-07-37", {"saved.checkpoint.every=1s"}},
    {"crash-and-commit", {"count_exact.checkpoint.every=1s"}},
};
INSTANTIATE_TEST_SUITE_P(Lessons, GoalOf, testing::ValuesIn(ways),
                         [](const auto& shown) { return name_of(shown.param.id + "."); });

TEST(Lessons, EachHasAKnownWayToItsGoal) {
    std::set<std::string> with_way;
    for (const Way& way : ways)
        with_way.insert(name_of(way.id + "."));
    for (const std::string& file : lesson_files())
        EXPECT_TRUE(with_way.count(name_of(file))) << file;
}

}  // namespace
}  // namespace tidemark
