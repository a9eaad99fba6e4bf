#include "engine/modes/streaming/source_task.h"

#include "engine/invariant.h"

#include <chrono>

namespace tidemark {
namespace {

using namespace std::chrono_literals;

constexpr Question fetch_question{0};
constexpr Question end_question{1};
constexpr Question save_question{2};
constexpr Timer tick_timer{0};

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
    } else if (const auto* answered = std::get_if<Answered>(&input)) {
        if (const auto* fetched = std::get_if<Fetched>(&answered->body)) records(*fetched, effects);
        else if (const auto* offsets = std::get_if<Offsets>(&answered->body)) {
            end_ = offsets->ends.at(options_.partition.value);
            end_if_drained(effects);
        } else if (answered->question == save_question && saving_) {
            effects.send(options_.coordinator, AcknowledgeCheckpoint{*saving_});
            saving_.reset();
        }
    } else if (const auto* received = std::get_if<Received>(&input)) {
        if (const auto* trigger = std::get_if<TriggerCheckpoint>(&received->message))
            save(trigger->checkpoint, effects);
    } else if (std::holds_alternative<Drain>(input)) {
        effects.cancel_timer(tick_timer);
        effects.ask(end_question, EndOffsets{});
    }
}

void SourceTask::start(ProcessingTime now, const Start& started, Effects& effects) {
    if (started.restored)
        generator_ = WatermarkGenerator(options_.watermark_delay.value_or(EventDuration{}), options_.idle_after);
    saving_.reset();
    end_.reset();
    ended_ = false;
    if (ticks()) {
        // The first tick comes one interval after the start.
        effects.set_timer(tick_timer, now + options_.emit_every.value_or(default_tick));
    }
    fetch(effects);
}

void SourceTask::fetch(Effects& effects) { effects.ask(fetch_question, Fetch{options_.partition, next_}); }

void SourceTask::records(const Fetched& fetched, Effects& effects) {
    INVARIANT(fetched.from == next_, "the source asked for offset {} and got {}", next_.value, fetched.from.value);
    RecordBatch batch;
    batch.records.reserve(fetched.range.count);
    const bool per_record = options_.watermark_delay && !options_.emit_every;
    const bool all_pass = options_.logic->passes_all();
    NoteBooks books;
    std::optional<ProcessingTime> first;
    std::vector<std::pair<ProcessingTime, EventId>> filtered;
    for (const LogEntry& entry : fetched.range) {
        const ProcessingTime at = effects.work(entry.appended + fetched.travel);
        if (!first) first = at;
        books.read.add(entry.record.id);
        if (options_.watermark_delay) generator_.record(entry.record.at);
        if (all_pass) batch.records.push_back({entry.record, at});
        else if (const std::optional<Record> passed = options_.logic->apply(entry.record))
            batch.records.push_back({*passed, at});
        else {
            books.filtered.add(entry.record.id);
            if (effects.detailed()) effects.note(NoteFiltered{entry.record.id});
        }
        if (!per_record) continue;
        // Not by its answer: g++ makes an optional in memory, which takes longer than all else here.
        const EventTime before = generator_.current();
        generator_.per_record();
        if (const EventTime watermark = generator_.current(); watermark != before) {
            batch.steps.push_back(
                {static_cast<std::uint32_t>(batch.records.size()), WatermarkStep::Kind::watermark, watermark, at});
            if (effects.detailed()) effects.note(NoteWatermark{NoteWatermark::Of::source, watermark});
        }
    }
    next_.value += fetched.range.count;
    accounted_ += books.read;
    effects.note(NoteRead{fetched.partition, fetched.from, fetched.range.count});
    effects.note(books);
    if (!batch.records.empty() || !batch.steps.empty()) effects.send_ahead(options_.downstream, std::move(batch));
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
    effects.send(options_.downstream, std::move(batch));
}

void SourceTask::save(CheckpointId checkpoint, Effects& effects) {
    saving_ = checkpoint;
    effects.send(options_.downstream, Barrier{checkpoint});
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::saved, checkpoint, state_size().bytes, digest()});
    effects.ask(save_question, SaveState{checkpoint, clone(), state_size().bytes});
}

void SourceTask::end_if_drained(Effects& effects) {
    if (!end_ || ended_ || next_ < *end_) return;
    ended_ = true;
    effects.send(options_.downstream, EndOfInput{});
}

}  // namespace tidemark
