#include "sim/judge/replay.h"

namespace tidemark {

Replay::Replay(const ModeTrace& trace) : trace_(trace) {
    for (std::size_t column = 0; column < columns; ++column)
        sizes_[column] = static_cast<std::uint32_t>(size(static_cast<TraceColumn>(column)));
    choose();
}

std::optional<Happening> Replay::next() {
    if (done_) return std::nullopt;
    const auto column = static_cast<std::size_t>(current_);
    const Happening happening{current_, next_[column]++};
    if (next_[column] == sizes_[column] ||
        (runner_up_ && !earlier(stamp({current_, next_[column]}), stamp(*runner_up_))))
        choose();
    return happening;
}

// The column whose next entry is the earliest, and the one after it.
void Replay::choose() {
    std::optional<Happening> first;
    runner_up_.reset();
    for (std::size_t column = 0; column < columns; ++column) {
        if (next_[column] == sizes_[column]) continue;
        const Happening head{static_cast<TraceColumn>(column), next_[column]};
        if (!first || earlier(stamp(head), stamp(*first))) {
            runner_up_ = first;
            first = head;
        } else if (!runner_up_ || earlier(stamp(head), stamp(*runner_up_))) {
            runner_up_ = head;
        }
    }
    done_ = !first;
    if (first) current_ = first->column;
}

const Stamp& Replay::stamp(Happening happening) const {
    switch (happening.column) {
        case TraceColumn::faults:
            return trace_.faults[happening.index].stamp;
        case TraceColumn::jobs:
            return trace_.jobs[happening.index].stamp;
        case TraceColumn::checkpoints:
            return trace_.checkpoints[happening.index].stamp;
        case TraceColumn::reads:
            return trace_.reads[happening.index].stamp;
        case TraceColumn::filtered:
            return trace_.filtered[happening.index].stamp;
        case TraceColumn::merged:
            return trace_.merged[happening.index].stamp;
        case TraceColumn::placed:
            return trace_.placed[happening.index].stamp;
        case TraceColumn::refused:
            return trace_.refused[happening.index].stamp;
        case TraceColumn::fired:
            return trace_.fired[happening.index].stamp;
        case TraceColumn::cleared:
            return trace_.cleared[happening.index].stamp;
        case TraceColumn::rows:
            return trace_.rows[happening.index].stamp;
        case TraceColumn::side_output:
            return trace_.side_output[happening.index].stamp;
        case TraceColumn::skipped:
            return trace_.skipped[happening.index].stamp;
        case TraceColumn::transactions:
            return trace_.transactions[happening.index].stamp;
    }
    return trace_.rows[happening.index].stamp;
}

std::size_t Replay::size(TraceColumn column) const {
    switch (column) {
        case TraceColumn::faults:
            return trace_.faults.size();
        case TraceColumn::jobs:
            return trace_.jobs.size();
        case TraceColumn::checkpoints:
            return trace_.checkpoints.size();
        case TraceColumn::reads:
            return trace_.reads.size();
        case TraceColumn::filtered:
            return trace_.filtered.size();
        case TraceColumn::merged:
            return trace_.merged.size();
        case TraceColumn::placed:
            return trace_.placed.size();
        case TraceColumn::refused:
            return trace_.refused.size();
        case TraceColumn::fired:
            return trace_.fired.size();
        case TraceColumn::cleared:
            return trace_.cleared.size();
        case TraceColumn::rows:
            return trace_.rows.size();
        case TraceColumn::side_output:
            return trace_.side_output.size();
        case TraceColumn::skipped:
            return trace_.skipped.size();
        case TraceColumn::transactions:
            return trace_.transactions.size();
    }
    return 0;
}

}  // namespace tidemark
