#pragma once

#include "engine/time.h"
#include "engine/windowing/window.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::transcript {

// "3s", "-250ms", "min", "max", "max-1s", "min+1s".
std::optional<EventTime> parse_time(std::string_view text);
// "[0s,10s)"; "[0ms,5ms]" is closed, as Kafka shows sessions.
std::optional<Window> parse_window(std::string_view text);
// "[a,b]" -> a, b.
std::optional<std::vector<std::string>> parse_list(std::string_view text);
std::optional<std::int64_t> parse_integer(std::string_view text);

// As people write them, so that the functions above read them back.
std::string print(EventTime at);
std::string print(const Window& window, bool closed);
std::string print_list(const std::vector<std::string>& items);

// What a field of an output holds.
enum class ValueType { word, integer, value, time, window, boolean, list };

// One form for all texts that mean the same (`9999ms` and `9999ms`, `[2,1]` and `[1,2]` as lists), or nothing where the
// text is no such value.
std::optional<std::string> canonical(ValueType type, std::string_view text);

}  // namespace tidemark::transcript
