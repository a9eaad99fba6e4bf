#include "sim/transcript/transcript.h"

#include "tests/sim/transcript/transcript_files.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

// A case of the operator `window` with tumbling windows of 10s, and what is given.
TranscriptResult play(const std::string& settings_and_steps) {
    return play_transcript("t", "case c\noperator window\nwindow tumbling 10s\n" + settings_and_steps);
}
std::string first_failure(const TranscriptResult& result) {
    return result.failures.empty() ? "none" : result.failures.front().message;
}

TEST(Transcript, ShowsAFailingStepAsADiff) {
    const TranscriptResult result = play("> record key=a value=5 at=3s\n> watermark 10s\npane key=a value=6\n");
    EXPECT_EQ(result.failed, 1U);
    EXPECT_EQ(
        to_text(result),
        "t:5:3: case c: unmatched output\n"
        "  > watermark 10s\n"
        "  - pane key=a value=6\n"
        "  + pane key=a window=[0s,10s) value=5 at=9999ms timing=on_time index=0 nonspeculative_index=0 final=false\n");
}

TEST(Transcript, TakesOutputsInAnyOrderUnlessToldOtherwise) {
    const std::string steps = "> record key=a at=3s\n> record key=b at=3s\n> watermark 10s\npane key=b\npane key=a\n";
    EXPECT_EQ(play(steps).passed, 1U);
    EXPECT_EQ(first_failure(play("ordered on\n" + steps)).substr(0, 33), "t:7:3: case c: unmatched output\n ");
}

TEST(Transcript, LetsTheFirstExpectedLineTakeTheFirstThatFits) {
    const std::string inputs = "> record key=a value=1 at=3s\n> record key=b value=2 at=3s\n> watermark 10s\n";
    EXPECT_EQ(play(inputs + "pane value=1\npane\n").passed, 1U);
    // `pane` takes key a's, though then nothing is left for the second line.
    EXPECT_EQ(play(inputs + "pane\npane value=1\n").failed, 1U);
}

TEST(Transcript, FailsForWhatIsLeftOver) {
    EXPECT_EQ(first_failure(play("> record key=a at=3s\n> watermark 10s\n")).substr(0, 32),
              "t:5:3: case c: unexpected output");
}

TEST(Transcript, PassesACaseThatIsMeantToFail) {
    const std::string steps = "> record key=a at=3s\n> watermark 10s\n";
    EXPECT_EQ(play("expect_failure \"unexpected output\"\n" + steps).passed, 1U);
    EXPECT_EQ(play("expect_failure \"unmatched output\"\n" + steps).failed, 1U);
    EXPECT_EQ(first_failure(play("expect_failure \"anything\"\n> watermark 10s\n")),
              "t:1:1: case c: it must fail with a message that contains \"anything\"");
}

TEST(Transcript, SaysWhereATextIsWrong) {
    EXPECT_EQ(first_failure(play("trigger purging(cont(1))\n")).substr(0, 46),
              "t:4:17: case c: unknown trigger 'cont' (known:");
    EXPECT_EQ(first_failure(play("latenes 3s\n")), "t:4:1: case c: unknown setting 'latenes'");
    EXPECT_EQ(first_failure(play("lateness 3\n")),
              "t:4:10: case c: '3' is no duration (an integer and ms, s, m, h or d)");
    EXPECT_EQ(first_failure(play("lateness 1s\nlateness 2s\n")), "t:5:1: case c: 'lateness' is set twice");
    EXPECT_EQ(first_failure(play("profile spark\n")), "t:4:9: case c: 'spark' is no profile (flink, beam, kafka)");
    EXPECT_EQ(first_failure(play("> recrd key=a\n")).substr(0, 38), "t:4:3: case c: unknown input 'recrd' (");
    EXPECT_EQ(first_failure(play("> record key=a\n")), "t:4:3: case c: expected at=TIME");
    EXPECT_EQ(first_failure(play("> record key=a at=3 s\n")).substr(0, 44),
              "t:4:19: case c: '3' is no event time (an int");
    EXPECT_EQ(first_failure(play("> record key=a at=3s size=2\n")), "t:4:22: case c: `record` takes no 'size' here");
    EXPECT_EQ(first_failure(play("> record key=\"a at=3s\n")), "t:4:14: case c: this quote is not closed");
    EXPECT_EQ(first_failure(play("> watermark 3s\npan key=a\n")).substr(0, 37),
              "t:5:1: case c: unknown output 'pan' (");
    EXPECT_EQ(first_failure(play("> watermark 3s\npane kee=a\n")), "t:5:6: case c: `pane` has no 'kee'");
    EXPECT_EQ(first_failure(play("> watermark 3s\npane window=[0s,10)\n")),
              "t:5:13: case c: '[0s,10)' is no value for 'window'");
    EXPECT_EQ(first_failure(play("emit final\n")),
              "t:1:1: case c: emit every_update and emit final are Kafka's: they need profile kafka");
    EXPECT_EQ(first_failure(play("> restore\n")), "t:4:3: case c: there is no checkpoint to restore");
    EXPECT_EQ(first_failure(play_transcript("t", "hello\n")), "t:1:1: expected `case NAME`, not 'hello'");
    EXPECT_EQ(first_failure(play_transcript("t", "case c\n")), "t:1:1: case c: a case needs an operator");
    EXPECT_EQ(first_failure(play_transcript("t", "case c\noperator windw\n")),
              "t:2:10: case c: unknown operator 'windw'");
}

TEST(Transcript, BoundsWhatATextMayAskFor) {
    EXPECT_EQ(first_failure(play_transcript("t", "case c\noperator window\nwindow sliding 1d every 1ms\n")),
              "t:3:8: case c: a record would have more than 1000 windows");
    EXPECT_EQ(first_failure(play_transcript("t", "case c\noperator valve\nchannels 99999999999\n")),
              "t:3:10: case c: '99999999999' is no integer from 1 to 1000");
    EXPECT_EQ(first_failure(play_transcript("t", std::string(2U << 20, '#'))), "t:1:1: larger than 1 MiB");
    std::string long_case = "case c\noperator window\nwindow tumbling 1s\n";
    for (int i = 0; i < 5'001; ++i)
        long_case += "> end\n";
    EXPECT_EQ(first_failure(play_transcript("t", long_case)), "t:5004:1: case c: a case has at most 5000 inputs");
    std::string heavy;
    for (int c = 0; c < 10; ++c) {
        heavy += "case c\noperator window\nwindow sliding 1s every 2ms\nlateness max\n";
        for (int i = 0; i < 4'000; ++i)
            heavy += "> record key=a at=" + std::to_string(i) + "h\n";
    }
    const TranscriptResult result = play_transcript("t", heavy);
    EXPECT_EQ(result.passed, 0U);
    EXPECT_NE(first_failure(result).find("this file asks for more work than a transcript may"), std::string::npos);
}

TEST(Transcript, CutsLongDiffsShort) {
    std::string steps;
    for (int i = 0; i < 100; ++i)
        steps += "> record key=k" + std::to_string(i) + " at=3s\n";
    EXPECT_NE(first_failure(play(steps + "> watermark 10s\n")).find("\n  ... and 80 more"), std::string::npos);
}

TEST(Transcript, MakesControlCharactersVisible) {
    EXPECT_EQ(first_failure(play("\x1b[31m 3s\n")), "t:4:1: case c: unknown setting '\\x1b[31m'");
}

TEST(Transcript, ReadsWindowsLineEndsAndNoLastOne) {
    EXPECT_EQ(play_transcript("t",
                              "case c\r\noperator window\r\nwindow tumbling 10s\r\n> record key=a at=1s\r\n> watermark "
                              "10s\r\npane key=a")
                  .passed,
              1U);
}

TEST(Transcript, RewritesWhatCameAndKeepsTheRest) {
    const std::string before =
        "# A file.\ncase c\noperator window\nwindow tumbling 10s\n\n> record key=a value=5 at=3s\n> record key=b "
        "at=3s\n"
        "# Now.\n> watermark 10s\npane key=b at=9999ms\n# As it was.\npane key=a value=6\n\n# The end.\n> end\npane "
        "key=z\n";
    const std::string after =
        "# A file.\ncase c\noperator window\nwindow tumbling 10s\n\n> record key=a value=5 at=3s\n> record key=b "
        "at=3s\n"
        "# Now.\n> watermark 10s\npane key=b at=9999ms\npane key=a window=[0s,10s) value=5 timing=on_time\n# As it "
        "was.\n"
        "\n# The end.\n> end\n";
    const TranscriptResult result = play_transcript("t", before);
    EXPECT_EQ(result.rewritten, after);
    EXPECT_EQ(play_transcript("t", after).passed, 1U);
    EXPECT_EQ(play_transcript("t", after).rewritten, after);
}

TEST(Transcript, RewritesAnOrderedStepAsAWhole) {
    const std::string settings = "case c\noperator window\nwindow tumbling 10s\nordered on\n";
    const std::string inputs = "> record key=a at=3s\n> record key=b at=3s\n> watermark 10s\n";
    const TranscriptResult result = play_transcript("t", settings + inputs + "pane key=b\npane key=a\n");
    EXPECT_EQ(result.rewritten, settings + inputs +
                                    "pane key=a window=[0s,10s) value=1 timing=on_time\n"
                                    "pane key=b window=[0s,10s) value=1 timing=on_time\n");
}

// Every transcript there is, with bytes changed, lines doubled, moved and cut, again and again. Nothing to expect but
// that it comes back; sanitizers and the test's time limit say the rest.
TEST(Transcript, SurvivesEveryMutation) {
    auto files = transcripts_in(own_transcripts());
    const auto more = transcripts_in(conformance_transcripts());
    files.insert(files.end(), more.begin(), more.end());
    std::uint64_t state = 1;
    const auto draw = [&state](std::size_t below) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(state >> 33) % below;
    };
    constexpr std::string_view bits[] = {
        "max", "min",   "-",    "9999999999999999", "[",      ")",          "=",      "\n> ", "\n", "1ms",
        "0s",  "kafka", "beam", "session 1ms",      "global", "processing", "max-1s", "\"",   "d"};
    for (const auto& file : files) {
        const std::string original = read_text(file);
        for (int round = 0; round < 20; ++round) {
            std::string text = original;
            for (std::size_t change = 0; change < 30; ++change) {
                const std::size_t at = draw(text.size());
                const std::string_view bit = bits[draw(std::size(bits))];
                switch (draw(4)) {
                    case 0:
                        text[at] = static_cast<char>(draw(256));
                        break;
                    case 1:
                        text.insert(at, bit);
                        break;
                    case 2:
                        text.replace(at, std::min<std::size_t>(draw(12), text.size() - at), bit);
                        break;
                    default:
                        text.erase(at, draw(40));
                        break;
                }
            }
            const TranscriptResult result = play_transcript("mutated", text);
            EXPECT_EQ(result.failures.empty(), result.failed == 0);
        }
    }
}

}  // namespace
}  // namespace tidemark
