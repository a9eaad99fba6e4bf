#include "engine/modes/streaming/sink_task.h"

namespace tidemark {
namespace {

constexpr Question save_question{0};

}  // namespace

void SinkTask::handle(ProcessingTime, const Input& input, Effects& effects) {
    if (const auto* started = std::get_if<Start>(&input)) start(*started, effects);
    else if (const auto* message = std::get_if<Received>(&input)) received(message->message, effects);
    else if (const auto* answer = std::get_if<Answered>(&input)) answered(*answer, effects);
    continue_when_durable(effects);
}

// A new life knows of the old one's transactions only what its checkpoint holds: those are committed, perhaps again; all
// others are aborted (F-T3).
void SinkTask::start(const Start& start, Effects& effects) {
    outstanding_ = 0;
    barrier_.reset();
    saving_ = false;
    prepared_.clear();
    uploads_.forget();
    if (!options_.transactional) return;
    std::vector<TransactionName> pending = transactions_.restore(start.incarnation);
    AbortTransactions abort{pending};
    commit(std::move(pending), effects);
    write(std::move(abort), effects);
}

void SinkTask::received(const Message& message, Effects& effects) {
    if (const auto* batch = std::get_if<PaneBatch>(&message)) panes(batch->panes, effects);
    else if (const auto* records = std::get_if<RecordBatch>(&message)) pass_on(*records, effects);
    else if (const auto* late = std::get_if<LateBatch>(&message)) {
        WriteLate side_output;
        for (const Refused& refused : late->refused)
            side_output.records.push_back(refused.record);
        write(std::move(side_output), effects);
    } else if (const auto* barrier = std::get_if<Barrier>(&message)) {
        if (options_.transactional) prepare(barrier->checkpoint, effects);
        else barrier_ = barrier->checkpoint;
    } else if (std::holds_alternative<EndOfInput>(message)) {
        ended_ = true;
        transactions_.finish();
    } else if (const auto* complete = std::get_if<NotifyComplete>(&message)) {
        if (options_.transactional) commit(transactions_.complete(complete->checkpoint), effects);
    } else if (const auto* abort = std::get_if<AbortCheckpoint>(&message)) {
        if (barrier_ == abort->checkpoint && !saving_) barrier_.reset();
    }
}

void SinkTask::answered(const Answered& answered, Effects& effects) {
    if (answered.question == save_question) {
        uploads_.report(answered.body, options_.coordinator, effects);
        barrier_.reset();
        saving_ = false;
        return;
    }
    --outstanding_;
    if (prepared_.empty() || prepared_.front().question != answered.question) return;
    Prepared prepared = std::move(prepared_.front());
    prepared_.erase(prepared_.begin());
    uploads_.upload(prepared.checkpoint, save_question, std::move(prepared.state), effects);
}

// What was written before the barrier is prepared, what comes after it goes to the next transaction. Writes arrive in
// their order: once the preparation is answered, all before it is durable.
void SinkTask::prepare(CheckpointId checkpoint, Effects& effects) {
    const std::optional<TransactionName> open = transactions_.checkpoint(checkpoint);
    Uploads::note(checkpoint, *this, effects);
    std::shared_ptr<const Process> state = clone();
    if (!open) {
        uploads_.upload(checkpoint, save_question, std::move(state), effects);
        return;
    }
    const Question question = write(PrepareTransaction{*open, checkpoint}, effects);
    prepared_.push_back({question, checkpoint, std::move(state)});
}

void SinkTask::commit(std::vector<TransactionName> transactions, Effects& effects) {
    if (!transactions.empty()) write(CommitTransactions{std::move(transactions)}, effects);
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
    rows.transaction = options_.transactional ? transactions_.open() : std::nullopt;
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
        rows.kind = options_.kind;
        rows.rows.push_back(std::move(row));
        rows.transaction = options_.transactional ? transactions_.open() : std::nullopt;
        write(std::move(rows), effects);
    }
    if (books.received.count > 0) effects.note(books);
}

Question SinkTask::write(Operation operation, Effects& effects) {
    const Question question = next_question_;
    ++outstanding_;
    effects.ask(question, std::move(operation));
    ++next_question_.value;
    if (next_question_ == save_question) ++next_question_.value;
    return question;
}

void SinkTask::continue_when_durable(Effects& effects) {
    if (outstanding_ > 0) return;
    if (barrier_ && !saving_) {
        saving_ = true;
        uploads_.begin(*barrier_, save_question, *this, effects);
    } else if (ended_ && !barrier_ && !uploads_.any()) {
        ended_ = false;
        effects.send(options_.coordinator, TaskFinished{});
    }
}

}  // namespace tidemark
