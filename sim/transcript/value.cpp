#include "sim/transcript/value.h"

#include "engine/duration_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tidemark::transcript {

namespace {
// Times this near to an end are printed as counted from it.
constexpr EventDuration near_the_end = std::chrono::hours{24 * 365};
}  // namespace

std::optional<EventTime> parse_time(std::string_view text) {
    if (text == "min") return event_time_min;
    if (text == "max") return event_time_max;
    if (text.substr(0, 4) == "max-" || text.substr(0, 4) == "min+") {
        const std::optional<EventDuration> distance = parse_event_duration(text.substr(4));
        if (!distance || distance->count() < 0) return std::nullopt;
        return text[3] == '-' ? event_time_max - *distance : event_time_min + *distance;
    }
    const std::optional<EventDuration> since_epoch = parse_event_duration(text);
    return since_epoch ? std::optional{EventTime{*since_epoch}} : std::nullopt;
}

std::optional<Window> parse_window(std::string_view text) {
    if (text.size() < 5 || text.front() != '[' || (text.back() != ')' && text.back() != ']')) return std::nullopt;
    const bool closed = text.back() == ']';
    const std::string_view inside = text.substr(1, text.size() - 2);
    const std::size_t comma = inside.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    const std::optional<EventTime> start = parse_time(inside.substr(0, comma));
    const std::optional<EventTime> end = parse_time(inside.substr(comma + 1));
    if (!start || !end) return std::nullopt;
    return Window{*start, closed ? saturating_add(*end, EventDuration{1}) : *end};
}

std::optional<std::vector<std::string>> parse_list(std::string_view text) {
    if (text.size() < 2 || text.front() != '[' || text.back() != ']') return std::nullopt;
    std::vector<std::string> items;
    std::string_view inside = text.substr(1, text.size() - 2);
    if (inside.empty()) return items;
    while (true) {
        const std::size_t comma = inside.find(',');
        items.emplace_back(inside.substr(0, comma));
        if (items.back().empty()) return std::nullopt;
        if (comma == std::string_view::npos) return items;
        inside = inside.substr(comma + 1);
    }
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return number;
}

std::string print(EventTime at) {
    if (at == event_time_min) return "min";
    if (at == event_time_max) return "max";
    if (at > event_time_max - near_the_end) return "max-" + to_string(event_time_max - at);
    if (at < event_time_min + near_the_end) return "min+" + to_string(at - event_time_min);
    return to_string(at.time_since_epoch());
}

std::string print(const Window& window, bool closed) {
    if (closed) return fmt::format("[{},{}]", print(window.start), print(window.max_timestamp()));
    return fmt::format("[{},{})", print(window.start), print(window.end));
}

std::string print_list(const std::vector<std::string>& items) { return fmt::format("[{}]", fmt::join(items, ",")); }

std::optional<std::string> canonical(ValueType type, std::string_view text) {
    switch (type) {
        case ValueType::word:
            return std::string{text};
        case ValueType::integer: {
            const auto number = parse_integer(text);
            return number ? std::optional{fmt::format("{}", *number)} : std::nullopt;
        }
        case ValueType::boolean:
            return text == "true" || text == "false" ? std::optional{std::string{text}} : std::nullopt;
        case ValueType::time: {
            const auto at = parse_time(text);
            return at ? std::optional{fmt::format("{}", at->time_since_epoch().count())} : std::nullopt;
        }
        case ValueType::window: {
            const auto window = parse_window(text);
            if (!window) return std::nullopt;
            return fmt::format("{} {}", window->start.time_since_epoch().count(),
                               window->end.time_since_epoch().count());
        }
        case ValueType::list: {
            auto items = parse_list(text);
            if (!items) return std::nullopt;
            for (std::string& item : *items)
                if (const auto number = parse_integer(item)) item = fmt::format("{}", *number);
            std::sort(items->begin(), items->end());
            return print_list(*items);
        }
        case ValueType::value:
            if (!text.empty() && text.front() == '[') return canonical(ValueType::list, text);
            if (text.empty()) return std::nullopt;
            return canonical(ValueType::integer, text).value_or(std::string{text});
    }
    return std::nullopt;
}

}  // namespace tidemark::transcript
