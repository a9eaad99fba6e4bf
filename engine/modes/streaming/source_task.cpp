#include "engine/modes/streaming/source_task.h"

#include "engine/invariant.h"

#include <chrono>

namespace tidemark {
namespace {

using namespace std::chrono_literals;

constexpr Question fetch_question{0};
constexpr Question end_question{1};
constexpr Question save_question{2};
constexpr Question begin_question{3};
constexpr Question commit_question{4};
constexpr Timer tick_timer{0};
constexpr Timer commit_timer{1};

// Flink's default interval of the periodic emission, which also probes for idleness (F-M1, F-M3).
constexpr ProcessingDuration default_tick = 200ms;

}  // namespace

SourceTask::SourceTask(SourceTaskOptions options)
    : options_(std::move(options)),
      generator_(options_.watermark_delay.value_or(EventDuration{}), options_.idle_after) {}

void SourceTask::handle(ProcessingTime now, const Input& input, Effects& effects) {
    if (const auto* started = std::get_if<Start>(&input)) start(now, *started, effects);
    else if (const auto* timer = std::get_if<TimerFired>(&input)) {
        if (timer->timer == tick_timer && !end_) tick(now, effects);
        if (timer->timer == commit_timer) commit_offset(now, effects);
    } else if (const auto* answer = std::get_if<Answered>(&input)) answered(*answer, effects);
    else if (const auto* received = std::get_if<Received>(&input)) {
        if (const auto* trigger = std::get_if<TriggerCheckpoint>(&received->message))
            save(trigger->checkpoint, effects);
    } else if (std::holds_alternative<Drain>(input)) {
        effects.cancel_timer(tick_timer);
        effects.ask(end_question, EndOffsets{});
    }
}

void SourceTask::answered(const Answered& answered, Effects& effects) {
    if (const auto* fetched = std::get_if<Fetched>(&answered.body)) records(*fetched, effects);
    else if (const auto* committed = std::get_if<CommittedOffset>(&answered.body))
        begin_at(committed->next.value_or(Offset{}), effects);
    else if (const auto* offsets = std::get_if<Offsets>(&answered.body)) {
        const Offset end = offsets->ends.at(options_.partition.value);
        if (answered.question == begin_question) {
            begin_at(end, effects);
        } else {
            end_ = end;
            end_if_drained(effects);
        }
    } else if (answered.question == save_question) {
        uploads_.report(answered.body, options_.coordinator, effects);
    }
}

void SourceTask::start(ProcessingTime now, const Start& started, Effects& effects) {
    if (started.restored)
        generator_ = WatermarkGenerator(options_.watermark_delay.value_or(EventDuration{}), options_.idle_after);
    uploads_.forget();
    end_.reset();
    ended_ = false;
    reading_ = false;
    if (ticks()) {
        // The first tick comes one interval after the start.
        effects.set_timer(tick_timer, now + options_.emit_every.value_or(default_tick));
    }
    if (options_.commit_offsets_every) effects.set_timer(commit_timer, now + *options_.commit_offsets_every);
    // Where to begin: at what the checkpoint says, at what the group had committed, or at the end of the log.
    if (!options_.replayable) effects.ask(begin_question, EndOffsets{});
    else if (options_.commit_offsets_every && !started.restored)
        effects.ask(begin_question, ReadCommittedOffset{options_.partition});
    else begin_at(next_, effects);
}

void SourceTask::begin_at(Offset offset, Effects& effects) {
    reading_ = true;
    if (offset > next_ && !options_.replayable) effects.note(NoteSkipped{options_.partition, next_, offset});
    next_ = offset;
    fetch(effects);
    end_if_drained(effects);
}

// What is committed is how far the source has read, whatever has become of it downstream.
void SourceTask::commit_offset(ProcessingTime now, Effects& effects) {
    effects.set_timer(commit_timer, now + *options_.commit_offsets_every);
    if (reading_) effects.ask(commit_question, CommitOffset{options_.partition, next_});
}

void SourceTask::fetch(Effects& effects) { effects.ask(fetch_question, Fetch{options_.partition, next_}); }

void SourceTask::records(const Fetched& fetched, Effects& effects) {
    INVARIANT(fetched.from == next_, "the source asked for offset {} and got {}", next_.value, fetched.from.value);
    const auto tasks = static_cast<std::uint32_t>(options_.downstream.size());
    std::vector<RecordBatch> batches(tasks);
    for (RecordBatch& batch : batches)
        batch.records.reserve(fetched.range.count / tasks + 1);
    const bool per_record = options_.watermark_delay && !options_.emit_every;
    const bool all_pass = options_.logic->passes_all();
    const auto pass = [&](const Record& record, ProcessingTime at) {
        batches[tasks > 1 ? options_.exchange->task(record.key, tasks) : 0].records.push_back({record, at});
    };
    const auto tell_all = [&](WatermarkStep::Kind kind, EventTime watermark, ProcessingTime at) {
        for (RecordBatch& batch : batches)
            batch.steps.push_back({static_cast<std::uint32_t>(batch.records.size()), kind, watermark, at});
    };
    NoteBooks books;
    for (const LogEntry& entry : fetched.range) {
        const ProcessingTime at = effects.work(entry.appended + fetched.travel);
        books.read.add(entry.record.id);
        if (options_.watermark_delay) generator_.record(entry.record.at);
        if (all_pass) pass(entry.record, at);
        else if (const std::optional<Record> passed = options_.logic->apply(entry.record)) pass(*passed, at);
        else {
            books.filtered.add(entry.record.id);
            if (effects.detailed()) effects.note(NoteFiltered{entry.record.id});
        }
        if (!per_record) continue;
        // Not by its answer: g++ makes an optional in memory, which takes longer than all else here.
        const bool was_idle = generator_.idle();
        const EventTime before = generator_.current();
        generator_.per_record();
        const EventTime watermark = generator_.current();
        if (watermark == before) continue;
        if (was_idle) {
            tell_all(WatermarkStep::Kind::active, {}, at);
            effects.note(NoteIdle{false});
        }
        tell_all(WatermarkStep::Kind::watermark, watermark, at);
        if (effects.detailed()) effects.note(NoteWatermark{NoteWatermark::Of::source, watermark});
    }
    next_.value += fetched.range.count;
    accounted_ += books.read;
    effects.note(NoteRead{fetched.partition, fetched.from, fetched.range.count});
    effects.note(books);
    for (std::uint32_t task = 0; task < tasks; ++task)
        if (!batches[task].records.empty() || !batches[task].steps.empty())
            effects.send_ahead(options_.downstream[task], std::move(batches[task]));
    fetch(effects);
    end_if_drained(effects);
}

void SourceTask::tick(ProcessingTime now, Effects& effects) {
    effects.set_timer(tick_timer, now + options_.emit_every.value_or(default_tick));
    RecordBatch batch;
    const WatermarkEmission said = generator_.tick(now);
    if (said.active) batch.steps.push_back({0, WatermarkStep::Kind::active, {}, now});
    if (said.watermark) batch.steps.push_back({0, WatermarkStep::Kind::watermark, *said.watermark, now});
    if (said.idle) batch.steps.push_back({0, WatermarkStep::Kind::idle, {}, now});
    if (batch.steps.empty()) return;
    if (said.watermark) effects.note(NoteWatermark{NoteWatermark::Of::source, *said.watermark});
    if (said.idle || said.active) effects.note(NoteIdle{said.idle});
    for (const ProcessId task : options_.downstream)
        effects.send(task, batch);
}

void SourceTask::save(CheckpointId checkpoint, Effects& effects) {
    for (const ProcessId task : options_.downstream)
        effects.send(task, Barrier{checkpoint});
    uploads_.begin(checkpoint, save_question, *this, effects);
}

void SourceTask::end_if_drained(Effects& effects) {
    if (!end_ || ended_ || !reading_ || next_ < *end_) return;
    ended_ = true;
    for (const ProcessId task : options_.downstream)
        effects.send(task, EndOfInput{});
}

}  // namespace tidemark
