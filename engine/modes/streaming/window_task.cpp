#include "engine/modes/streaming/window_task.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr Question save_question{0};
constexpr Timer clock_timer{0};

// A timer fires when its millisecond is over, as Flink's do (its service adds one to every delay) and Beam's (which wait
// until the clock is after them): a record that comes within a window's last millisecond still belongs to it. So the
// operator's clock is the task's, less this.
constexpr ProcessingDuration timer_millisecond{1000};

std::optional<ProcessingTime> due_time(const WindowOperator& window_operator) {
    const std::optional<ProcessingTime> timer = window_operator.next_timer();
    if (!timer) return std::nullopt;
    return saturating_add(*timer, timer_millisecond);
}

}  // namespace

WindowTask::WindowTask(WindowTaskOptions options)
    : options_(std::move(options)),
      operator_(options_.window),
      valve_(options_.upstream.size()),
      gate_(options_.upstream.size(), options_.barriers),
      by_clock_(operator_.uses_clock()) {
    if (options_.deduplicate) deduplicator_.emplace(*options_.deduplicate);
}

StateSize WindowTask::state_size() const {
    StateSize size = operator_.state_size();
    if (deduplicator_) {
        size.entries += deduplicator_->known();
        size.bytes += deduplicator_->bytes();
    }
    return size;
}

std::uint64_t WindowTask::digest() const { return operator_.digest() + (deduplicator_ ? deduplicator_->digest() : 0); }

void WindowTask::handle(ProcessingTime now, const Input& input, Effects& effects) {
    output_.want_placements = effects.detailed();
    if (const auto* start = std::get_if<Start>(&input)) {
        if (start->restored) operator_ = operator_.snapshot();  // F-W18: what a checkpoint does not hold is forgotten
        // Of watermarks and barriers nothing is remembered: every channel begins again.
        valve_ = WatermarkValve(options_.upstream.size());
        gate_ = InputGate(options_.upstream.size(), options_.barriers);
        uploads_.forget();
        if (by_clock_) advance_clock(now, effects);
    } else if (const auto* message = std::get_if<Received>(&input)) {
        received(now, *message, effects);
    } else if (const auto* timer = std::get_if<TimerFired>(&input)) {
        if (timer->timer == clock_timer) advance_clock(now, effects);
    } else if (const auto* answered = std::get_if<Answered>(&input)) {
        if (answered->question == save_question) uploads_.report(answered->body, options_.coordinator, effects);
    }
    close_books(effects);
    if (by_clock_)
        if (const std::optional<ProcessingTime> next = due_time(operator_)) effects.set_timer(clock_timer, *next);
}

void WindowTask::received(ProcessingTime now, const Received& received, Effects& effects) {
    if (const auto* abort = std::get_if<AbortCheckpoint>(&received.message)) {
        gate(gate_.cancel(abort->checkpoint, 0), effects);
        return;
    }
    if (std::holds_alternative<NotifyComplete>(received.message)) return;
    const std::size_t channel = channel_of(received.from);
    if (const auto* records = std::get_if<RecordBatch>(&received.message)) batch(channel, *records, effects);
    else if (const auto* barrier = std::get_if<Barrier>(&received.message))
        gate(gate_.barrier(barrier->checkpoint, channel), effects);
    else if (std::holds_alternative<EndOfInput>(received.message)) end(channel, now, effects);
}

std::size_t WindowTask::channel_of(ProcessId sender) const {
    const auto channel = std::find(options_.upstream.begin(), options_.upstream.end(), sender);
    INVARIANT(channel != options_.upstream.end(), "process {} is not upstream of a window task", sender.value);
    return static_cast<std::size_t>(channel - options_.upstream.begin());
}

void WindowTask::batch(std::size_t channel, const RecordBatch& batch, Effects& effects) {
    auto next_step = batch.steps.begin();
    for (std::uint32_t i = 0; i < batch.records.size(); ++i) {
        for (; next_step != batch.steps.end() && next_step->after <= i; ++next_step)
            step(channel, *next_step, effects);
        const Passing& passing = batch.records[i];
        if (i + 16 < batch.records.size()) operator_.prepare(batch.records[i + 16].record);
        if (by_clock_) {
            fire_timers(passing.at, effects);
            operator_.arrival(effects.work(passing.at));
        } else {
            effects.work(passing.at);
        }
        if (deduplicator_ && leaves_out(passing, effects)) continue;
        books_.received.add(passing.record.id);
        operator_.record(passing.record, output_);
        emit(effects);
    }
    for (; next_step != batch.steps.end(); ++next_step)
        step(channel, *next_step, effects);
}

bool WindowTask::leaves_out(const Passing& passing, Effects& effects) {
    Record seen = passing.record;
    if (options_.window.time == TimeDomain::processing) {
        seen.at = clock_reading(passing.at);
        deduplicator_->forget(seen.at);
    } else if (options_.window.profile == EngineName::kafka) {
        deduplicator_->forget(operator_.current_watermark());  // stream time
    }
    if (deduplicator_->is_first(seen)) return false;
    books_.filtered.add(seen.id);
    books_.deduplicated.add(seen.id);
    if (effects.detailed()) effects.note(NoteFiltered{seen.id, true});
    return true;
}

void WindowTask::step(std::size_t channel, const WatermarkStep& step, Effects& effects) {
    WatermarkEmission said;
    switch (step.kind) {
        case WatermarkStep::Kind::watermark:
            said = valve_.watermark(channel, step.watermark);
            break;
        case WatermarkStep::Kind::idle:
            said = valve_.idle(channel);
            break;
        case WatermarkStep::Kind::active:
            said = valve_.active(channel);
            break;
    }
    if (said.watermark) advance(*said.watermark, step.at, effects);
}

void WindowTask::advance(EventTime to, ProcessingTime at, Effects& effects) {
    if (by_clock_) fire_timers(at, effects);
    effects.wait_until(at);
    const EventTime watermark = in_profile(to);
    if (deduplicator_) deduplicator_->forget(to);
    const bool quiet = operator_.watermark_is_quiet(watermark);
    operator_.watermark(watermark, output_);
    if (effects.detailed()) effects.note(NoteWatermark{NoteWatermark::Of::task, watermark});
    if (!quiet) emit(effects);
}

// A channel that is blocked waits behind its barrier for the others; with the last one the snapshot is taken (F-C1).
void WindowTask::gate(const GateEvents& events, Effects& effects) {
    if (events.checkpoint) save(*events.checkpoint, effects);
    if (events.unblocked) effects.resume_all();
    if (events.blocked) effects.pause(options_.upstream[*events.blocked]);
}

// Watermarks travel with Flink's meaning, nothing at or before W; a Beam watermark is one tick later, nothing before W.
EventTime WindowTask::in_profile(EventTime watermark) const {
    return options_.window.profile == EngineName::beam ? saturating_add(watermark, EventDuration{1}) : watermark;
}

// In a batch, timers that fall due before its next record or watermark fire at their own instants.
void WindowTask::fire_timers(ProcessingTime until, Effects& effects) {
    while (const std::optional<ProcessingTime> timer = due_time(operator_)) {
        if (*timer > until) return;
        effects.wait_until(*timer);
        advance_clock(*timer, effects);
    }
}

void WindowTask::advance_clock(ProcessingTime to, Effects& effects) {
    operator_.processing_time(to - timer_millisecond, output_);
    emit(effects);
}

void WindowTask::emit(Effects& effects) {
    if (effects.detailed()) {
        for (const Merged& merged : output_.merged)
            effects.note(NoteMerged{merged});
        for (const Placed& placed : output_.placed)
            effects.note(NotePlaced{placed});
    }
    if (output_.panes.empty() && output_.refused.empty() && !effects.detailed()) {
        output_.merged.clear();
        return;
    }
    for (const Pane& pane : output_.panes) {
        ++books_.panes;
        ++(pane.timing == PaneTiming::early     ? books_.panes_early
           : pane.timing == PaneTiming::on_time ? books_.panes_on_time
                                                : books_.panes_late);
        books_.placements += pane.fresh_count;
        if (pane.timing == PaneTiming::late) books_.late_kept += pane.fresh_count;
        if (effects.detailed()) effects.note(NoteFired{pane});
    }
    LateBatch late;
    for (const Refused& refused : output_.refused) {
        effects.note(NoteRefused{refused});
        if (refused.side_output) late.refused.push_back(refused);
    }
    if (!output_.panes.empty()) effects.send(options_.sink, PaneBatch{std::move(output_.panes)});
    if (!late.refused.empty()) effects.send(options_.sink, std::move(late));
    if (effects.detailed())
        for (const auto& [key, window] : output_.cleared)
            effects.note(NoteCleared{key, window});
    output_.clear();
}

// A channel that has ended holds neither the watermark nor a barrier back (F-C5).
void WindowTask::end(std::size_t channel, ProcessingTime now, Effects& effects) {
    gate(gate_.end(channel), effects);
    for (std::size_t i = 0; i < gate_.channels(); ++i) {
        if (gate_.ended(i)) continue;
        step(channel, {0, WatermarkStep::Kind::active, {}, now}, effects);
        step(channel, {0, WatermarkStep::Kind::watermark, event_time_max, now}, effects);
        return;
    }
    end_all(effects);
}

// F-W17, at_end: drain. The end of input is the last watermark; processing-time windows are answered too (ours).
void WindowTask::end_all(Effects& effects) {
    if (options_.window.time == TimeDomain::processing) {
        operator_.processing_time(processing_time_max, output_);
        effects.cancel_timer(clock_timer);
    } else {
        operator_.watermark(event_time_max, output_);
        if (effects.detailed()) effects.note(NoteWatermark{NoteWatermark::Of::task, event_time_max});
    }
    emit(effects);
    effects.send(options_.sink, EndOfInput{});
}

void WindowTask::save(CheckpointId checkpoint, Effects& effects) {
    effects.send(options_.sink, Barrier{checkpoint});
    uploads_.begin(checkpoint, save_question, *this, effects);
}

void WindowTask::close_books(Effects& effects) {
    accounted_ += books_.received + books_.filtered;
    if (books_.received.count == 0 && books_.filtered.count == 0 && books_.panes == 0) return;
    books_.holds_state = true;
    books_.held = operator_.held() + (deduplicator_ ? deduplicator_->known() : 0);
    books_.held_closed = operator_.held_closed();
    effects.note(books_);
    books_ = {};
}

}  // namespace tidemark
