#pragma once

#include "sim/scenario/scenario.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tidemark {

// A place on an axis, in the axis's unit.
struct AxisTick {
    std::int64_t at{0};
    std::string text;
};

// Round times in [from, until], at most `most`: "23:56", "00:00:30", "D+1 06:00".
std::vector<AxisTick> time_ticks(ProcessingTime from, ProcessingTime until, std::size_t most, const Clock& clock);
std::vector<AxisTick> time_ticks(EventTime from, EventTime until, std::size_t most, const Clock& clock);
// Round numbers in [bottom, top], 0 among them where it lies inside, with a real minus.
std::vector<AxisTick> number_ticks(std::int64_t bottom, std::int64_t top, std::size_t most);

}  // namespace tidemark
