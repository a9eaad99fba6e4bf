#include "sim/cli/lines.h"

#include <unistd.h>

#include <cstdio>

namespace tidemark {
namespace {

// Longer lines are no answers; what is beyond this is read and forgotten.
constexpr std::size_t longest = 4096;

}  // namespace

Lines::Lines(Terminal& out) : out_(out), is_terminal_(isatty(STDIN_FILENO) == 1) {}

std::optional<std::string> Lines::ask(std::string_view prompt) {
    out_.print(prompt);
    out_.flush();
    std::string line;
    int read = std::fgetc(stdin);
    const bool ended = read == EOF;
    for (; read != EOF && read != '\n'; read = std::fgetc(stdin)) {
        if (line.size() < longest) line += static_cast<char>(read);
    }
    if (ended) {
        out_.print("\n");
        return std::nullopt;
    }
    const std::size_t begin = line.find_first_not_of(" \t\r");
    line = begin == std::string::npos ? "" : line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
    if (!is_terminal_) out_.print(line + "\n");
    return line;
}

}  // namespace tidemark
