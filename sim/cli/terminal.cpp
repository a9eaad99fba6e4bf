#include "sim/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace tidemark {
namespace {

bool set_in_environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

bool wants_colors(ColorChoice choice, bool is_terminal) {
    if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
    if (set_in_environment("NO_COLOR")) return false;
    return is_terminal || set_in_environment("FORCE_COLOR");
}

const char* escape_of(Role role) {
    switch (role) {
        case Role::plain:
            return "";
        case Role::strong:
            return "\x1b[1m";
        case Role::faint:
            return "\x1b[2m";
        case Role::good:
            return "\x1b[32m";
        case Role::bad:
            return "\x1b[1;31m";
        case Role::warning:
            return "\x1b[33m";
        case Role::accent:
            return "\x1b[36m";
    }
    return "";
}

}  // namespace

Terminal::Terminal(std::FILE* file, ColorChoice choice) : file_(file), is_terminal_(isatty(fileno(file)) == 1) {
    colors_ = wants_colors(choice, is_terminal_);
    winsize size{};
    if (is_terminal_ && ioctl(fileno(file), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        width_ = std::clamp<std::size_t>(size.ws_col, 40, 200);
    }
}

std::string Terminal::paint(Role role, std::string_view text) const {
    if (!colors_ || role == Role::plain || text.empty()) return std::string(text);
    return escape_of(role) + std::string(text) + "\x1b[0m";
}

void Terminal::print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), file_); }

void Terminal::flush() { std::fflush(file_); }

bool Terminal::broken() { return std::fflush(file_) != 0 || std::ferror(file_) != 0; }

}  // namespace tidemark
