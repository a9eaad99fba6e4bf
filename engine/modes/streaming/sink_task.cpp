#include "engine/modes/streaming/sink_task.h"

namespace tidemark {
namespace {

constexpr Question save_question{0};

}  // namespace

void SinkTask::handle(ProcessingTime, const Input& input, Effects& effects) {
    if (std::holds_alternative<Start>(input)) {
        outstanding_ = 0;
        barrier_.reset();
        saving_ = false;
    } else if (const auto* received = std::get_if<Received>(&input)) {
        const Message& message = received->message;
        if (const auto* batch = std::get_if<PaneBatch>(&message)) panes(batch->panes, effects);
        else if (const auto* records = std::get_if<RecordBatch>(&message)) pass_on(*records, effects);
        else if (const auto* late = std::get_if<LateBatch>(&message)) {
            WriteLate side_output;
            for (const Refused& refused : late->refused)
                side_output.records.push_back(refused.record);
            write(std::move(side_output), effects);
        } else if (const auto* barrier = std::get_if<Barrier>(&message)) barrier_ = barrier->checkpoint;
        else if (std::holds_alternative<EndOfInput>(message)) ended_ = true;
    } else if (const auto* answered = std::get_if<Answered>(&input)) {
        if (answered->question == save_question) {
            if (barrier_ && saving_) effects.send(options_.coordinator, AcknowledgeCheckpoint{*barrier_});
            barrier_.reset();
            saving_ = false;
        } else {
            --outstanding_;
        }
    }
    continue_when_durable(effects);
}

void SinkTask::panes(const std::vector<Pane>& panes, Effects& effects) {
    WriteRows rows;
    rows.kind = options_.kind;
    rows.rows.reserve(panes.size());
    for (const Pane& pane : panes)
        rows.rows.push_back({pane.key,
                             pane.window,
                             pane.value,
                             pane.timing,
                             pane.at,
                             {pane.fresh_count, pane.fresh_members},
                             pane.tombstone});
    write(std::move(rows), effects);
}

// A job without windows passes rows on: one for each record, in a window of its own instant.
void SinkTask::pass_on(const RecordBatch& batch, Effects& effects) {
    NoteBooks books;
    for (const Passing& passing : batch.records) {
        effects.work(passing.at);
        const Record& record = passing.record;
        const Window window{record.at, saturating_add(record.at, EventDuration{1})};
        Row row;
        row.key = record.key;
        row.window = window;
        row.at = record.at;
        row.value.count = 1;
        row.value.number = record.value;
        row.fresh.add(record.id);
        row.value.members = row.fresh.members;
        books.received.add(record.id);
        ++books.placements;
        ++books.panes;
        ++books.panes_on_time;
        if (effects.detailed()) {
            effects.note(NotePlaced{{record.id, record.key, window, false}});
            Pane pane;
            pane.key = row.key;
            pane.window = window;
            pane.value = row.value;
            pane.at = record.at;
            pane.nonspeculative_index = 0;
            pane.fresh_count = 1;
            pane.fresh_members = row.fresh.members;
            effects.note(NoteFired{pane});
        }
        WriteRows rows;
        rows.kind = WriteKind::append;
        rows.rows.push_back(std::move(row));
        write(std::move(rows), effects);
    }
    if (books.received.count > 0) effects.note(books);
}

void SinkTask::write(Operation operation, Effects& effects) {
    ++outstanding_;
    effects.ask(next_question_, std::move(operation));
    ++next_question_.value;
    if (next_question_ == save_question) ++next_question_.value;
}

void SinkTask::continue_when_durable(Effects& effects) {
    if (outstanding_ > 0) return;
    if (barrier_ && !saving_) {
        saving_ = true;
        effects.note(NoteCheckpoint{NoteCheckpoint::Step::saved, *barrier_, state_size().bytes, digest()});
        effects.ask(save_question, SaveState{*barrier_, clone(), state_size().bytes});
    } else if (ended_ && !barrier_) {
        ended_ = false;
        effects.send(options_.coordinator, TaskFinished{});
    }
}

}  // namespace tidemark
