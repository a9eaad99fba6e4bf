#include "tests/sim/transcript/transcript_files.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace tidemark {
namespace {

// The rules that the project's own transcripts must play: all that concern windows, watermarks, barriers, two-phase
// sinks and batches, but for those that the honesty page says are not modelled, and F-M12, which has no operator in the
// format and is a test of its own (watermark_test.cpp).
const std::set<std::string>& rules() {
    static const std::set<std::string> all = {
        "F-W1",  "F-W2",  "F-W3",  "F-W4",  "F-W5",  "F-W6",  "F-W7",  "F-W8",  "F-W9",  "F-W10", "F-W11",
        "F-W12", "F-W13", "F-W14", "F-W15", "F-W16", "F-W17", "F-W18", "F-W19", "F-W20", "F-A1",  "F-A2",
        "F-A3",  "F-M1",  "F-M2",  "F-M3",  "F-M5",  "F-M6",  "F-M7",  "F-M8",  "F-M9",  "F-M10", "F-M11",
        "F-C1",  "F-C2",  "F-C3",  "F-C4",  "F-C5",  "F-C6",  "F-C7",  "F-T1",  "F-T2",  "F-T3",  "F-T6",
        "B-1",   "B-2",   "B-3",   "B-4",   "B-5",   "B-6",   "B-7",   "B-8",   "B-9",   "B-10",  "B-11",
        "B-12",  "B-13",  "B-15",  "B-16",  "K-1",   "K-2",   "K-3",   "K-4",   "K-5",   "K-6",   "K-10",
        "K-11",  "K-12",  "K-15",  "S-1",   "S-2",   "S-3",   "S-4",   "S-5",   "S-6",   "S-9",   "S-13"};
    return all;
}

bool names_a_rule(const std::string& line) {
    if (line.size() < 5 || line.compare(0, 2, "# ") != 0 || line.find(' ', 2) != std::string::npos) return false;
    const char engine = line[2];
    return (engine == 'F' || engine == 'B' || engine == 'K' || engine == 'S') && line[3] == '-';
}

TEST(OwnTranscripts, CoverEveryRuleAndNoOther) {
    std::set<std::string> named;
    std::size_t cases = 0;
    for (const auto& file : transcripts_in(own_transcripts())) {
        std::istringstream lines(read_text(file));
        bool ruled = false;
        for (std::string line; std::getline(lines, line);) {
            if (names_a_rule(line)) {
                named.insert(line.substr(2));
                ruled = true;
            }
            if (line.compare(0, 5, "case ") == 0) {
                ++cases;
                EXPECT_TRUE(ruled) << file.filename() << ": " << line << " names no rule";
                ruled = false;
            }
        }
    }
    EXPECT_EQ(named, rules());
    EXPECT_GT(cases, 100U);
}

}  // namespace
}  // namespace tidemark
