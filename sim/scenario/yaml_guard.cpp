#include "sim/scenario/yaml_guard.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

constexpr std::size_t text_most = 1024 * 1024;

// What a text file does not hold; CR only before LF, since a lone one ends lines for some readers and not for others.
bool is_control(std::uint32_t c, bool before_line_feed) {
    if (c == '\n' || c == '\t') return false;
    if (c == '\r') return !before_line_feed;
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfffe || c == 0xffff;
}

}  // namespace

std::size_t utf8_at(std::string_view text, std::size_t at, std::uint32_t& character) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
    };
    const std::uint32_t first = byte(0);
    character = first;
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4) return 0;
    character = first & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return 0;
        character = character << 6 | (byte(i) & 0x3f);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (character < least[length] || character > 0x10ffff || (character >= 0xd800 && character < 0xe000)) return 0;
    return length;
}

std::optional<Diagnostic> unreadable(const std::vector<SourceText>& texts, std::uint32_t which) {
    const std::string& text = texts.at(which).text;
    if (text.size() > text_most)
        return diagnose(texts, {which, 0, 0, 0, 0},
                        fmt::format("has {} bytes; a scenario has at most 1 MiB", text.size()),
                        "put bulk events into a CSV or JSON-lines file that the scenario names");
    Span here{which, 1, 1, 1, 2};
    for (std::size_t i = 0; i < text.size();) {
        std::uint32_t character = 0;
        const std::size_t length = utf8_at(text, i, character);
        if (length == 0) {
            // The excerpt could not be shown either: name the place without it.
            Diagnostic d =
                diagnose(texts, here, fmt::format("byte 0x{:02x} is not UTF-8", static_cast<unsigned char>(text[i])));
            d.source_line.clear();
            return d;
        }
        if (is_control(character, i + 1 < text.size() && text[i + 1] == '\n')) {
            Diagnostic d =
                diagnose(texts, here, fmt::format("control character U+{:04X}: this is not a text file", character));
            d.source_line.clear();
            return d;
        }
        if (character == '%' && here.column == 1)
            return diagnose(texts, here, "a line cannot start with '%': scenarios have no directives");
        i += length;
        if (character == '\n') {
            ++here.line;
            here.column = 1;
        } else {
            ++here.column;
        }
        here.end_line = here.line;
        here.end_column = here.column + 1;
    }
    return std::nullopt;
}

}  // namespace tidemark
