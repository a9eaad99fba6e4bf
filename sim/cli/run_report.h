#pragma once

#include "sim/cli/scenario_run.h"

#include <string>

namespace tidemark {

// A judged run as a person reads it: what happened in each mode, what was expected, what to look at next.
std::string run_report(const JudgedRun& run, const Console& console, bool timing);

// "9f3a11c2-4ed4f1f5": the first 64 bits, for reading; the whole is in result.json.
std::string short_fingerprint(const Fingerprint& fingerprint);
// One fingerprint of an ingredient of all modes.
Fingerprint of_all_modes(const Simulation& simulation, Fingerprint ModeTrace::*ingredient);

}  // namespace tidemark
