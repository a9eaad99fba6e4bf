#include "tests/sim/transcript/transcript_files.h"

#include "sim/transcript/transcript.h"

#include <gtest/gtest.h>

#include <iostream>

namespace tidemark {
namespace {

TEST(TranscriptFiles, OfTheRealEnginesAllPass) {
    const auto files = transcripts_in(conformance_transcripts());
    if (files.empty()) {
        std::cout << "skipped: no conformance transcripts beside the repository\n";
        return;
    }
    std::size_t cases = 0;
    for (const auto& file : files) {
        const TranscriptResult result = play_transcript(file.filename().string(), read_text(file));
        EXPECT_EQ(result.failed, 0U) << to_text(result);
        EXPECT_GT(result.passed, 0U) << file;
        cases += result.passed;
    }
    std::cout << cases << " cases of the real engines pass\n";
}

TEST(TranscriptFiles, OfTheProjectAllPass) {
    const auto files = transcripts_in(own_transcripts());
    EXPECT_FALSE(files.empty());
    for (const auto& file : files) {
        const std::string text = read_text(file);
        const TranscriptResult result = play_transcript(file.filename().string(), text);
        if (rewriting_is_asked_for() && result.rewritten != text) {
            write_text(file, result.rewritten);
            std::cout << "rewritten: " << file.filename().string() << "\n";
            continue;
        }
        EXPECT_EQ(result.failed, 0U) << to_text(result);
        EXPECT_GT(result.passed, 0U) << file;
    }
}

}  // namespace
}  // namespace tidemark
