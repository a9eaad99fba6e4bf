#include "engine/duration_text.h"

#include <charconv>

namespace tidemark {
namespace {

struct Amount {
    std::int64_t number;
    std::string_view unit;
};

std::optional<Amount> split(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{}) return std::nullopt;
    return Amount{number, text.substr(static_cast<std::size_t>(rest - text.data()))};
}

std::optional<std::int64_t> times(std::int64_t number, std::int64_t factor) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(number, factor, &product)) return std::nullopt;
    return product;
}

// How many milliseconds the unit has; 0 for an unknown one and for microseconds.
std::int64_t milliseconds_of(std::string_view unit) {
    if (unit == "ms") return 1;
    if (unit == "s") return 1000;
    if (unit == "m") return 60'000;
    if (unit == "h") return 3'600'000;
    if (unit == "d") return 86'400'000;
    return 0;
}

}  // namespace

std::optional<ProcessingDuration> parse_duration(std::string_view text) {
    const std::optional<Amount> amount = split(text);
    if (!amount) return std::nullopt;
    const std::int64_t factor = amount->unit == "us" ? 1 : milliseconds_of(amount->unit) * 1000;
    if (factor == 0) return std::nullopt;
    const std::optional<std::int64_t> us = times(amount->number, factor);
    return us ? std::optional{ProcessingDuration{*us}} : std::nullopt;
}

std::optional<EventDuration> parse_event_duration(std::string_view text) {
    const std::optional<Amount> amount = split(text);
    if (!amount) return std::nullopt;
    if (amount->unit == "us") {
        if (amount->number % 1000 != 0) return std::nullopt;
        return EventDuration{amount->number / 1000};
    }
    const std::int64_t factor = milliseconds_of(amount->unit);
    if (factor == 0) return std::nullopt;
    const std::optional<std::int64_t> ms = times(amount->number, factor);
    return ms ? std::optional{EventDuration{*ms}} : std::nullopt;
}

}  // namespace tidemark
