#include "sim/scenario/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::string_view bold = "\x1b[1m", red = "\x1b[1;31m", blue = "\x1b[34m", plain = "\x1b[0m";

// Edits that make one word the other: insert, delete, change, or swap two neighbours.
std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(above);
        above.swap(row);
    }
    return above[b.size()];
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// The part of a long line that is worth showing: a window around the underline, in characters.
struct Excerpt {
    std::string text;
    std::size_t skipped{0};  // characters left out before it
};
Excerpt excerpt(const std::string& line, std::size_t column) {
    constexpr std::size_t width = 160;
    std::vector<std::size_t> starts;  // byte offsets of the characters
    for (std::size_t i = 0; i < line.size(); ++i)
        if (!is_continuation(line[i])) starts.push_back(i);
    if (starts.size() <= width) return {line, 0};
    const std::size_t from = std::min(column > width / 2 ? column - width / 2 : 0, starts.size() - width);
    const std::size_t until = from + width < starts.size() ? starts[from + width] : line.size();
    return {line.substr(starts[from], until - starts[from]), from};
}

}  // namespace

std::string render(const Diagnostic& d, Colour colour) {
    const bool on = colour == Colour::on;
    const auto paint = [on](std::string_view style) { return on ? style : std::string_view{}; };
    std::string where = d.file;
    if (d.at.line != 0) where += fmt::format(":{}:{}", d.at.line, d.at.column);
    std::string out = fmt::format("{}{}:{} {}\n", paint(bold), where, paint(plain), d.message);
    if (d.at.line == 0 || d.source_line.empty()) {
        if (!d.hint.empty()) out += fmt::format("     {}= {}{}\n", paint(blue), d.hint, paint(plain));
        return out;
    }
    const std::size_t column = d.at.column > 0 ? d.at.column - 1 : 0;
    const Excerpt shown = excerpt(d.source_line, column);
    out += fmt::format("{}{:5} |{} {}\n", paint(blue), d.at.line, paint(plain), shown.text);
    // Tabs are copied, so that the underline stands where the reader's terminal puts the text.
    std::string pad;
    std::size_t left = column - shown.skipped;
    for (std::size_t i = 0; i < shown.text.size() && left > 0; ++i) {
        if (is_continuation(shown.text[i])) continue;
        pad += shown.text[i] == '\t' ? '\t' : ' ';
        --left;
    }
    const std::size_t length = std::clamp<std::size_t>(d.at.length, 1, 120);
    out += fmt::format("{}      |{} {}{}{}{}{}{}\n", paint(blue), paint(plain), pad, paint(red),
                       std::string(length, '^'), d.hint.empty() ? "" : " ", d.hint, paint(plain));
    return out;
}

std::string render(const std::vector<Diagnostic>& diagnostics, Colour colour) {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics)
        out += render(diagnostic, colour);
    return out;
}

std::string one_line(const Diagnostic& d) {
    std::string out = d.file;
    if (d.at.line != 0) out += fmt::format(":{}:{}", d.at.line, d.at.column);
    out += ": " + d.message;
    if (!d.hint.empty()) out += fmt::format(" ({})", d.hint);
    return out;
}

std::string_view nearest(std::string_view word, const std::vector<std::string>& candidates) {
    if (word.empty() || word.size() > 64) return {};
    std::string_view best;
    std::size_t fewest = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = edits(word, candidate);
        if (distance < fewest && distance < candidate.size()) {
            fewest = distance;
            best = candidate;
        }
    }
    return best;
}

std::string suggest(std::string_view word, const std::vector<std::string>& candidates) {
    if (const std::string_view near = nearest(word, candidates); !near.empty())
        return fmt::format("did you mean '{}'?", near);
    if (candidates.empty() || candidates.size() > 40) return {};
    return (candidates.size() == 1 ? "there is only " : "one of ") + enumerate(candidates);
}

std::string enumerate(const std::vector<std::string>& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
        out += words[i];
    }
    return out;
}

}  // namespace tidemark
