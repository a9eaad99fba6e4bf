#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// A step that did not go as written, or a text that is none. `message` is ready to print, over several lines where it
// shows a diff of what was expected (-) and what came (+); it begins with file:line:column.
struct TranscriptFailure {
    std::string case_name;  // empty: the file as a whole
    std::size_t line{0};
    std::string message;
};

struct TranscriptResult {
    std::size_t passed{0}, failed{0};  // cases
    std::vector<TranscriptFailure> failures;
    // The text with the outputs that really came, where a case failed for its outputs alone; else as it was.
    std::string rewritten;
};

// Plays every case of a transcript against the engine's machines; docs: the format's page. Window cases are played a
// second time with a checkpoint and a restore before every input. `file_name` is only for the messages. No text makes it
// crash, hang or use much memory: what asks for too much is a failure that says so.
TranscriptResult play_transcript(std::string_view file_name, std::string_view text);

// The failures, one after the other, and no last line: that counts over all files.
std::string to_text(const TranscriptResult& result);

}  // namespace tidemark
