#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

// `./check` in a small tree: stand-ins for cmake and Debian's tools, and for the test programs that would be built.
namespace tidemark::house {
namespace {

namespace fs = std::filesystem;

class CheckScript : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "tidemark-check-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        for (const char* file : {"check", ".ci/packages.sh"}) {
            fs::create_directories((folder_ / file).parent_path());
            fs::copy_file(fs::path(TIDEMARK_SOURCE_DIR) / file, folder_ / file);
        }
        program("bin/cmake", "exit 0");
        program("bin/dpkg-query", "printf 'install ok installed;'");
        program("build/dev/sim/tidemark", "echo '4 passed, 0 failed'");
        program("build/dev/tests/tidemark_tests", gtest_says("2 tests from 1 test suite ran. (1 ms total)", 2));
        program("build/dev/tests/tidemark_window_tests", gtest_says("1 test from 1 test suite ran. (1 ms total)", 1));
        program("scenarios/one.expect", "");
    }
    void TearDown() override { fs::remove_all(folder_); }

    void program(const std::string& file, const std::string& script) {
        fs::create_directories((folder_ / file).parent_path());
        std::ofstream(folder_ / file) << "#!/bin/sh\n" << script << "\n";
        fs::permissions(folder_ / file, fs::perms::owner_all);
    }
    static std::string gtest_says(const std::string& ran, int passed) {
        return "echo '[==========] " + ran + "'; echo '[  PASSED  ] " + std::to_string(passed) +
               (passed == 1 ? " test.'" : " tests.'");
    }
    // The last line that it prints, and its exit code: "7 passed, 0 failed: 0".
    std::string check(const std::string& arguments = {}) {
        const int status = std::system(
            ("cd '" + folder_.string() + "' && PATH=$PWD/bin:$PATH ./check " + arguments + " >out 2>&1 </dev/null")
                .c_str());
        std::ifstream out(folder_ / "out");
        std::string last;
        for (std::string line; std::getline(out, line);)
            last = line;
        return last + ": " + std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    }

    fs::path folder_;
};

TEST_F(CheckScript, AddsUpWhatEachProgramSays) { EXPECT_EQ(check(), "7 passed, 0 failed: 0"); }

TEST_F(CheckScript, CountsEveryTestThatFails) {
    // The second line was printed while the test before it had not ended its own.
    program("build/dev/tests/tidemark_tests",
            "echo '[  FAILED  ] A.b (0 ms)'; echo 'half a line[  FAILED  ] A.c (0 ms)'; " +
                gtest_says("8 tests from 2 test suites ran. (3 ms total)", 5) +
                "; echo '[  SKIPPED ] 1 test.'; exit 1");
    EXPECT_EQ(check(), "10 passed, 2 failed: 1");
}

TEST_F(CheckScript, AProgramThatDiesHasFailed) {
    program("build/dev/tests/tidemark_window_tests", "kill -SEGV $$");
    EXPECT_EQ(check(), "6 passed, 1 failed: 1");
    program("build/dev/tests/tidemark_window_tests",
            gtest_says("1 test from 1 test suite ran. (1 ms total)", 1) + "; exit 3");
    EXPECT_EQ(check(), "7 passed, 1 failed: 1");
}

TEST_F(CheckScript, ScenariosThatFailAreCounted) {
    program("build/dev/sim/tidemark", "echo '3 passed, 2 failed'; exit 1");
    EXPECT_EQ(check(), "6 passed, 2 failed: 1");
}

TEST_F(CheckScript, ABuildThatFailsHasFailed) {
    program("bin/cmake", "case $1 in --build) exit 1 ;; esac");
    EXPECT_EQ(check(), "0 passed, 1 failed: 1");
}

TEST_F(CheckScript, AnUnknownLaneIsRefused) {
    EXPECT_EQ(check("test"),
              "check: no lane 'test' (there are: tests surroundings clang gcc-O0 gcc-O3 sanitizers integers "
              "libc++ fuzz clang-tests sanitized-tests; or --all): 2");
}

}  // namespace
}  // namespace tidemark::house
