#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>

namespace tidemark {
namespace {

using namespace testing_cli;

TEST(List, ShowsEachOfItsKinds) {
    for (const char* what : {"modes", "faults", "invariants", "queries"}) {
        const Ended ended = call(std::string("list ") + what);
        EXPECT_EQ(ended.code, 0) << what;
        EXPECT_GT(ended.out.size(), 100U) << what;
        const nlohmann::json items = nlohmann::json::parse(call(std::string("list --json ") + what).out);
        EXPECT_EQ(items["format"], "tidemark.list/1");
        EXPECT_FALSE(items["items"].empty()) << what;
    }
}

TEST(List, FindsScenariosAndTheirTags) {
    const TemporaryFolder folder;
    folder.write("deep/small.yaml", small_scenario);
    folder.write("deep/broken.yaml", "tidemark: 2\n");
    const Ended scenarios = call({.words = "list scenarios deep", .folder = folder.path()});
    EXPECT_EQ(scenarios.code, 0);
    EXPECT_TRUE(contains(scenarios.out, "deep/small.yaml")) << scenarios.out;
    EXPECT_TRUE(contains(scenarios.out, "mistake")) << scenarios.out;
    EXPECT_TRUE(contains(call({.words = "list tags deep", .folder = folder.path()}).out, "small"));
}

TEST(List, AnInstalledProgramFindsTheScenariosBesideIt) {
    const TemporaryFolder prefix, elsewhere;
    prefix.write("share/tidemark/scenarios/small.yaml", small_scenario);
    prefix.write("bin/placeholder", "");
    namespace fs = std::filesystem;
    const fs::path program = fs::path(prefix.path()) / "bin" / "tidemark";
    std::error_code other_disk;
    fs::create_hard_link(TIDEMARK_PROGRAM, program, other_disk);
    if (other_disk) fs::copy_file(TIDEMARK_PROGRAM, program);
    const std::string command = "cd '" + elsewhere.path() + "' && '" + program.string() + "' ";
    EXPECT_EQ(std::system((command + "list scenarios >listed").c_str()), 0);
    EXPECT_TRUE(contains(elsewhere.read("listed"), "share/tidemark/scenarios/small.yaml")) << elsewhere.read("listed");
    EXPECT_EQ(std::system((command + "test >tested").c_str()), 0);
    EXPECT_TRUE(contains(elsewhere.read("tested"), "1 passed, 0 failed")) << elsewhere.read("tested");
}

TEST(List, NothingThereIsFour) {
    const TemporaryFolder folder;
    EXPECT_EQ(call({.words = "list scenarios .", .folder = folder.path()}).code, 4);
}

TEST(List, AnUnknownWordGetsTheNearest) {
    const Ended ended = call("list querys");
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.err, "did you mean 'queries'?")) << ended.err;
}

TEST(Schema, IsJson) {
    const nlohmann::json schema = nlohmann::json::parse(call("schema").out);
    EXPECT_TRUE(schema.contains("properties"));
    EXPECT_GT(call("schema --reference").out.size(), 1000U);
}

}  // namespace
}  // namespace tidemark
