#include "sim/world/tape.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace tidemark {
namespace {

// "w{n:02}" taken apart: what comes before and after the number, and to how many digits it is filled with zeros.
struct Template {
    std::string before, after;
    std::size_t digits{1};

    std::string name(std::uint64_t number) const {
        const std::string printed = std::to_string(number);
        return before + std::string(digits > printed.size() ? digits - printed.size() : 0, '0') + printed + after;
    }
    // The number that makes this name.
    std::optional<std::uint32_t> number(std::string_view text) const {
        if (text.size() < before.size() + 1 + after.size() ||
            text.size() > before.size() + after.size() + std::max<std::size_t>(digits, 10))
            return {};
        std::uint64_t value = 0;
        for (const char c : text.substr(before.size(), text.size() - before.size() - after.size())) {
            if (c < '0' || c > '9' || value > UINT32_MAX) return {};
            value = value * 10 + static_cast<std::uint64_t>(c - '0');
        }
        if (value > UINT32_MAX || name(value) != text) return {};
        return static_cast<std::uint32_t>(value);
    }
};

// A template without {n} is a name with its number behind it.
Template template_of(const Tape::Naming& naming) {
    const std::string& text = naming.id_template;
    if (text.empty()) return {naming.source_name + "-", "", 1};
    const std::size_t open = text.find("{n");
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) return {text, "", 1};
    Template parts{text.substr(0, open), text.substr(close + 1), 1};
    std::size_t digits = 0;
    for (std::size_t i = open + 2; i < close; ++i)
        if (text[i] >= '0' && text[i] <= '9')
            digits = std::min<std::size_t>(digits * 10 + static_cast<std::size_t>(text[i] - '0'), 20);
    parts.digits = std::max<std::size_t>(digits, 1);
    return parts;
}

}  // namespace

std::string Tape::event_name(EventId id) const {
    if (id.value < event_names.size() && !event_names[id.value].empty()) return event_names[id.value];
    if (id.value >= events.size()) return fmt::format("event {}", id.value);
    const GeneratedEvent& event = events[id.value];
    return template_of(naming[event.source]).name(event.number);
}

std::vector<EventId> Tape::find_event(const std::string& name) const {
    std::vector<std::optional<std::uint32_t>> numbers;  // by source: the number that its template gives the name for
    for (const Naming& source : naming)
        numbers.push_back(template_of(source).number(name));
    std::vector<EventId> found;
    for (std::uint64_t i = 0; i < events.size(); ++i) {
        const bool listed = i < event_names.size() && !event_names[i].empty();
        if (listed ? event_names[i] == name : numbers[events[i].source] == events[i].number)
            found.push_back(EventId{i});
    }
    return found;
}

}  // namespace tidemark
