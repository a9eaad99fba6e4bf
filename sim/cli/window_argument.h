#pragma once

#include "engine/time.h"
#include "sim/scenario/scenario.h"

#include <optional>
#include <string>
#include <string_view>

namespace tidemark {

// How --window is written: "23:00", "D+1 00:00", "23:58:30"; the shortest form that is read back as the same instant.
std::string window_argument(EventTime start, const Clock& clock);

// KEY@TIME or TIME. A key may contain an @: the last one counts. Nothing where the time is none.
struct WindowArgument {
    std::optional<std::string> key;
    EventTime start{};
};
std::optional<WindowArgument> read_window_argument(std::string_view text, const Clock& clock);

}  // namespace tidemark
