#pragma once

#include "sim/judge/fold.h"
#include "sim/judge/trace.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace tidemark {

// What the serving table said from one instant on.
struct Answer {
    ProcessingTime at{};
    std::optional<AggregateValue> value;        // none: withdrawn, or not answered again after an overwrite
    std::uint32_t rows_from{0}, rows_until{0};  // the rows it consists of: places in AnswerCell::rows
    PaneTiming timing{PaneTiming::on_time};     // of the row that made it
};

// What the serving table said of one window and key, over time.
struct AnswerCell {
    Window window{};
    KeyId key{};
    std::vector<Answer> history;      // by time. Several at one instant: a reader saw the last of them
    std::vector<std::uint32_t> rows;  // indices into ModeTrace::rows, in order
};

// What a reader of a mode's serving table could have seen at any instant. Of an append sink the rows of a window and key
// are put together (`combined`); an upsert replaces; an overwrite replaces everything that starts in its partition; a
// tombstone withdraws. Needs level `answers` or `full`.
class Answers {
public:
    Answers(const ModeTrace& trace, const JobLogic& job);

    // Ordered by window, then key. Without a window in the job: a cell for each instant of event time that a row names.
    const std::vector<AnswerCell>& cells() const { return cells_; }
    const AnswerCell* find(const Window& window, KeyId key) const;
    std::vector<Window> windows_from(EventTime start) const;
    // Every window that was answered, in order; and the cells of one of them.
    std::vector<Window> windows() const;
    std::pair<const AnswerCell*, const AnswerCell*> cells_in(const Window& window) const;
    // A window's answer over time, all its keys together; an instant appears once.
    std::vector<Answer> over_keys(const Window& window) const;
    // How many rows the table held with an event time in [from, until): the answer of a job that passes rows on.
    std::uint64_t rows_in(EventTime from, EventTime until, std::optional<ProcessingTime> as_of) const;

private:
    JobLogic job_;
    std::vector<AnswerCell> cells_;
};

// What a reader saw at `as_of` (empty: at the end); null where there was nothing to see.
const Answer* answer_at(const std::vector<Answer>& history, std::optional<ProcessingTime> as_of);
// The first thing that a reader could see; the instant from which the last answer stood unchanged. Empty: never.
std::optional<ProcessingTime> first_answer_at(const std::vector<Answer>& history);
std::optional<ProcessingTime> final_answer_at(const std::vector<Answer>& history);
// How often what readers saw changed after they first saw something.
std::uint64_t changes_of(const std::vector<Answer>& history);

}  // namespace tidemark
