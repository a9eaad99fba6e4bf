#include "tests/sim/scenarios/shipped.h"

#include "sim/cli/scenario_test.h"
#include "sim/scenario/diagnostic.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

// Every shipped scenario is a test, as `tidemark test` would run it: its expectations, its lesson's answers, its kept
// fingerprints, everything twice.
namespace tidemark {
namespace {

using namespace testing_scenarios;

std::shared_ptr<const Scenario> loaded(const std::string& file) {
    RunRequest request;
    request.file = file;
    return load_for(request).scenario;
}

class Shipped : public testing::TestWithParam<std::string> {};

TEST_P(Shipped, HoldsWhatItClaims) {
    RunRequest request;
    request.file = GetParam();
    const TestResult result = test_scenario(GetParam(), load_for(request), {});
    for (const Diagnostic& problem : result.problems)
        ADD_FAILURE() << one_line(problem);
    for (const TestFinding& finding : result.findings)
        ADD_FAILURE() << finding.message;
    EXPECT_EQ(result.status, TestStatus::pass);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Shipped, testing::ValuesIn(shipped()), [](const auto& shown) {
    std::string name = name_of_file(shown.param);
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(Scenarios, AreNamedAsTheirFiles) {
    EXPECT_GE(shipped().size(), 18U);
    for (const std::string& file : shipped()) {
        const auto scenario = loaded(file);
        ASSERT_TRUE(scenario) << file;
        EXPECT_EQ(scenario->id, name_of_file(file));
        EXPECT_FALSE(scenario->about.empty()) << file << ": a reader wants to know what it shows";
        EXPECT_FALSE(scenario->expect.empty()) << file << ": a scenario without expectations is no test";
    }
}

TEST(Scenarios, LessonsNameTheLessonsBeforeThem) {
    std::map<std::string, std::uint32_t> numbers;
    for (const std::string& file : shipped())
        if (const auto scenario = loaded(file); scenario && scenario->lesson)
            numbers[scenario->id] = scenario->lesson->number;
    for (const char* id : {"when-are-you-done", "two-clocks", "subway-2358", "how-long-do-you-wait",
                           "drop-correct-aside", "run-it-twice"})
        EXPECT_TRUE(numbers.count(id)) << id << " is no lesson";
    for (const std::string& file : shipped()) {
        const auto scenario = loaded(file);
        if (!scenario || !scenario->lesson) continue;
        for (const std::string& before : scenario->lesson->after) {
            ASSERT_TRUE(numbers.count(before)) << file << ": after '" << before << "', which is no lesson";
            EXPECT_LE(numbers[before], scenario->lesson->number) << file;
        }
    }
}

TEST(Scenarios, LessonsSayAskExplainAndLetTry) {
    for (const std::string& file : shipped()) {
        const auto scenario = loaded(file);
        if (!scenario || !scenario->lesson) continue;
        std::size_t said = 0, asked = 0, tried = 0;
        for (const LessonStep& step : scenario->lesson->steps) {
            if (std::holds_alternative<LessonSay>(step.what)) ++said;
            if (const auto* ask = std::get_if<LessonAsk>(&step.what)) {
                ++asked;
                EXPECT_GE(ask->choices.size(), 2U) << file;
                EXPECT_FALSE(ask->explain.empty()) << file << ": " << ask->text;
            }
            if (std::holds_alternative<LessonTry>(step.what)) ++tried;
        }
        EXPECT_TRUE(said > 0 && asked > 0 && tried > 0) << file;
        EXPECT_FALSE(scenario->lesson->takeaway.empty()) << file;
    }
}

// The numbers of a lesson's text come from one crowd; another one would make a liar of the text.
TEST(Scenarios, TheCrowdIsTheSameInAllItsLessons) {
    std::set<std::string> tapes;
    for (const char* id : {"when-are-you-done", "two-clocks", "how-long-do-you-wait", "run-it-twice"}) {
        const auto scenario = loaded(fmt::format("{}/scenarios/{}.yaml", TIDEMARK_SOURCE_DIR, id));
        ASSERT_TRUE(scenario) << id;
        const auto tape = draw_tape(*scenario, Seed{scenario->seed}, TraceLevel::fingerprint);
        EXPECT_EQ(tape->generated, 287'714U) << id;
        tapes.insert(to_string(tape->input));
    }
    EXPECT_EQ(tapes.size(), 1U);
}

}  // namespace
}  // namespace tidemark
