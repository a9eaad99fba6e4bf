#include "sim/judge/answers.h"

#include <algorithm>
#include <set>

namespace tidemark {
namespace {

// A job without an aggregate passes rows on: what is then answered is how many there are.
AggregateSpec spec_of(const JobLogic& job) { return job.aggregate.value_or(AggregateSpec{}); }

AggregateValue shown_by(const JobLogic& job, const Row& row) {
    AggregateValue value = row.value;
    if (!job.aggregate) value.number = 1;
    return value;
}

bool looks_the_same(const std::optional<AggregateValue>& a, const std::optional<AggregateValue>& b) {
    if (!a || !b) return a.has_value() == b.has_value();
    if (a->number != b->number || a->count != b->count) return false;
    if (!a->values || !b->values) return !a->values == !b->values;
    return *a->values == *b->values;
}

// The answers of several keys, put together while they change.
class Together {
public:
    explicit Together(const AggregateSpec& spec) : spec_(spec) {}

    void change(const std::optional<AggregateValue>& from, const std::optional<AggregateValue>& to) {
        if (from) remove(*from);
        if (to) add(*to);
    }
    std::optional<AggregateValue> value() const {
        if (answers_ == 0) return std::nullopt;
        AggregateValue all;
        all.count = count_;
        all.members = members_;
        all.number = static_cast<std::int64_t>(sum_);
        if (spec_.kind == AggregateKind::min) all.number = numbers_.empty() ? 0 : *numbers_.begin();
        if (spec_.kind == AggregateKind::max) all.number = numbers_.empty() ? 0 : *numbers_.rbegin();
        if (spec_.kind == AggregateKind::list)
            all.values = std::make_shared<const std::vector<std::int64_t>>(elements_.begin(), elements_.end());
        return all;
    }

private:
    bool keeps_numbers() const { return spec_.kind == AggregateKind::min || spec_.kind == AggregateKind::max; }
    void add(const AggregateValue& value) {
        ++answers_;
        count_ += value.count;
        members_ += value.members;
        sum_ += static_cast<std::uint64_t>(value.number);
        if (keeps_numbers() && value.count > 0) numbers_.insert(value.number);
        if (value.values) elements_.insert(value.values->begin(), value.values->end());
    }
    void remove(const AggregateValue& value) {
        --answers_;
        count_ -= value.count;
        members_ -= value.members;
        sum_ -= static_cast<std::uint64_t>(value.number);
        if (keeps_numbers() && value.count > 0) numbers_.erase(numbers_.find(value.number));
        if (!value.values) return;
        for (const std::int64_t element : *value.values)
            elements_.erase(elements_.find(element));
    }

    AggregateSpec spec_;
    std::uint64_t answers_{0}, count_{0}, members_{0}, sum_{0};
    std::multiset<std::int64_t> numbers_, elements_;
};

// Several changes at one instant are one to a reader; within a write, what an overwrite clears and answers again never
// was gone.
void say(AnswerCell& cell, Answer answer) {
    if (!cell.history.empty() && cell.history.back().at == answer.at && !cell.history.back().value) {
        cell.history.back() = std::move(answer);
        return;
    }
    cell.history.push_back(std::move(answer));
}

}  // namespace

Answers::Answers(const ModeTrace& trace, const JobLogic& job) : job_(job) {
    std::map<std::pair<Window, KeyId>, std::uint32_t> places;
    std::map<EventTime, std::vector<std::uint32_t>> by_start;
    std::vector<AnswerCell> cells;
    const AggregateSpec spec = spec_of(job);
    for (std::uint32_t i = 0; i < trace.rows.size(); ++i) {
        const RowEntry& entry = trace.rows[i];
        const ProcessingTime at = entry.stamp.at;
        if (!entry.row) {
            if (!entry.partition) continue;
            const auto end = by_start.lower_bound(entry.partition->end);
            for (auto start = by_start.lower_bound(entry.partition->start); start != end; ++start) {
                for (const std::uint32_t place : start->second) {
                    AnswerCell& cell = cells[place];
                    const auto rows = static_cast<std::uint32_t>(cell.rows.size());
                    if (cell.history.back().value)
                        cell.history.push_back({at, std::nullopt, rows, rows, PaneTiming::on_time});
                }
            }
            continue;
        }
        const Row& row = *entry.row;
        const auto [known, is_new] =
            places.try_emplace({row.window, row.key}, static_cast<std::uint32_t>(cells.size()));
        if (is_new) {
            cells.push_back({row.window, row.key, {}, {}});
            by_start[row.window.start].push_back(known->second);
        }
        AnswerCell& cell = cells[known->second];
        if (row.tombstone) {
            const auto rows = static_cast<std::uint32_t>(cell.rows.size());
            cell.history.push_back({at, std::nullopt, rows, rows, row.timing});
            continue;
        }
        // Of a job that passes rows on, an upsert goes by the event: it replaces a row by itself.
        const bool by_event = !job.aggregate && entry.kind == WriteKind::upsert;
        if (by_event && std::any_of(cell.rows.begin(), cell.rows.end(), [&](std::uint32_t there) {
                return trace.rows[there].row->value.members == row.value.members;
            }))
            continue;
        cell.rows.push_back(i);
        Answer answer{at, shown_by(job, row), 0, static_cast<std::uint32_t>(cell.rows.size()), row.timing};
        answer.rows_from = answer.rows_until - 1;
        if ((entry.kind != WriteKind::upsert || by_event) && !cell.history.empty() && cell.history.back().value) {
            answer.rows_from = cell.history.back().rows_from;
            answer.value = combined(spec, *cell.history.back().value, *answer.value);
        }
        say(cell, std::move(answer));
    }
    cells_.reserve(cells.size());
    for (const auto& [where, place] : places)
        cells_.push_back(std::move(cells[place]));
}

const AnswerCell* Answers::find(const Window& window, KeyId key) const {
    const auto cell = std::lower_bound(
        cells_.begin(), cells_.end(), std::pair{window, key},
        [](const AnswerCell& a, const auto& b) { return a.window == b.first ? a.key < b.second : a.window < b.first; });
    return cell != cells_.end() && cell->window == window && cell->key == key ? &*cell : nullptr;
}

std::vector<Window> Answers::windows_from(EventTime start) const {
    std::vector<Window> windows;
    for (const AnswerCell& cell : cells_) {
        if (cell.window.start == start && (windows.empty() || !(windows.back() == cell.window)))
            windows.push_back(cell.window);
    }
    return windows;
}

std::vector<Window> Answers::windows() const {
    std::vector<Window> windows;
    for (const AnswerCell& cell : cells_) {
        if (windows.empty() || !(windows.back() == cell.window)) windows.push_back(cell.window);
    }
    return windows;
}

std::pair<const AnswerCell*, const AnswerCell*> Answers::cells_in(const Window& window) const {
    const auto [first, last] =
        std::equal_range(cells_.begin(), cells_.end(), AnswerCell{window, {}, {}, {}},
                         [](const AnswerCell& a, const AnswerCell& b) { return a.window < b.window; });
    return {cells_.data() + (first - cells_.begin()), cells_.data() + (last - cells_.begin())};
}

std::vector<Answer> Answers::over_keys(const Window& window) const {
    struct Change {
        ProcessingTime at;
        const AnswerCell* cell;
        std::size_t version;
    };
    std::vector<Change> changes;
    const auto [first, last] = cells_in(window);
    for (const AnswerCell* cell = first; cell != last; ++cell) {
        for (std::size_t i = 0; i < cell->history.size(); ++i)
            changes.push_back({cell->history[i].at, cell, i});
    }
    std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.at < b.at; });
    std::vector<Answer> history;
    Together together{spec_of(job_)};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const Change& change = changes[i];
        const std::vector<Answer>& of_cell = change.cell->history;
        together.change(change.version == 0 ? std::nullopt : of_cell[change.version - 1].value,
                        of_cell[change.version].value);
        if (i + 1 < changes.size() && changes[i + 1].at == change.at) continue;
        history.push_back({change.at, together.value(), 0, 0, of_cell[change.version].timing});
    }
    return history;
}

std::uint64_t Answers::rows_in(EventTime from, EventTime until, std::optional<ProcessingTime> as_of) const {
    std::uint64_t rows = 0;
    for (const AnswerCell& cell : cells_) {
        if (cell.window.start < from || cell.window.start >= until) continue;
        if (const Answer* answer = answer_at(cell.history, as_of)) rows += answer->rows_until - answer->rows_from;
    }
    return rows;
}

const Answer* answer_at(const std::vector<Answer>& history, std::optional<ProcessingTime> as_of) {
    auto later = history.end();
    if (as_of) {
        later = std::upper_bound(history.begin(), history.end(), *as_of,
                                 [](ProcessingTime at, const Answer& answer) { return at < answer.at; });
    }
    if (later == history.begin()) return nullptr;
    const Answer& answer = *(later - 1);
    return answer.value ? &answer : nullptr;
}

std::optional<ProcessingTime> first_answer_at(const std::vector<Answer>& history) {
    for (const Answer& answer : history) {
        if (answer.value) return answer.at;
    }
    return std::nullopt;
}

std::optional<ProcessingTime> final_answer_at(const std::vector<Answer>& history) {
    if (history.empty() || !history.back().value) return std::nullopt;
    ProcessingTime since = history.back().at;
    for (auto answer = history.rbegin();
         answer != history.rend() && looks_the_same(answer->value, history.back().value); ++answer) {
        since = answer->at;
    }
    return since;
}

std::uint64_t changes_of(const std::vector<Answer>& history) {
    std::uint64_t changes = 0;
    for (std::size_t i = 1; i < history.size(); ++i)
        changes += looks_the_same(history[i - 1].value, history[i].value) ? 0 : 1;
    return changes;
}

}  // namespace tidemark
