#pragma once

#include "sim/cli/scenario_run.h"

#include <string>

namespace tidemark {

// The tables of `--out`: as CSV (RFC 4180, with a line of names) and as JSON lines. `tidemark help outputs` says what
// each column holds. Need level `answers` or `full`.
struct OutputTable {
    std::string csv, jsonl;
};
OutputTable events_table(const JudgedRun& run);
OutputTable answers_table(const JudgedRun& run);

// Writes events, answers, result.json and resolved.yaml into a folder. Returns why it could not.
std::optional<std::string> write_outputs(const JudgedRun& run, const std::string& folder);

}  // namespace tidemark
