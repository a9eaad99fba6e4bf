#include "tests/house/rules.h"
#include "tests/house/scan.h"

#include <gtest/gtest.h>

// The rules on the tree, held against the tree. That each of them can be broken is shown in rules_test.cpp.
namespace tidemark::house {
namespace {

class Tidy : public testing::Test {
protected:
    static const std::map<std::string, std::string>& tree() {
        static const std::map<std::string, std::string> files = read_tree(TIDEMARK_SOURCE_DIR);
        return files;
    }

    static void expect_unbroken(std::vector<Finding> (*rule)(const std::string&, const std::string&)) {
        for (const auto& [file, text] : tree())
            for (const Finding& finding : rule(file, text))
                ADD_FAILURE() << to_string(finding);
    }
};

TEST_F(Tidy, TheTreeIsThere) {
    EXPECT_TRUE(tree().contains("engine/time.h"));
    EXPECT_TRUE(tree().contains("tests/house/tidy_test.cpp"));
}

TEST_F(Tidy, TheCoreIsAPureFunctionOfItsArguments) { expect_unbroken(broken_core_bans); }

TEST_F(Tidy, IncludesPointDown) { expect_unbroken(broken_layers); }

TEST_F(Tidy, ATypeHasItsNameAlone) {
    for (const Finding& finding : namesakes(tree()))
        ADD_FAILURE() << to_string(finding);
}

TEST_F(Tidy, FilesAreShortFinishedAndKnowNoMachine) { expect_unbroken(broken_manners); }

}  // namespace
}  // namespace tidemark::house
