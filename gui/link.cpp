#include "gui/link.h"

#include "gui/session.h"
#include "sim/judge/clock_text.h"

#include <fmt/format.h>

#include <charconv>

namespace tidemark::gui {
namespace {

constexpr std::string_view link_words[] = {"set", "seed", "mode", "now", "sel", "layout"};

// What a link needs for itself, and what a terminal would not pass on.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           std::string_view{"-_.:/+,@=~"}.find(c) != std::string_view::npos;
        if (plain) out += c;
        else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c - 'a' + 10; }
bool is_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && is_digit(text[i + 1]) && is_digit(text[i + 2])) {
            out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string_view layout_name(Arrangement arrangement) {
    switch (arrangement) {
        case Arrangement::lesson:
            return "lesson";
        case Arrangement::compare:
            return "compare";
        case Arrangement::engineer:
            return "engineer";
        case Arrangement::lecture:
            return "lecture";
    }
    return "lesson";
}

// "D+1 00:06:00" without its blank.
std::string joined(std::string text) {
    if (const std::size_t blank = text.find(' '); blank != std::string::npos) text[blank] = 'T';
    return text;
}
std::string parted(std::string text) {
    if (!text.empty() && text.front() == 'D')
        if (const std::size_t t = text.find('T'); t != std::string::npos) text[t] = ' ';
    return text;
}

}  // namespace

std::string to_text(const Link& link) {
    std::string text = escaped(link.file);
    char sign = '?';
    const auto add = [&](std::string_view word, const std::string& value) {
        if (value.empty()) return;
        text += fmt::format("{}{}={}", sign, word, escaped(value));
        sign = '&';
    };
    for (const Setting& setting : link.settings)
        add("set", fmt::format("{}={}", setting.path, setting.value));
    if (link.seed) add("seed", fmt::format("{}", *link.seed));
    add("mode", link.mode);
    add("now", joined(link.now));
    add("sel", link.selection);
    add("layout", link.layout);
    return text;
}

bool is_link(std::string_view text) {
    const std::size_t mark = text.find('?');
    if (mark == std::string_view::npos || mark == 0) return false;
    const std::string_view rest = text.substr(mark + 1);
    for (const std::string_view word : link_words)
        if (rest.substr(0, word.size()) == word && rest.substr(word.size(), 1) == "=") return true;
    return false;
}

ReadLink read_link(std::string_view text) {
    ReadLink read;
    const std::size_t mark = text.find('?');
    read.link.file = unescaped(text.substr(0, mark));
    std::string_view rest = mark == std::string_view::npos ? std::string_view{} : text.substr(mark + 1);
    while (!rest.empty() && read.mistake.empty()) {
        const std::size_t end = rest.find('&');
        const std::string_view part = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        const std::size_t equals = part.find('=');
        const std::string_view word = part.substr(0, equals);
        const std::string value = equals == std::string_view::npos ? std::string{} : unescaped(part.substr(equals + 1));
        if (value.empty()) {
            read.mistake = fmt::format("'{}' in a link needs a value", word);
        } else if (word == "set") {
            const std::optional<Setting> setting = parse_setting(value);
            if (setting) read.link.settings.push_back(*setting);
            else read.mistake = fmt::format("set= in a link takes KEY=VALUE, not '{}'", value);
        } else if (word == "seed") {
            std::uint64_t seed = 0;
            const auto [last, error] = std::from_chars(value.data(), value.data() + value.size(), seed);
            if (error == std::errc{} && last == value.data() + value.size()) read.link.seed = seed;
            else read.mistake = fmt::format("'{}' is no seed", value);
        } else if (word == "mode") {
            read.link.mode = value;
        } else if (word == "now") {
            read.link.now = parted(value);
        } else if (word == "sel") {
            read.link.selection = value;
        } else if (word == "layout") {
            read.link.layout = value;
        } else {
            read.mistake = fmt::format("there is no '{}' in links: {}", word, fmt::join(link_words, ", "));
        }
    }
    return read;
}

Link link_to(const Session& session) {
    Link link;
    link.file = session.file();
    link.settings = session.settings();
    link.seed = session.seed();
    link.selection = session.view().selection;
    link.layout = layout_name(session.arrangement);
    if (const LoadedRun* run = session.run()) {
        link.mode = run->simulation().modes[session.view().mode].mode;
        link.now = clock_text(session.view().now, run->scenario().clock);
    }
    return link;
}

std::string command_of(const Link& link) { return fmt::format("tidemark gui '{}'", to_text(link)); }

}  // namespace tidemark::gui
