#pragma once

#include "sim/cli/scenario_run.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace tidemark {

// The whole result of a run, format tidemark.result/1: keys sorted, numbers whole, times in the one timestamp form, no
// path and no real time in it. The same input gives the same bytes.
nlohmann::json json_of(const JudgedRun& run);
// The same as text, ending in a newline.
std::string json_result(const JudgedRun& run);

// With two blanks of indentation and a newline at the end.
std::string pretty(const nlohmann::json& json);

// Parts of it that other verbs print too.
nlohmann::json json_of(const ModeMetrics& metrics);
nlohmann::json json_of(const Verdict& verdict);
std::string_view name_of(Outcome outcome);
std::string_view name_of(TraceLevel level);

}  // namespace tidemark
