#include "sim/cli/window_argument.h"

#include "sim/scenario/values.h"

namespace tidemark {

std::string window_argument(EventTime start, const Clock& clock) {
    std::string text = clock_text(instant_of(start), clock.day0);
    if (text.size() >= 8 && text.compare(text.size() - 3, 3, ":00") == 0) text.resize(text.size() - 3);
    return text;
}

std::optional<WindowArgument> read_window_argument(std::string_view text, const Clock& clock) {
    WindowArgument argument;
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        argument.key = std::string(text.substr(0, at));
        text.remove_prefix(at + 1);
    }
    const Parsed<ProcessingTime> start = clock_from(text, clock.day0);
    if (!start.value) return std::nullopt;
    argument.start = clock_reading(*start.value);
    return argument;
}

}  // namespace tidemark
