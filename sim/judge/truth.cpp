#include "sim/judge/truth.h"

#include "engine/invariant.h"

#include <algorithm>
#include <map>

namespace tidemark {
namespace {

// An event that the job takes, at its true instant.
Record true_record(const GeneratedEvent& event, const Record& seen) {
    Record record = seen;
    record.at = event.happened;
    return record;
}

// Whether an event that happened so long after the one before it belongs to the same session.
bool same_session(EngineName rule, EventDuration apart, EventDuration gap) {
    return rule == EngineName::beam ? apart < gap : apart <= gap;
}

// Where a session that begins and ends with these events starts and ends: Kafka's closes with its last event.
Window session_window(EngineName rule, EventTime first, EventTime last, EventDuration gap) {
    return {first, saturating_add(last, rule == EngineName::kafka ? EventDuration{1} : gap)};
}

}  // namespace

Truth::Truth(const Tape& tape, const JobLogic& job, EngineName session_rule) : job_(job) {
    const std::size_t events = tape.events.size();
    INVARIANT(events == tape.generated, "the tape kept {} of {} events", events, tape.generated);
    takes_.assign(events, false);
    std::vector<Record> taken;
    for (std::size_t i = 0; i < events; ++i) {
        const GeneratedEvent& event = tape.events[i];
        const std::optional<Record> seen = judged_record(job, tape.names, event.record);
        takes_[i] = seen.has_value();
        if (seen) taken.push_back(true_record(event, *seen));
    }
    for (const Record& record : taken)
        taken_.push_back(record.at);
    std::sort(taken_.begin(), taken_.end());

    const bool windowed = job.window && job.aggregate && !std::holds_alternative<Global>(*job.window);
    if (windowed) {
        std::map<std::pair<Window, KeyId>, std::vector<Record>> cells;
        if (const auto* session = std::get_if<Session>(&*job.window)) {
            std::map<KeyId, std::vector<Record>> by_key;
            for (const Record& record : taken)
                by_key[key_in(job, record)].push_back(record);
            for (auto& [key, records] : by_key) {
                std::stable_sort(records.begin(), records.end(),
                                 [](const Record& a, const Record& b) { return a.at < b.at; });
                for (std::size_t from = 0; from < records.size();) {
                    std::size_t until = from + 1;
                    while (until < records.size() &&
                           same_session(session_rule, records[until].at - records[until - 1].at, session->gap)) {
                        ++until;
                    }
                    const Window window =
                        session_window(session_rule, records[from].at, records[until - 1].at, session->gap);
                    cells[{window, key}].assign(records.begin() + static_cast<std::ptrdiff_t>(from),
                                                records.begin() + static_cast<std::ptrdiff_t>(until));
                    from = until;
                }
            }
        } else {
            for (const Record& record : taken) {
                for (const Window& window : windows_containing(*job.window, record.at)) {
                    cells[{window, key_in(job, record)}].push_back(record);
                }
            }
        }
        cells_.reserve(cells.size());
        for (auto& [place, records] : cells) {
            TruthCell cell;
            cell.window = place.first;
            cell.key = place.second;
            Fold fold{*job.aggregate};
            for (const Record& record : records) {
                fold.add(record);
                cell.members.push_back(record.id);
            }
            cell.value = fold.value();
            std::sort(cell.members.begin(), cell.members.end());
            cells_.push_back(std::move(cell));
        }
    }

    // Which cells an event is in, side by side.
    first_cell_.assign(events + 1, 0);
    for (const TruthCell& cell : cells_) {
        for (const EventId member : cell.members)
            ++first_cell_[member.value + 1];
    }
    for (std::size_t i = 0; i < events; ++i)
        first_cell_[i + 1] += first_cell_[i];
    cell_of_.resize(first_cell_[events]);
    std::vector<std::uint32_t> next(first_cell_.begin(), first_cell_.end() - 1);
    for (std::uint32_t i = 0; i < cells_.size(); ++i) {
        for (const EventId member : cells_[i].members)
            cell_of_[next[member.value]++] = i;
    }
}

const TruthCell* Truth::find(const Window& window, KeyId key) const {
    const auto cell = std::lower_bound(
        cells_.begin(), cells_.end(), std::pair{window, key},
        [](const TruthCell& a, const auto& b) { return a.window == b.first ? a.key < b.second : a.window < b.first; });
    return cell != cells_.end() && cell->window == window && cell->key == key ? &*cell : nullptr;
}

std::vector<Window> Truth::windows_from(EventTime start) const {
    std::vector<Window> windows;
    for (const TruthCell& cell : cells_) {
        if (cell.window.start == start && (windows.empty() || !(windows.back() == cell.window)))
            windows.push_back(cell.window);
    }
    return windows;
}

std::vector<Window> Truth::windows() const {
    std::vector<Window> windows;
    for (const TruthCell& cell : cells_) {
        if (windows.empty() || !(windows.back() == cell.window)) windows.push_back(cell.window);
    }
    return windows;
}

std::pair<const TruthCell*, const TruthCell*> Truth::cells_in(const Window& window) const {
    const auto [first, last] =
        std::equal_range(cells_.begin(), cells_.end(), TruthCell{window, {}, {}, {}},
                         [](const TruthCell& a, const TruthCell& b) { return a.window < b.window; });
    return {cells_.data() + (first - cells_.begin()), cells_.data() + (last - cells_.begin())};
}

AggregateValue Truth::over_keys(const Window& window) const {
    AggregateValue all;
    const auto [first, last] = cells_in(window);
    for (const TruthCell* cell = first; cell != last; ++cell)
        all = combined(*job_.aggregate, all, cell->value);
    return all;
}

std::vector<std::uint32_t> Truth::cells_of(EventId event) const {
    return {cell_of_.begin() + first_cell_[event.value], cell_of_.begin() + first_cell_[event.value + 1]};
}

std::uint64_t Truth::happened_in(EventTime from, EventTime until) const {
    const auto first = std::lower_bound(taken_.begin(), taken_.end(), from);
    const auto last = std::lower_bound(taken_.begin(), taken_.end(), until);
    return first < last ? static_cast<std::uint64_t>(last - first) : 0;
}

}  // namespace tidemark
