#pragma once

#include "sim/cli/scenario_run.h"

#include <string>
#include <vector>

namespace tidemark {

// One thing that modes are compared by.
struct ComparedMetric {
    std::string name;                                  // "first_answer", as --metric takes it
    std::string title;                                 // "first answer"
    std::string (*text)(const ModeMetrics& metrics);   // for people
    std::string (*plain)(const ModeMetrics& metrics);  // for CSV: whole numbers, microseconds; empty: unknown
};
// Every metric there is; the first six are the usual table.
const std::vector<ComparedMetric>& compared_metrics();
constexpr std::size_t usual_metrics = 6;

// One table for all modes, and sentences on who was right when.
std::string comparison_report(const JudgedRun& run, const std::vector<const ComparedMetric*>& metrics,
                              const Console& console);
std::string comparison_markdown(const JudgedRun& run, const std::vector<const ComparedMetric*>& metrics);
std::string comparison_csv(const JudgedRun& run, const std::vector<const ComparedMetric*>& metrics);

// "batch is right about every window, 32 min after its end. stream answers first, ...".
std::vector<std::string> comparison_sentences(const JudgedRun& run);

}  // namespace tidemark
