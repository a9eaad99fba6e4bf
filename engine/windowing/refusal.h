#pragma once

#include "engine/windowing/window_options.h"
#include "engine/windowing/window_output.h"

#include <vector>

namespace tidemark {

// A window that did not take a record: it has expired, or its trigger has finished.
struct Refusal {
    Window window{};
    bool finished{false};
};

// Says what became of a record that these windows refused while `taken` others took it. Where none took it, the record
// is refused once, as a whole; else it is missing from these windows, which nobody counts (F-W8, B-12). What only a
// finished trigger kept out (B-3) is not late, and never goes to the side output.
inline void report_refusals(const WindowOptions& options, const Record& record, const std::vector<Refusal>& refusals,
                            std::size_t taken, WindowOutput& output) {
    if (refusals.empty()) return;
    if (taken > 0) {
        for (const Refusal& refusal : refusals)
            output.refused.push_back({record, refusal.window, false, true, refusal.finished});
        return;
    }
    bool finished = false;
    for (const Refusal& refusal : refusals)
        finished = finished || refusal.finished;
    output.refused.push_back(
        {record, std::nullopt, options.late == LatePolicy::side_output && !finished, false, finished});
}

}  // namespace tidemark
