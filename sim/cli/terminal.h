#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace tidemark {

// What a piece of text is for; the terminal decides how that looks.
enum class Role { plain, strong, faint, good, bad, warning, accent };

enum class ColorChoice { automatic, always, never };

// One of the two streams of the command: whether it shows colours, and how wide it is. Never throws; a stream that
// cannot be written to is noticed by `broken`.
class Terminal {
public:
    // `automatic`: colours on a terminal, unless NO_COLOR is set (to anything but ""); FORCE_COLOR asks for them anywhere.
    Terminal(std::FILE* file, ColorChoice choice);

    // The text in the colours of its role; the text itself where there are no colours.
    std::string paint(Role role, std::string_view text) const;
    void print(std::string_view text);
    void flush();

    bool is_terminal() const { return is_terminal_; }
    bool colors() const { return colors_; }
    // Columns: of the terminal, at most 200; 80 where there is none.
    std::size_t width() const { return width_; }
    // True after something could not be written (a full disk, a closed pipe). Flushes first.
    bool broken();

private:
    std::FILE* file_;
    bool is_terminal_{false};
    bool colors_{false};
    std::size_t width_{80};
};

}  // namespace tidemark
