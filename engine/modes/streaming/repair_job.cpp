#include "engine/modes/streaming/repair_job.h"

#include "engine/invariant.h"
#include "engine/windowing/accumulator.h"
#include "engine/windowing/assign.h"

#include <algorithm>
#include <map>

namespace tidemark {
namespace {

constexpr Timer repair_timer{0};
constexpr Question tables_question{0};
constexpr Question write_question{1};

}  // namespace

bool adds_up(AggregateKind kind) { return kind != AggregateKind::distinct && kind != AggregateKind::list; }

AggregateValue added_up(AggregateKind kind, const AggregateValue& a, const AggregateValue& b) {
    INVARIANT(adds_up(kind), "a {} cannot be added up", to_string(kind));
    if (a.count == 0) return b;
    if (b.count == 0) return a;
    AggregateValue sum = a;
    sum.count += b.count;
    sum.members += b.members;
    if (kind == AggregateKind::min) sum.number = std::min(a.number, b.number);
    else if (kind == AggregateKind::max) sum.number = std::max(a.number, b.number);
    else
        sum.number =
            static_cast<std::int64_t>(static_cast<std::uint64_t>(a.number) + static_cast<std::uint64_t>(b.number));
    return sum;
}

void RepairJob::handle(ProcessingTime, const Input& input, Effects& effects) {
    if (std::holds_alternative<Start>(input)) {
        if (!done_) effects.set_timer(repair_timer, options_.at);
    } else if (std::holds_alternative<TimerFired>(input)) {
        effects.note(NoteJob{NoteJob::Step::started, 1, 1, {}, {}});
        effects.ask(tables_question, ReadTables{});
    } else if (const auto* answered = std::get_if<Answered>(&input)) {
        if (const auto* tables = std::get_if<TablesRead>(&answered->body)) repair(*tables, effects);
        else if (answered->question == write_question) {
            done_ = true;
            effects.note(NoteJob{NoteJob::Step::succeeded, 1, 1, {}, {}});
        }
    }
}

void RepairJob::repair(const TablesRead& tables, Effects& effects) {
    const Profile profile = profile_of(EngineName::flink);
    const AggregateSpec spec = *options_.job.aggregate;
    std::map<std::pair<Window, KeyId>, Accumulator> cells;
    NoteBooks books;
    for (const Record& record : tables.late) {
        std::vector<Window> windows;
        assign_windows(*options_.job.window, profile, record.at, windows);
        books.read.add(record.id);
        books.received.add(record.id);
        for (const Window& window : windows) {
            cells[{window, record.key}].add(spec, record);
            effects.work(effects.now());
            if (effects.detailed()) effects.note(NotePlaced{{record.id, record.key, window, true}});
        }
    }
    effects.note(NoteJob{NoteJob::Step::read, 1, 1, {}, books.read});
    WriteRows write;
    write.kind = options_.kind;
    for (const auto& [cell, late] : cells) {
        const auto& [window, key] = cell;
        const Row* current = tables.answers.current(window, key);
        Row row{
            key,  window, late.value(spec), PaneTiming::late, window.max_timestamp(), {late.count(), late.members()},
            false};
        if (current && options_.kind == WriteKind::upsert) row.value = added_up(spec.kind, current->value, row.value);
        books.placements += late.count();
        ++books.panes;
        ++books.panes_late;
        if (effects.detailed()) {
            Pane pane;
            pane.key = key;
            pane.window = window;
            pane.value = row.value;
            pane.at = row.at;
            pane.timing = PaneTiming::late;
            pane.final = true;
            pane.fresh_count = late.count();
            pane.fresh_members = late.members();
            effects.note(NoteFired{std::move(pane)});
        }
        write.rows.push_back(std::move(row));
    }
    effects.note(books);
    effects.ask(write_question, std::move(write));
}

}  // namespace tidemark
