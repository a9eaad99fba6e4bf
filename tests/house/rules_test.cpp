#include "tests/house/rules.h"

#include <gtest/gtest.h>

#include <algorithm>

// Every rule of tidy_test.cpp can be broken: here it is, on text that breaks it.
namespace tidemark::house {
namespace {

std::vector<std::string> whats(const std::vector<Finding>& findings) {
    std::vector<std::string> all;
    for (const Finding& finding : findings)
        all.push_back(finding.what);
    return all;
}

using Whats = std::vector<std::string>;

TEST(CoreBans, EachFindsItsExample) {
    for (const CoreBan& ban : core_bans()) {
        const auto findings = broken_core_bans("engine/x.cpp", "int a;\n" + ban.example);
        EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [&](const Finding& f) {
            return f.why == ban.why && f.line == 2;
        })) << ban.example;
    }
}

TEST(CoreBans, HoldOnlyInTheCore) {
    for (const char* file : {"engine/modes/batch.cpp", "sim/world/source.h", "sim/judge/trace.cpp", "sim/scene/mark.h",
                             "sim/scenario/scenario.h"})
        EXPECT_EQ(whats(broken_core_bans(file, "double x;\n")), (Whats{"double"})) << file;
    for (const char* file : {"sim/scenario/loader.cpp", "sim/scene/svg_plane.cpp", "sim/cli/main.cpp",
                             "tests/engine/time_test.cpp", "engine/CMakeLists.txt"})
        EXPECT_EQ(whats(broken_core_bans(file, "double x;\n")), Whats{}) << file;
}

TEST(CoreBans, CommentsMayNameWhatCodeMayNot) {
    EXPECT_EQ(
        whats(broken_core_bans("engine/x.cpp", "// no double, no std::hash\nconst char* s = \"double rand() 1.5\";\n")),
        Whats{});
}

TEST(CoreBans, FindFloatsWithoutAType) {
    EXPECT_EQ(whats(broken_core_bans("engine/x.cpp", "auto a = 1.5; auto b = 1e3; auto c = 0x1p3;\n")),
              (Whats{"1.5", "1e3", "0x1p3"}));
    EXPECT_EQ(whats(broken_core_bans("engine/x.cpp", "auto a = 0x1e3; auto b = 1'000u; auto c = 86'400'000;\n")),
              Whats{});
}

TEST(CoreBans, FindStateOutsideValuesAndAddressesAsKeys) {
    EXPECT_EQ(whats(broken_core_bans("engine/x.cpp",
                                     "static int runs;\nstd::map<Task*, int> m;\nstd::set<const Task*> s;\n")),
              (Whats{"static", "map of pointers", "set of pointers"}));
    EXPECT_EQ(whats(broken_core_bans("engine/x.cpp", "static constexpr int n = 1;\nstd::map<int, Task*> m;\n")),
              Whats{});
}

TEST(Layers, PointDown) {
    const auto broken = [](const char* file, const std::string& include) {
        return !broken_layers(file, "#include " + include + "\n").empty();
    };
    EXPECT_TRUE(broken("engine/x.h", "\"sim/world/tape.h\""));
    EXPECT_TRUE(broken("engine/x.h", "<xxhash/xxhash.h>"));
    EXPECT_TRUE(broken("sim/world/x.h", "\"sim/judge/truth.h\""));
    EXPECT_TRUE(broken("sim/world/x.h", "\"sim/scenario/loader.h\""));
    EXPECT_TRUE(broken("sim/judge/x.h", "\"sim/cli/output.h\""));
    EXPECT_TRUE(broken("sim/simulation.h", "\"sim/cli/output.h\""));
    EXPECT_TRUE(broken("sim/cli/x.h", "\"tests/house/scan.h\""));
    EXPECT_FALSE(broken("engine/x.h", "\"engine/time.h\""));
    EXPECT_FALSE(broken("engine/x.h", "<fmt/format.h>"));
    EXPECT_FALSE(broken("engine/x.h", "<vector>"));
    EXPECT_FALSE(broken("sim/world/x.h", "\"sim/scenario/scenario.h\""));
    EXPECT_FALSE(broken("sim/world/x.h", "\"sim/judge/trace.h\""));
    EXPECT_FALSE(broken("sim/judge/x.h", "\"sim/world/tape.h\""));
    EXPECT_FALSE(broken("sim/cli/x.h", "\"sim/simulation.h\""));
    EXPECT_FALSE(broken("tests/sim/cli/x_test.cpp", "\"sim/cli/output.h\""));
}

TEST(Layers, SomeThingsAreForSomeFolders) {
    const auto broken = [](const char* file, const std::string& include) {
        return !broken_layers(file, "#include " + include + "\n").empty();
    };
    EXPECT_TRUE(broken("sim/cli/x.cpp", "<libfyaml.h>"));
    EXPECT_TRUE(broken("sim/judge/x.cpp", "<boost/asio/post.hpp>"));
    EXPECT_TRUE(broken("sim/judge/x.cpp", "\"sim/world/random.h\""));
    EXPECT_TRUE(broken("sim/scenario/x.cpp", "\"sim/world/random.h\""));
    EXPECT_FALSE(broken("sim/scenario/x.cpp", "<libfyaml.h>"));
    EXPECT_FALSE(broken("sim/cli/x.cpp", "<boost/asio/post.hpp>"));
    EXPECT_FALSE(broken("sim/world/x.cpp", "\"sim/world/random.h\""));
}

TEST(Layers, ANewFolderIsADecision) {
    EXPECT_EQ(whats(broken_layers("utils/string.h", "")), (Whats{"a new folder"}));
    EXPECT_EQ(whats(broken_layers("sim/helpers/string.h", "")), (Whats{"a new folder"}));
}

TEST(Manners, HeadersBeginWithPragmaOnce) {
    EXPECT_EQ(whats(broken_manners("engine/x.h", "#include <map>\n")), (Whats{"begins otherwise"}));
    EXPECT_EQ(whats(broken_manners("engine/x.h", "")), (Whats{"begins otherwise"}));
    EXPECT_EQ(whats(broken_manners("engine/x.h", "// What it is.\n#pragma once\n")), Whats{});
    EXPECT_EQ(whats(broken_manners("engine/x.cpp", "int x;\n")), Whats{});
}

TEST(Manners, FilesAreShort) {
    EXPECT_EQ(whats(broken_manners("engine/x.cpp", std::string(600, '\n'))), Whats{});
    EXPECT_EQ(whats(broken_manners("engine/x.cpp", std::string(601, '\n'))), (Whats{"601 lines"}));
}

TEST(Manners, NothingIsLeftForLater) {
    const std::string word = std::string("TO") + "DO";
    EXPECT_EQ(whats(broken_manners("engine/x.cpp", "int x;  // " + word + ": finish\n")), (Whats{word}));
    EXPECT_EQ(whats(broken_manners("engine/x.cpp", "int " + word + "_LIST;\n")), Whats{});
}

TEST(Manners, TheTreeKnowsNoMachine) {
    const std::string path = std::string("/ho") + "me/";
    EXPECT_EQ(whats(broken_manners("docs/x.md", "\nsee " + path + "ann\n")), (Whats{path}));
}

TEST(Namesakes, AreTypesOfOneNamespaceInTwoFiles) {
    const std::string box = "namespace a {\nstruct Box final {\n    int size;\n};\n}";
    EXPECT_EQ(whats(namesakes({{"engine/x.h", box}, {"sim/y.h", "namespace a { enum class Box : char { big }; }"}})),
              Whats{"a::Box"});
    EXPECT_EQ(
        whats(namesakes({{"engine/x.h", box}, {"sim/y.cpp", "namespace a { class [[nodiscard]] Box : Bag {}; }"}})),
        Whats{"a::Box"});
    EXPECT_EQ(namesakes({{"engine/x.h", box}, {"sim/y.h", box}}).front().line, 2);
}

TEST(Namesakes, MayBeUnnamedNestedOrOnlyMentioned) {
    const std::string box = "namespace a { struct Box { int size; }; }";
    for (const char* other :
         {"namespace a { struct Box; }", "namespace a::b { struct Box {}; }",
          "namespace a { namespace { struct Box {}; } }", "namespace a { struct Bag { struct Box {}; }; }",
          "namespace a { template <class Box> void put(Box) { } }",
          "namespace a { void put() { struct Box {} here; } }", "// namespace a { struct Box {}; }"}) {
        EXPECT_TRUE(namesakes({{"engine/x.h", box}, {"sim/y.cpp", other}}).empty()) << other;
    }
}

}  // namespace
}  // namespace tidemark::house
