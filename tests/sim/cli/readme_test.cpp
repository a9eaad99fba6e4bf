#include "sim/cli/text.h"
#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

// The README shows real transcripts: fenced blocks of `console` in which each `$ ./tidemark ...` line is followed by what
// it prints. Here each is played and compared.
namespace tidemark {
namespace {

using namespace testing_cli;

struct Shown {
    std::size_t line;
    std::string words;  // after ./tidemark
    std::string output;
};

std::vector<Shown> shown_in(const std::string& markdown) {
    std::vector<Shown> all;
    bool inside = false;
    const std::vector<std::string> lines = split_lines(markdown);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string& line = lines[i];
        if (line.rfind("```", 0) == 0) {
            inside = line == "```console";
        } else if (inside && line.rfind("$ ", 0) == 0) {
            const std::string command = "$ ./tidemark";
            const bool ours = line.rfind(command, 0) == 0;
            all.push_back({i + 1, ours ? line.substr(std::min(line.size(), command.size() + 1)) : "", ""});
            if (!ours) all.back().line = 0;  // some other program: not played
        } else if (inside && !all.empty()) {
            all.back().output += line + "\n";
        }
    }
    return all;
}

// Line by line; a line of three dots stands for any number of lines.
bool shows(const std::vector<std::string>& expected, std::size_t e, const std::vector<std::string>& got,
           std::size_t g) {
    for (; e < expected.size(); ++e, ++g) {
        if (expected[e] == "...") {
            for (; g <= got.size(); ++g) {
                if (shows(expected, e + 1, got, g)) return true;
            }
            return false;
        }
        if (g == got.size() || expected[e] != got[g]) return false;
    }
    return g == got.size();
}

TEST(Readme, BlocksAreFound) {
    const auto shown =
        shown_in("text\n```console\n$ ./tidemark run x\nline 1\n\nline 2\n$ ls\nx\n```\n```\n$ ./tidemark no\n```\n");
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0].words, "run x");
    EXPECT_EQ(shown[0].output, "line 1\n\nline 2\n");
    EXPECT_EQ(shown[1].line, 0U);
}

TEST(Readme, ShowsWhatReallyComes) {
    const std::string root = TIDEMARK_SOURCE_DIR;
    std::ifstream file(root + "/README.md");
    std::ostringstream text;
    text << file.rdbuf();
    std::size_t played = 0;
    for (const Shown& shown : shown_in(text.str())) {
        if (shown.line == 0) continue;
        ++played;
        Ended ended = call(shown.words);
        std::string got = ended.out + ended.err;
        // A blank line before the next command is the README's, not the program's.
        std::string expected = shown.output;
        while (expected.ends_with("\n\n"))
            expected.pop_back();
        while (got.ends_with("\n\n"))
            got.pop_back();
        if (shows(split_lines(expected), 0, split_lines(got), 0)) continue;
        EXPECT_EQ(got, expected) << "README.md:" << shown.line << ": ./tidemark " << shown.words;
    }
    if (played == 0) std::cout << "README.md has no ```console block with ./tidemark in it: nothing to compare\n";
}

}  // namespace
}  // namespace tidemark
