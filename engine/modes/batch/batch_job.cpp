#include "engine/modes/batch/batch_job.h"

#include "engine/job/deduplicator.h"
#include "engine/modes/batch/fold.h"

namespace tidemark {
namespace {

constexpr Question read_question{0};
constexpr Question write_question{1};
constexpr Question success_question{2};

}  // namespace

void BatchJob::handle(ProcessingTime, const Input& input, Effects& effects) {
    if (std::holds_alternative<Start>(input)) {
        effects.note(note(NoteJob::Step::started));
        if (!options_.takes) effects.spend(options_.start_cost);
        Window interval = run_.partition;
        interval.start =
            saturating_subtract(interval.start, options_.by_arrival ? EventDuration{} : reach_back(options_.job));
        effects.ask(read_question, ReadPartition{interval, options_.by_arrival});
        return;
    }
    const auto* answered = std::get_if<Answered>(&input);
    if (!answered) return;
    if (const auto* read = std::get_if<RecordsRead>(&answered->body)) compute(read->records, effects);
    else if (answered->question == write_question) {
        effects.note(note(NoteJob::Step::wrote));
        effects.ask(success_question, MarkSuccess{run_.run});
    } else if (answered->question == success_question) {
        effects.note(note(NoteJob::Step::succeeded));
        effects.send(options_.scheduler, JobFinished{run_.run});
    }
}

void BatchJob::compute(const std::vector<Record>& read, Effects& effects) {
    NoteBooks books;
    std::vector<Record> records;
    std::optional<Deduplicator> deduplicator;  // a run has everything before it and forgets nothing
    if (options_.job.deduplicate) deduplicator.emplace(Deduplication{});
    for (const Record& record : read) {
        books.read.add(record.id);
        if (!deduplicator || deduplicator->is_first(record)) {
            records.push_back(record);
            continue;
        }
        books.filtered.add(record.id);
        books.deduplicated.add(record.id);
        if (effects.detailed()) effects.note(NoteFiltered{record.id, true});
    }
    if (run_.attempt > 1) books.replayed = books.read.count;
    effects.note(note(NoteJob::Step::read, books.read));
    PartitionFold fold = fold_records(options_.job, *options_.logic, records, run_.partition, effects.detailed());
    for (const Record& record : records) {
        if (options_.logic->apply(record)) {
            books.received.add(record.id);
            continue;
        }
        books.filtered.add(record.id);
        if (effects.detailed()) effects.note(NoteFiltered{record.id});
    }
    for (const FoldPlacement& placement : fold.placements)
        effects.note(NotePlaced{{placement.event, placement.key, placement.window, false}});
    if (options_.takes) effects.spend(*options_.takes);
    else
        for (std::size_t i = 0; i < read.size(); ++i)
            effects.work(effects.now());
    for (const Row& row : fold.rows) {
        books.placements += row.fresh.count;
        ++books.panes;
        ++books.panes_on_time;
        if (!effects.detailed()) continue;
        Pane pane;
        pane.key = row.key;
        pane.window = row.window;
        pane.value = row.value;
        pane.at = row.at;
        pane.nonspeculative_index = 0;
        pane.final = true;
        pane.fresh_count = row.fresh.count;
        pane.fresh_members = row.fresh.members;
        effects.note(NoteFired{std::move(pane)});
    }
    effects.note(books);
    WriteRows write;
    write.kind = options_.append ? WriteKind::append : WriteKind::overwrite;
    if (!options_.append) write.partition = run_.partition;
    write.rows = std::move(fold.rows);
    effects.ask(write_question, std::move(write));
}

}  // namespace tidemark
