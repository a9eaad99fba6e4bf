#include "tests/sim/transcript/transcript_files.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tidemark {

namespace fs = std::filesystem;

std::vector<fs::path> transcripts_in(const fs::path& folder) {
    std::vector<fs::path> files;
    if (fs::is_directory(folder))
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().extension() == ".transcript") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string read_text(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void write_text(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

bool rewriting_is_asked_for() {
    const char* const asked = std::getenv("REWRITE");
    return asked != nullptr && std::string{asked} == "1";
}

fs::path own_transcripts() { return fs::path{TIDEMARK_SOURCE_DIR} / "tests" / "transcripts"; }

fs::path conformance_transcripts() {
    if (const char* const elsewhere = std::getenv("TIDEMARK_CONFORMANCE")) return elsewhere;
    return fs::path{TIDEMARK_SOURCE_DIR} / ".." / "shared" / "conformance";
}

}  // namespace tidemark
