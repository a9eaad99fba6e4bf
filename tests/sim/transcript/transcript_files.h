#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tidemark {

// The *.transcript files of a folder, in the order of their names.
std::vector<std::filesystem::path> transcripts_in(const std::filesystem::path& folder);
std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);
// REWRITE=1 asks the tests to bring the transcripts to what really came out.
bool rewriting_is_asked_for();

// The project's own; and those of the real engines' suites, which lie beside the repository (or where
// TIDEMARK_CONFORMANCE says) and may be missing.
std::filesystem::path own_transcripts();
std::filesystem::path conformance_transcripts();

}  // namespace tidemark
