#include "sim/judge/replay.h"

namespace tidemark {

Replay::Replay(const ModeTrace& trace) : trace_(trace) {
    for (std::size_t column = 0; column < columns; ++column)
        sizes_[column] = static_cast<std::uint32_t>(size(static_cast<Column>(column)));
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
        const Happening head{static_cast<Column>(column), next_[column]};
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
        case Column::faults:
            return trace_.faults[happening.index].stamp;
        case Column::jobs:
            return trace_.jobs[happening.index].stamp;
        case Column::checkpoints:
            return trace_.checkpoints[happening.index].stamp;
        case Column::reads:
            return trace_.reads[happening.index].stamp;
        case Column::filtered:
            return trace_.filtered[happening.index].stamp;
        case Column::merged:
            return trace_.merged[happening.index].stamp;
        case Column::placed:
            return trace_.placed[happening.index].stamp;
        case Column::refused:
            return trace_.refused[happening.index].stamp;
        case Column::fired:
            return trace_.fired[happening.index].stamp;
        case Column::cleared:
            return trace_.cleared[happening.index].stamp;
        case Column::rows:
            return trace_.rows[happening.index].stamp;
        case Column::side_output:
            return trace_.side_output[happening.index].stamp;
    }
    return trace_.rows[happening.index].stamp;
}

std::size_t Replay::size(Column column) const {
    switch (column) {
        case Column::faults:
            return trace_.faults.size();
        case Column::jobs:
            return trace_.jobs.size();
        case Column::checkpoints:
            return trace_.checkpoints.size();
        case Column::reads:
            return trace_.reads.size();
        case Column::filtered:
            return trace_.filtered.size();
        case Column::merged:
            return trace_.merged.size();
        case Column::placed:
            return trace_.placed.size();
        case Column::refused:
            return trace_.refused.size();
        case Column::fired:
            return trace_.fired.size();
        case Column::cleared:
            return trace_.cleared.size();
        case Column::rows:
            return trace_.rows.size();
        case Column::side_output:
            return trace_.side_output.size();
    }
    return 0;
}

}  // namespace tidemark
