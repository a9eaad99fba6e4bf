#pragma once

#include "sim/cli/scenario_run.h"

#include <string>

namespace tidemark {

// A run as a file for Perfetto, byte for byte the same each time: for the log a track a partition; for each mode a track
// a process (what it did, when it was busy or down), one for its checkpoints, one for its runs, and counters of lag,
// watermark gap and state; and each event's way as flows from its arrival over its window to the row that shows it.
// Needs trace level `full`.
std::string perfetto_trace(const JudgedRun& run);

}  // namespace tidemark
