#include "tests/house/rules.h"
#include "tests/house/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace tidemark::house {
namespace {

// A file holds one idea. What is longer than this is named here with its length, which may only shrink.
constexpr std::int64_t lines_max = 600;
const std::map<std::string, std::int64_t>& longer_files() {
    static const std::map<std::string, std::int64_t> all{};
    return all;
}

// Spelled in two halves, so that this file does not break its own rule.
const std::vector<std::string>& unfinished() {
    static const std::vector<std::string> all{
        "TO"
        "DO",
        "FIX"
        "ME",
        "XX"
        "X",
        "HA"
        "CK"};
    return all;
}
const std::vector<std::string>& machine_paths() {
    static const std::vector<std::string> all{
        "/wo"
        "rk/",
        "/tm"
        "p/b-",
        "/tm"
        "p/wt",
        "/ho"
        "me/",
        "/ro"
        "ot/",
        "/Us"
        "ers/"};
    return all;
}

int line_of(const std::string& text, std::size_t at) {
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::size_t find_word(const std::string& text, const std::string& word, std::size_t from) {
    for (std::size_t at = text.find(word, from); at != std::string::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !in_word(text[at - 1])) && (end == text.size() || !in_word(text[end]))) return at;
    }
    return std::string::npos;
}

bool is_binary(const std::string& text) { return text.find('\0') != std::string::npos; }

}  // namespace

std::vector<Finding> broken_manners(const std::string& file, const std::string& text) {
    std::vector<Finding> findings;
    if (is_binary(text)) return findings;
    for (const std::string& path : machine_paths())
        if (const std::size_t at = text.find(path); at != std::string::npos)
            findings.push_back({file, line_of(text, at), path, "the tree knows no machine"});
    if (!is_source(file)) return findings;
    for (const std::string& word : unfinished())
        for (std::size_t at = find_word(text, word, 0); at != std::string::npos; at = find_word(text, word, at + 1))
            findings.push_back(
                {file, line_of(text, at), word, "finish it, or say what is missing where users read it"});
    const auto lines = std::count(text.begin(), text.end(), '\n');
    const auto listed = longer_files().find(file);
    const std::int64_t limit = listed == longer_files().end() ? lines_max : listed->second;
    if (lines > limit)
        findings.push_back(
            {file, static_cast<int>(lines), fmt::format("{} lines", lines), fmt::format("at most {}", limit)});
    if (listed != longer_files().end() && lines < limit)
        findings.push_back(
            {file, 1, fmt::format("{} lines", lines), "it has shrunk: lower its limit in tests/house/manners.cpp"});
    if (file.ends_with(".h")) {
        const std::vector<Token> tokens = tokens_of(text);
        if (tokens.size() < 3 || tokens[0].text != "#" || tokens[1].text != "pragma" || tokens[2].text != "once")
            findings.push_back({file, 1, "begins otherwise", "a header begins with #pragma once"});
    }
    return findings;
}

}  // namespace tidemark::house
