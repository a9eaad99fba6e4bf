#include "sim/judge/ledger.h"

#include "engine/invariant.h"
#include "sim/judge/ledger_writer.h"

#include <algorithm>
#include <map>

namespace tidemark {
namespace {

// The watermark of a task just before a place in the trace; none where it had none in that life.
std::optional<EventTime> watermark_before(const ModeTrace& trace, const Stamp& stamp) {
    auto entry = std::lower_bound(trace.watermarks.begin(), trace.watermarks.end(), stamp,
                                  [](const WatermarkEntry& a, const Stamp& b) { return earlier(a.stamp, b); });
    std::optional<EventTime> watermark;
    for (std::size_t steps = 0; entry != trace.watermarks.begin() && steps < 100'000; ++steps) {
        --entry;
        if (entry->note.of != NoteWatermark::Of::task || entry->stamp.process != stamp.process) continue;
        if (entry->stamp.incarnation != stamp.incarnation) return std::nullopt;
        return entry->note.watermark;
    }
    return watermark;
}

// Kafka's stream time when a record was refused: the greatest time that its task had seen, that record's too (K-1).
EventTime stream_time_at(const Tape& tape, const ModeTrace& trace, const RefusedEntry& refused) {
    EventTime greatest = refused.refused.record.at;
    const auto seen = [&](const Stamp& stamp, EventTime record) {
        if (stamp.process == refused.stamp.process && stamp.incarnation == refused.stamp.incarnation)
            greatest = std::max(greatest, record);
    };
    for (const PlacedEntry& entry : trace.placed) {
        if (!earlier(entry.stamp, refused.stamp)) break;
        seen(entry.stamp, tape.events[entry.placed.event.value].record.at);
    }
    for (const RefusedEntry& entry : trace.refused) {
        if (!earlier(entry.stamp, refused.stamp)) break;
        seen(entry.stamp, entry.refused.record.at);
    }
    return greatest;
}

std::optional<std::uint32_t> fault_of(const ModeTrace& trace, std::uint32_t source) {
    return source < trace.faults.size() ? std::optional{trace.faults[source].fault} : std::nullopt;
}

std::vector<std::pair<EventId, std::uint32_t>> counted(std::vector<EventId> events) {
    std::sort(events.begin(), events.end());
    std::vector<std::pair<EventId, std::uint32_t>> result;
    for (const EventId event : events) {
        if (!result.empty() && result.back().first == event) ++result.back().second;
        else result.emplace_back(event, 1);
    }
    return result;
}

}  // namespace

std::uint64_t Balance::total() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t of_fate : count)
        sum += of_fate;
    return sum;
}

const Mode& LedgerBooks::settings() const {
    for (const Mode& candidate : simulation.scenario->modes)
        if (candidate.name == trace().mode) return candidate;
    INVARIANT(false, "the scenario has no mode '{}'", trace().mode);
    return simulation.scenario->modes.front();
}

std::optional<FateStep> LedgerBooks::on_the_way(EventId event, std::optional<ProcessingTime> as_of) const {
    const GeneratedEvent& generated = tape().events[event.value];
    const ProcessingTime happened = instant_of(generated.happened);
    const std::optional<ProcessingTime> end = as_of ? as_of : simulation.scenario->clock.until;
    const auto until = end.value_or(processing_time_max);
    if (as_of && happened > until) return std::nullopt;
    if (arrives[event.value] <= until)
        return FateStep{arrives[event.value], Fate::log, {Cause::arrived, {}, {}, {}, 0}};
    if (generated.sent <= until) return FateStep{generated.sent, Fate::network, {Cause::sent, {}, {}, {}, 0}};
    return FateStep{happened, Fate::device, {Cause::happened, {}, {}, {}, 0}};
}

FateStep LedgerBooks::told(const BookStep& step, EventId event) const {
    FateStep told{step.at, step.fate, {}};
    told.reason.cause = step.cause;
    const ModeTrace& columns_of = trace();
    switch (step.cause) {
        case Cause::placed:
        case Cause::placed_late:
            if (step.source >= columns_of.placed.size()) break;
            told.reason.window = columns_of.placed[step.source].placed.window;
            told.reason.watermark = watermark_before(columns_of, columns_of.placed[step.source].stamp);
            break;
        case Cause::window_expired:
        case Cause::trigger_finished:
        case Cause::batch_watermark: {
            const RefusedEntry& refused = columns_of.refused[step.source];
            const auto* stream = std::get_if<StreamMode>(&settings().settings);
            told.reason.watermark = stream && stream->profile == EngineName::kafka
                                        ? stream_time_at(tape(), columns_of, refused)
                                        : watermark_before(columns_of, refused.stamp);
            if (refused.refused.window) told.reason.window = *refused.refused.window;
            else if (truth.job().window)
                told.reason.window = windows_containing(*truth.job().window, refused.refused.record.at).back();
            break;
        }
        case Cause::fired:
            told.reason.window = columns_of.fired[step.source].pane.window;
            break;
        case Cause::visible:
        case Cause::repaired:
        case Cause::rerun:
        case Cause::wrong_window:
        case Cause::replaced: {
            const RowEntry& row = columns_of.rows[step.source];
            if (row.row) told.reason.window = row.row->window;
            else if (row.partition) told.reason.window = *row.partition;
            break;
        }
        case Cause::crash:
        case Cause::replay:
        case Cause::not_read_again:
            told.reason.fault = fault_of(columns_of, step.source);
            break;
        case Cause::no_room:
        case Cause::never_arrived:
        case Cause::unreadable:
            told.reason.fault = tape().incidents[step.source].fault;
            break;
        case Cause::after_cut:
            told.reason.run = columns_of.jobs[step.source].note.run;
            told.reason.window = columns_of.jobs[step.source].note.partition;
            break;
        case Cause::none:
        case Cause::happened:
        case Cause::sent:
        case Cause::arrived:
        case Cause::read:
        case Cause::filter:
        case Cause::misfiled:
            if (const auto* batch = std::get_if<BatchMode>(&settings().settings))
                told.reason.window =
                    windows_containing(Tumbling{batch->partition_size, {}}, clock_reading(arrives[event.value]))
                        .front();
            break;
        case Cause::not_read_by_end:
        case Cause::state_cleared:
        case Cause::skipped:
        case Cause::transaction_expired:
            break;
    }
    return told;
}

std::optional<FateStep> LedgerBooks::step_at(std::uint32_t entry, std::optional<ProcessingTime> as_of) const {
    const BookEntry& line = entries[entry];
    if (!as_of && line.last_step != UINT32_MAX) return told(steps[line.last_step], EventId{line.event});
    const BookStep* last = nullptr;
    for (std::uint32_t step = line.first_step; step != UINT32_MAX && steps[step].at <= *as_of; step = steps[step].next)
        last = &steps[step];
    if (last) return told(*last, EventId{line.event});
    return is_own(entry) ? on_the_way(EventId{line.event}, as_of) : std::nullopt;
}

std::optional<Fate> LedgerBooks::fate_at(std::uint32_t entry, std::optional<ProcessingTime> as_of) const {
    const BookEntry& line = entries[entry];
    if (!as_of && line.last_step != UINT32_MAX) return line.fate;
    const BookStep* last = nullptr;
    for (std::uint32_t step = line.first_step; step != UINT32_MAX && steps[step].at <= *as_of; step = steps[step].next)
        last = &steps[step];
    if (last) return last->fate;
    if (!is_own(entry)) return std::nullopt;
    const std::optional<FateStep> way = on_the_way(EventId{line.event}, as_of);
    return way ? std::optional{way->fate} : std::nullopt;
}

Ledger::Ledger(const Simulation& simulation, std::size_t mode, const Truth& truth, const Answers& answers) {
    INVARIANT(simulation.level == TraceLevel::full, "the ledger is made from a trace of level full");
    auto books = std::make_unique<LedgerBooks>(LedgerBooks{simulation, mode, truth, answers});
    LedgerWriter{*books}.write();
    books_ = std::move(books);
}
Ledger::~Ledger() = default;
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;

std::vector<Life> Ledger::lives(EventId event) const {
    std::vector<Life> lives;
    books_->each_entry(event, [&](std::uint32_t entry) {
        const BookEntry& line = books_->entries[entry];
        Life life;
        life.event = event;
        life.window = books_->window_of(entry);
        life.its_own = books_->is_own(entry);
        life.times_counted = line.visible;
        if (life.its_own) {
            const GeneratedEvent& generated = books_->tape().events[event.value];
            const ProcessingTime happened = instant_of(generated.happened);
            life.steps.push_back({happened, Fate::device, {Cause::happened, {}, {}, {}, 0}});
            const ProcessingTime until = books_->simulation.scenario->clock.until.value_or(processing_time_max);
            if (generated.sent <= until)
                life.steps.push_back({std::max(generated.sent, happened), Fate::network, {Cause::sent, {}, {}, {}, 0}});
            const ProcessingTime arrives = books_->arrives[event.value];
            if (arrives != processing_time_max)
                life.steps.push_back({std::max(arrives, happened), Fate::log, {Cause::arrived, {}, {}, {}, 0}});
        }
        for (std::uint32_t step = line.first_step; step != UINT32_MAX; step = books_->steps[step].next)
            life.steps.push_back(books_->told(books_->steps[step], event));
        lives.push_back(std::move(life));
    });
    std::stable_sort(lives.begin(), lives.end(), [](const Life& a, const Life& b) {
        return a.its_own != b.its_own ? a.its_own : a.window < b.window;
    });
    return lives;
}

std::optional<FateStep> Ledger::fate(EventId event, const Window& window, std::optional<ProcessingTime> as_of) const {
    std::optional<FateStep> found;
    books_->each_entry(event, [&](std::uint32_t entry) {
        if (!found && books_->window_of(entry) == window) found = books_->step_at(entry, as_of);
    });
    return found;
}

std::optional<FateStep> Ledger::fate(EventId event, std::optional<ProcessingTime> as_of) const {
    std::optional<FateStep> found;
    for (std::uint32_t own = books_->own_first[event.value]; own < books_->own_first[event.value + 1]; ++own) {
        const std::optional<FateStep> step = books_->step_at(own, as_of);
        if (step && (!found || (is_counted(found->fate) && !is_counted(step->fate)))) found = step;
    }
    return found;
}

void Ledger::each_step(EventId event, const std::function<void(const Step&)>& visit) const {
    Step told;
    books_->each_entry(event, [&](std::uint32_t entry) {
        told.its_own = books_->is_own(entry);
        for (std::uint32_t i = books_->entries[entry].first_step; i != UINT32_MAX; i = books_->steps[i].next) {
            const BookStep& step = books_->steps[i];
            told.at = step.at;
            told.fate = step.fate;
            told.cause = step.cause;
            visit(told);
        }
        ++told.line;
    });
}

std::vector<Window> Ledger::counted_in(EventId event, std::optional<ProcessingTime> as_of) const {
    std::vector<Window> windows;
    books_->each_entry(event, [&](std::uint32_t entry) {
        const std::optional<Fate> fate = books_->fate_at(entry, as_of);
        if (fate && is_counted(*fate)) windows.push_back(books_->window_of(entry));
    });
    std::sort(windows.begin(), windows.end());
    return windows;
}

void Ledger::each_own_life(std::optional<ProcessingTime> as_of,
                           const std::function<void(EventId, KeyId, const Window&, Fate)>& visit) const {
    for (std::uint32_t own = 0; own < books_->own_cell.size(); ++own) {
        if (const std::optional<Fate> fate = books_->fate_at(own, as_of))
            visit(EventId{books_->entries[own].event}, books_->key_of(own), books_->window_of(own), *fate);
    }
}

std::vector<EventId> Ledger::with_fate(Fate fate, std::optional<ProcessingTime> as_of) const {
    std::vector<EventId> events;
    for (std::uint32_t own = 0; own < books_->own_cell.size(); ++own) {
        const EventId event{books_->entries[own].event};
        if (books_->fate_at(own, as_of) == fate && (events.empty() || events.back() != event)) events.push_back(event);
    }
    return events;
}

std::vector<EventId> Ledger::counted_twice(std::optional<ProcessingTime> as_of) const {
    std::vector<EventId> twice;
    // A session event has one window: two sessions that both show it count it twice.
    const std::optional<WindowSpec>& spec = books_->truth.job().window;
    const bool sessions = spec && std::holds_alternative<Session>(*spec);
    if (as_of) {
        std::vector<EventId> seen;
        for (const AnswerCell& cell : books_->answers.cells()) {
            for (const auto& [event, count] : members(cell.window, cell.key, as_of)) {
                if (count > 1) twice.push_back(event);
                if (sessions) seen.push_back(event);
            }
        }
        for (const auto& [event, count] : counted(std::move(seen)))
            if (count > 1) twice.push_back(event);
    } else if (sessions) {
        std::vector<std::uint32_t> times(books_->own_first.size(), 0);
        for (const BookEntry& line : books_->entries)
            times[line.event] += line.visible;
        for (std::uint64_t event = 0; event < times.size(); ++event)
            if (times[event] > 1) twice.push_back(EventId{event});
    } else {
        for (const BookEntry& line : books_->entries)
            if (line.visible > 1) twice.push_back(EventId{line.event});
    }
    std::sort(twice.begin(), twice.end());
    twice.erase(std::unique(twice.begin(), twice.end()), twice.end());
    return twice;
}

std::vector<std::pair<EventId, std::uint32_t>> Ledger::members(const Window& window, KeyId key,
                                                               std::optional<ProcessingTime> as_of) const {
    std::vector<EventId> events;
    const AnswerCell* cell = books_->answers.find(window, key);
    const Answer* answer = cell ? answer_at(cell->history, as_of) : nullptr;
    if (answer)
        for (std::uint32_t row = answer->rows_from; row < answer->rows_until; ++row)
            books_->add_members(books_->row_members[cell->rows[row]], events);
    return counted(std::move(events));
}

std::vector<std::pair<EventId, std::uint32_t>> Ledger::members(const Window& window,
                                                               std::optional<ProcessingTime> as_of) const {
    std::vector<EventId> events;
    const auto [first, last] = books_->answers.cells_in(window);
    for (const AnswerCell* cell = first; cell != last; ++cell) {
        const Answer* answer = answer_at(cell->history, as_of);
        if (!answer) continue;
        for (std::uint32_t row = answer->rows_from; row < answer->rows_until; ++row)
            books_->add_members(books_->row_members[cell->rows[row]], events);
    }
    return counted(std::move(events));
}

Ledger::RowMembers Ledger::row_members(std::uint32_t row) const {
    const Stretch& stretch = books_->row_members.at(row);
    return {stretch.list, stretch.from, stretch.until};
}

EventId Ledger::member(std::uint32_t list, std::uint32_t place) const {
    return EventId{books_->entries[books_->lists.at(list).entries.at(place)].event};
}

Balance Ledger::balance(std::optional<ProcessingTime> as_of) const {
    Balance balance;
    for (std::uint32_t entry = 0; entry < books_->entries.size(); ++entry)
        if (const std::optional<Fate> fate = books_->fate_at(entry, as_of))
            ++balance.count[static_cast<std::size_t>(*fate)];
    return balance;
}

const std::vector<Ledger::Gap>& Ledger::gaps() const { return books_->gaps; }

std::optional<ProcessingTime> Ledger::first_counted(EventId event) const {
    const ProcessingTime at = books_->first_counted[event.value];
    return at == processing_time_max ? std::nullopt : std::optional{at};
}

}  // namespace tidemark
