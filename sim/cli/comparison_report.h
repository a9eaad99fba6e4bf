#pragma once

#include "sim/cli/scenario_run.h"

#include <string>
#include <vector>

namespace tidemark {

// One thing that modes are compared by.
struct ComparedMetric {
    std::string name;                                             // "first_answer", as --metric takes it
    std::string title;                                            // "first answer"
    std::string (*text)(Judgement& judgement, std::size_t mode);  // for people
    std::string (*plain)(Judgement& judgement,
                         std::size_t mode);  // for CSV: whole numbers, microseconds; empty: unknown
    bool time{false};                        // a duration: in CSV it is called first_answer_us
};
// Every metric there is; the first ones are the usual ones.
const std::vector<ComparedMetric>& compared_metrics();
constexpr std::size_t usual_count = 8;
// The usual ones that say something of this run: the median wait only where there are many windows to be in the middle of, the share counted only
// where all modes answer for the same windows.
std::vector<const ComparedMetric*> usual_metrics(Judgement& judgement);

// One table for all modes, and sentences on who was right when.
std::string comparison_report(const JudgedRun& run, const std::vector<const ComparedMetric*>& metrics,
                              const Console& console);
std::string comparison_markdown(const JudgedRun& run, const std::vector<const ComparedMetric*>& metrics);
std::string comparison_csv(const JudgedRun& run, const std::vector<const ComparedMetric*>& metrics);

// "batch is right about every window, 32 min after its end. stream answers first, ...".
std::vector<std::string> comparison_sentences(const JudgedRun& run);

}  // namespace tidemark
