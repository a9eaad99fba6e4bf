#include "sim/cli/templates.h"
#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace testing_cli;

TEST(Init, EveryTemplateIsWithoutMistakesAndRuns) {
    const TemporaryFolder folder;
    for (const Template& each : templates()) {
        const Ended made = call({.words = "init " + each.name + " --from " + each.name, .folder = folder.path()});
        EXPECT_EQ(made.code, 0) << made.err;
        EXPECT_TRUE(contains(made.out, "Next: tidemark run " + each.name + ".yaml")) << made.out;
        const Ended checked = call({.words = "check " + each.name + ".yaml", .folder = folder.path()});
        EXPECT_EQ(checked.code, 0) << checked.out;
        const Ended ran = call({.words = "run --twice " + each.name + ".yaml", .folder = folder.path()});
        EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
    }
}

TEST(Init, NeverOverwritesUnlessForced) {
    const TemporaryFolder folder;
    folder.write("mine.yaml", "precious");
    const Ended ended = call({.words = "init mine", .folder = folder.path()});
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.err, "mine.yaml is there already")) << ended.err;
    EXPECT_EQ(folder.read("mine.yaml"), "precious");
    EXPECT_EQ(call({.words = "init mine --force", .folder = folder.path()}).code, 0);
    EXPECT_TRUE(contains(folder.read("mine.yaml"), "id: mine\n"));
}

TEST(Init, CanPrintInstead) {
    const Ended ended = call("init - --from empty");
    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(contains(ended.out, "id: empty\n"));
}

TEST(Init, ListsItsTemplates) {
    const std::string out = call("init --list").out;
    for (const Template& each : templates())
        EXPECT_TRUE(contains(out, each.name));
}

}  // namespace
}  // namespace tidemark
