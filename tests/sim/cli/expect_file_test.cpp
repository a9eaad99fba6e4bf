#include "sim/cli/expect_file.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

Simulation some_run() {
    auto tape = std::make_shared<Tape>();
    tape->input = {1, 2};
    tape->log = {3, 4};
    Simulation simulation;
    simulation.seed = Seed{7};
    simulation.tape = tape;
    simulation.modes.resize(2);
    simulation.modes[0].mode = "stream";
    simulation.modes[1].mode = "a-longer-name";
    return simulation;
}

TEST(ExpectFile, ReadsWhatItWrites) {
    const Simulation simulation = some_run();
    const std::string text = write_expect(simulation);
    EXPECT_TRUE(text.starts_with("tidemark.expect/1\nseed ")) << text;
    const auto file = read_expect(text);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->seed, 7U);
    EXPECT_EQ(file->fingerprints, fingerprints_of(simulation));
    EXPECT_EQ(changes(*file, simulation), std::vector<std::string>{});
}

TEST(ExpectFile, SaysWhatMoved) {
    const ExpectFile file = *read_expect(write_expect(some_run()));
    Simulation changed = some_run();
    changed.modes[0].output = {5, 6};
    changed.modes[1].mode = "other";
    changed.seed = Seed{8};
    EXPECT_EQ(changes(file, changed), (std::vector<std::string>{"the seed, 8 from 7", "mode a-longer-name is gone",
                                                                "mode other is new", "stream output"}));
}

TEST(ExpectFile, AnythingElseIsNone) {
    EXPECT_FALSE(read_expect(""));
    EXPECT_FALSE(read_expect("hello\n"));
    EXPECT_FALSE(read_expect("tidemark.expect/1\nword\n"));
}

TEST(ExpectFile, LiesBesideItsScenario) { EXPECT_EQ(expect_file_of("a/b.yaml"), "a/b.expect"); }

}  // namespace
}  // namespace tidemark
