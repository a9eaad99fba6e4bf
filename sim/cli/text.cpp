#include "sim/cli/text.h"

#include "sim/judge/clock_text.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

bool continues_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural) {
    if (number == 1) return fmt::format("1 {}", singular);
    if (plural.empty()) return fmt::format("{} {}s", count_text(number), singular);
    return fmt::format("{} {}", count_text(number), plural);
}

std::string rounded(ProcessingDuration duration) {
    constexpr std::int64_t second = 1'000'000, tenth = 100'000;
    const std::int64_t us = duration.count();
    if (us > -second && us < second) return duration_text(duration);
    const std::int64_t half = us < 0 ? -tenth / 2 : tenth / 2;
    return duration_text(ProcessingDuration{(us + half) / tenth * tenth});
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\x1b') {  // up to the letter that ends the escape
            while (i < text.size() && text[i] != 'm')
                ++i;
        } else if (!continues_code_point(text[i])) {
            ++width;
        }
    }
    return width;
}

std::string padded_right(std::string_view text, std::size_t width) {
    const std::size_t used = display_width(text);
    return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
    const std::size_t used = display_width(text);
    return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::string flowed(std::string_view text, std::size_t width, std::size_t indent) {
    const std::string margin(indent, ' ');
    std::string result;
    for (const std::string& paragraph : split_lines(text)) {
        std::string line;
        std::size_t begin = 0;
        while (begin < paragraph.size()) {
            std::size_t end = paragraph.find(' ', begin);
            if (end == std::string::npos) end = paragraph.size();
            const std::string word = paragraph.substr(begin, end - begin);
            begin = end + 1;
            if (word.empty()) continue;
            if (!line.empty() && indent + display_width(line) + 1 + display_width(word) > width) {
                result += margin + line + "\n";
                line.clear();
            }
            if (!line.empty()) line += ' ';
            line += word;
        }
        result += line.empty() ? "\n" : margin + line + "\n";
    }
    return result;
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

std::string enumerated(const std::vector<std::string>& parts) {
    if (parts.size() < 2) return joined(parts, "");
    return joined({parts.begin(), parts.end() - 1}, ", ") + " and " + parts.back();
}

std::string shell_word(std::string_view word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@+,%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) return std::string(word);
    if (word.find_first_of("\"$`\\!") == std::string_view::npos) return fmt::format("\"{}\"", word);
    std::string quoted = "'";
    for (const char c : word) {
        if (c == '\'') {
            quoted += "'\\''";
        } else {
            quoted += c;
        }
    }
    return quoted + "'";
}

}  // namespace tidemark
