#include "sim/cli/text.h"

#include "sim/cli/exit_code.h"
#include "sim/cli/scenario_files.h"
#include "sim/cli/text_table.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

TEST(Text, WidthCountsWhatIsSeen) {
    EXPECT_EQ(display_width("abc"), 3U);
    EXPECT_EQ(display_width("× ±"), 3U);
    EXPECT_EQ(display_width("\x1b[1;31mred\x1b[0m"), 3U);
    EXPECT_EQ(padded_left("×", 3), "  ×");
}

TEST(Text, FlowsWithinItsWidth) {
    EXPECT_EQ(flowed("one two three", 8, 0), "one two\nthree\n");
    EXPECT_EQ(flowed("one two three", 10, 2), "  one two\n  three\n");
    EXPECT_EQ(flowed("averyverylongword b", 5, 0), "averyverylongword\nb\n");
    EXPECT_EQ(flowed("one\n\ntwo", 80, 1), " one\n\n two\n");
}

TEST(Text, Counts) {
    EXPECT_EQ(counted(1, "event"), "1 event");
    EXPECT_EQ(counted(36'000, "event"), "36 000 events");
    EXPECT_EQ(counted(2, "retry", "retries"), "2 retries");
}

TEST(Text, DurationsAreRoundedForReading) {
    using namespace std::chrono_literals;
    EXPECT_EQ(rounded(5'693ms), "5.7 s");
    EXPECT_EQ(rounded(-5'693ms), "-5.7 s");
    EXPECT_EQ(rounded(156ms), "156 ms");
    EXPECT_EQ(rounded(62s), "1 min 2 s");
}

TEST(Text, ShellWordsAreQuotedWhereTheyMustBe) {
    EXPECT_EQ(shell_word("north@23:00"), "north@23:00");
    EXPECT_EQ(shell_word("D+1 00:00"), "\"D+1 00:00\"");
    EXPECT_EQ(shell_word("a$b"), "'a$b'");
    EXPECT_EQ(shell_word("it's $5"), "'it'\\''s $5'");
    EXPECT_EQ(shell_word(""), "\"\"");
}

TEST(Text, PatternsMatchLikeAShell) {
    EXPECT_TRUE(matches_pattern("late-mobile", "late-*"));
    EXPECT_TRUE(matches_pattern("late-mobile", "*"));
    EXPECT_TRUE(matches_pattern("late-mobile", "*mob?le"));
    EXPECT_TRUE(matches_pattern("aab", "*ab"));
    EXPECT_FALSE(matches_pattern("late-mobile", "late"));
    EXPECT_FALSE(matches_pattern("late", "late-*"));
}

TEST(TextTable, AlignsAndBreaksItsTitlesWhereTheyAreTooWide) {
    const Terminal terminal(stdout, ColorChoice::never);  // 80 columns, or a terminal's
    TextTable table({{"mode"}, {"first answer", Align::right}});
    table.add({{"stream"}, {"5.1 s"}});
    table.add({{"micro-batch"}, {"12 s"}});
    EXPECT_EQ(table.render(terminal),
              "mode          first answer\nstream               5.1 s\nmicro-batch           12 s\n");

    std::vector<Column> many{{"mode"}};
    std::vector<TableCell> row{{"m"}};
    for (int i = 0; i < 12; ++i) {
        many.push_back({"column number", Align::right});
        row.push_back({"1"});
    }
    TextTable wide(many);
    wide.add(row);
    const std::string text = wide.render(terminal);
    for (const std::string& line : split_lines(text))
        EXPECT_LE(display_width(line), std::max<std::size_t>(terminal.width(), 110));
    EXPECT_EQ(split_lines(text).size(), terminal.width() < 195 ? 3U : 2U);
}

TEST(ExitCode, TheWorstIsHeard) {
    EXPECT_EQ(worst(ExitCode::expectation_failed, ExitCode::bad_usage), ExitCode::bad_usage);
    EXPECT_EQ(worst(ExitCode::bad_usage, ExitCode::not_deterministic), ExitCode::not_deterministic);
    EXPECT_EQ(worst(ExitCode::internal_error, ExitCode::not_deterministic), ExitCode::internal_error);
    EXPECT_EQ(worst(ExitCode::inconclusive, ExitCode::expectation_failed), ExitCode::expectation_failed);
    EXPECT_EQ(worst(ExitCode::nothing_selected, ExitCode::inconclusive), ExitCode::inconclusive);
    EXPECT_EQ(worst(ExitCode::done, ExitCode::nothing_selected), ExitCode::nothing_selected);
}

}  // namespace
}  // namespace tidemark
