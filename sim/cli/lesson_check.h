#pragma once

#include "sim/cli/scenario_run.h"
#include "sim/scenario/diagnostic.h"

#include <vector>

namespace tidemark {

// A lesson's answers are computed by its run, never typed. Says which questions of the run's scenario have an answer that
// is not among their choices, or none at all. Empty where there is no lesson.
std::vector<Diagnostic> lesson_problems(const JudgedRun& run);

// Whether a choice says this value: "23:00" is the instant 23:00:00, "12" the number.
bool says(const std::string& choice, const Value& value, const Clock& clock);

}  // namespace tidemark
