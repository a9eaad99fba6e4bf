#pragma once

#include "engine/time.h"
#include "engine/windowing/window.h"
#include "sim/scenario/scenario.h"

#include <string>

// Times as people read them, relative to a scenario's first day.
namespace tidemark {

// "23:58:00", "D+1 00:03:00", "D-1 12:00:00", with as many decimals as it needs ("00:31.5" -> "00:00:31.5").
std::string clock_text(ProcessingTime at, const Clock& clock);
std::string clock_text(EventTime at, const Clock& clock);
// The same without a day: "23:58:00". Without seconds where there are none ("23:00"), for windows.
std::string short_clock_text(EventTime at, const Clock& clock);
std::string short_clock_text(ProcessingTime at, const Clock& clock);
// How a window is called by its start: short where the clock runs for a day at most, else with the day.
std::string label_text(EventTime start, const Clock& clock);
// "[23:00, 00:00)"; "all of time" for the global window.
std::string window_text(const Window& window, const Clock& clock);
// "19 min 1 s", "1.1 s", "250 ms": the two largest units that matter; a minus sign in front of negative ones.
std::string duration_text(ProcessingDuration duration);
std::string duration_text(EventDuration duration);
// "41 812": thousands apart, as tables show counts.
std::string count_text(std::uint64_t count);

}  // namespace tidemark
