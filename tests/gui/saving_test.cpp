#include "gui/commands.h"
#include "gui/knobs.h"
#include "tests/gui/headless.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tidemark::gui {
namespace {

namespace fs = std::filesystem;

// A folder of its own, with a copy of the subway scenario.
class Saving : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "tidemark-window-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
        fs::copy_file(scenario_path("subway-2358"), folder / "subway.yaml");
        session.open((folder / "subway.yaml").string());
        session.finish();
        ASSERT_NE(session.run(), nullptr);
    }
    void TearDown() override { fs::remove_all(folder); }

    void expect_same_run(const std::string& path) {
        const Loaded loaded = load_scenario_file(path);
        ASSERT_TRUE(loaded.scenario) << render(loaded.problems);
        const Simulation again = run(*loaded.scenario, Seed{loaded.scenario->seed});
        const Simulation& shown = session.run()->simulation();
        EXPECT_EQ(again.tape->input, shown.tape->input);
        ASSERT_EQ(again.modes.size(), shown.modes.size());
        for (std::size_t mode = 0; mode < shown.modes.size(); ++mode) {
            EXPECT_EQ(again.modes[mode].output, shown.modes[mode].output);
            EXPECT_EQ(again.modes[mode].schedule, shown.modes[mode].schedule);
            EXPECT_EQ(again.modes[mode].metrics, shown.modes[mode].metrics);
        }
    }

    fs::path folder;
    Session session;
};

TEST_F(Saving, TheSavedFileGivesTheRunOnTheScreen) {
    session.set("stream.allowed_lateness", "0s");
    session.set("stream.watermark.delay", "45s");
    session.finish();
    session.set_seed(7);
    session.finish();
    EXPECT_TRUE(press(session, Key{'S', true, false, false}));
    EXPECT_EQ(session.overlay, Overlay::save);
    EXPECT_EQ(session.saving.path, (folder / "subway-changed.yaml").string());
    session.save();
    EXPECT_EQ(session.overlay, Overlay::none);
    expect_same_run((folder / "subway-changed.yaml").string());
    // What the author wrote beside it stays: only the values were changed.
    const std::string text = read_text((folder / "subway-changed.yaml").string());
    EXPECT_NE(text.find("# The click from the subway. 43 clicks"), std::string::npos);
    EXPECT_NE(text.find("allowed_lateness: 0s "), std::string::npos);
    EXPECT_NE(text.find("delay: 45s, emit: per_record"), std::string::npos);
    EXPECT_NE(text.find("seed: 7 "), std::string::npos);
    EXPECT_FALSE(fs::exists(folder / "subway-changed.yaml.partial"));
}

TEST_F(Saving, AKeyThatTheFileDoesNotWriteIsSavedToo) {
    session.set("stream.capacity", "5/s");
    session.finish();
    ASSERT_FALSE(session.has_problem()) << render(session.problems());
    session.ask_to_save();
    session.save();
    expect_same_run(session.saving.path);
}

TEST_F(Saving, NothingIsReplacedWithoutBeingAsked) {
    std::ofstream(folder / "subway-changed.yaml") << "mine";
    session.set("stream.allowed_lateness", "0s");
    session.finish();
    session.ask_to_save();
    EXPECT_TRUE(session.saving.exists);  // the dialog asks
    session.saving.exists = false;
    session.save();  // as if it had come there in between
    EXPECT_EQ(read_text((folder / "subway-changed.yaml").string()), "mine");
    EXPECT_EQ(session.overlay, Overlay::save);
    session.save();
    EXPECT_NE(read_text((folder / "subway-changed.yaml").string()), "mine");
}

TEST_F(Saving, WhatCannotBeWrittenIsSaid) {
    session.set("stream.allowed_lateness", "0s");
    session.finish();
    session.ask_to_save();
    session.saving.path = (folder / "no/such/folder.yaml").string();
    session.save();
    EXPECT_TRUE(session.saving.failed);
    EXPECT_EQ(session.overlay, Overlay::save);
}

TEST_F(Saving, WithoutAChangeThereIsNothingToSave) {
    session.ask_to_save();
    EXPECT_EQ(session.overlay, Overlay::none);
    EXPECT_FALSE(session.notice.empty());
}

// The defaults of the window and of the command line are the same ones.
TEST(SavedScenarios, EveryShippedOneSurvivesTheRoundTrip) {
    for (const std::string& path : shipped_scenarios()) {
        const Loaded loaded = load_scenario_file(path);
        ASSERT_TRUE(loaded.scenario) << path;
        const std::string text = resolved(*loaded.scenario);
        const std::string folder = path.substr(0, path.find_last_of('/') + 1);
        const Loaded again = load_scenario_text(path, text, {}, [&](const std::string& beside) {
            return FileText{read_text(folder + beside), {}};
        });
        ASSERT_TRUE(again.scenario) << path << "\n" << render(again.problems);
        EXPECT_EQ(resolved(*again.scenario), text) << path;
    }
}

// What is saved gives the very run again: bit for bit, in all modes.
class SavedScenario : public testing::TestWithParam<std::string> {};

TEST_P(SavedScenario, GivesTheSameFingerprints) {
    const Loaded loaded = load_scenario_file(GetParam());
    ASSERT_TRUE(loaded.scenario);
    const std::string folder = GetParam().substr(0, GetParam().find_last_of('/') + 1);
    const Loaded saved = load_scenario_text(GetParam(), resolved(*loaded.scenario), {}, [&](const std::string& beside) {
        return FileText{read_text(folder + beside), {}};
    });
    ASSERT_TRUE(saved.scenario) << render(saved.problems);
    RunOptions options;
    options.level = TraceLevel::fingerprint;
    const Simulation as_written = run(*loaded.scenario, Seed{loaded.scenario->seed}, options);
    const Simulation again = run(*saved.scenario, Seed{saved.scenario->seed}, options);
    EXPECT_EQ(again.tape->input, as_written.tape->input);
    EXPECT_EQ(again.tape->log, as_written.tape->log);
    ASSERT_EQ(again.modes.size(), as_written.modes.size());
    for (std::size_t mode = 0; mode < again.modes.size(); ++mode) {
        EXPECT_EQ(again.modes[mode].schedule, as_written.modes[mode].schedule) << again.modes[mode].mode;
        EXPECT_EQ(again.modes[mode].state, as_written.modes[mode].state) << again.modes[mode].mode;
        EXPECT_EQ(again.modes[mode].output, as_written.modes[mode].output) << again.modes[mode].mode;
        EXPECT_EQ(again.modes[mode].metrics, as_written.modes[mode].metrics) << again.modes[mode].mode;
    }
}

INSTANTIATE_TEST_SUITE_P(SavedScenarios, SavedScenario, testing::ValuesIn(shipped_scenarios()), [](const auto& shown) {
    std::string name = fs::path(shown.param).stem().string();
    for (char& c : name)
        if (c == '-') c = '_';
    return name;
});

TEST(SavedScenarios, AreCalledAfterTheFileTheyCameFrom) {
    EXPECT_EQ(changed_name("a.b/subway.yaml"), "a.b/subway-changed.yaml");
    EXPECT_EQ(changed_name("a.b/subway"), "a.b/subway-changed.yaml");
}

}  // namespace
}  // namespace tidemark::gui
