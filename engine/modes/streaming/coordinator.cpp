#include "engine/modes/streaming/coordinator.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr Question latest_question{0};
constexpr Question complete_question{1};
constexpr Timer checkpoint_timer{0};
constexpr Timer timeout_timer{1};
constexpr Timer restart_timer{2};

using Role = CoordinatorOptions::Task::Role;

}  // namespace

void Coordinator::handle(ProcessingTime now, const Input& input, Effects& effects) {
    if (std::holds_alternative<Start>(input)) {
        for (const CoordinatorOptions::Task& task : options_.tasks)
            effects.stop(task.process);
        restart(effects);
    } else if (const auto* failure = std::get_if<ProcessFailed>(&input)) {
        down_.insert(failure->process);
        abort(effects);
        stop_all(effects);
    } else if (const auto* place = std::get_if<PlaceRecovered>(&input)) {
        down_.erase(place->process);
        if (down_.empty() && !running_) restart(effects);
    } else if (const auto* answer = std::get_if<Answered>(&input)) {
        answered(now, *answer, effects);
    } else if (const auto* message = std::get_if<Received>(&input)) {
        received(now, *message, effects);
    } else if (const auto* timer = std::get_if<TimerFired>(&input)) {
        if (timer->timer == checkpoint_timer) tick(now, effects);
        if (timer->timer == timeout_timer && pending_ && !pending_->missing.empty())
            failed(now, NoteCheckpoint::Step::expired, effects);
        if (timer->timer == restart_timer && down_.empty() && !running_) restart(effects);
    } else if (std::holds_alternative<Drain>(input)) {
        draining_ = true;
        effects.cancel_timer(checkpoint_timer);
    }
}

void Coordinator::answered(ProcessingTime now, const Answered& answered, Effects& effects) {
    if (const auto* found = std::get_if<CheckpointFound>(&answered.body)) {
        if (down_.empty()) deploy(now, *found, effects);
    } else if (answered.question == complete_question && pending_) {
        completed(now, effects);
    }
}

void Coordinator::received(ProcessingTime now, const Received& received, Effects& effects) {
    if (const auto* ack = std::get_if<AcknowledgeCheckpoint>(&received.message)) {
        acknowledged(received.from, ack->checkpoint, effects);
    } else if (const auto* decline = std::get_if<DeclineCheckpoint>(&received.message)) {
        if (pending_ && pending_->checkpoint == decline->checkpoint)
            failed(now, NoteCheckpoint::Step::declined, effects);
    } else if (std::holds_alternative<TaskFinished>(received.message)) {
        finished_.insert(received.from);
        end_with_a_checkpoint(now, effects);
    }
}

// One task down: all stop, since a restart takes all of them back to the same cut.
void Coordinator::stop_all(Effects& effects) {
    running_ = false;
    effects.cancel_timer(checkpoint_timer);
    for (const CoordinatorOptions::Task& task : options_.tasks)
        effects.stop(task.process);
}

void Coordinator::restart(Effects& effects) { effects.ask(latest_question, LatestCheckpoint{}); }

void Coordinator::deploy(ProcessingTime now, const CheckpointFound& found, Effects& effects) {
    running_ = true;
    finished_.clear();
    last_taken_ = false;
    if (found.checkpoint) {
        effects.note(NoteCheckpoint{NoteCheckpoint::Step::restored, *found.checkpoint, 0, 0});
        next_checkpoint_ = std::max(next_checkpoint_, CheckpointId{found.checkpoint->value + 1});
    }
    for (const CoordinatorOptions::Task& task : options_.tasks) {
        const auto saved = std::find_if(found.states.begin(), found.states.end(),
                                        [&](const auto& state) { return state.first == task.process; });
        const bool restored = saved != found.states.end();
        effects.deploy(task.process, restored ? saved->second : task.initial, restored);
    }
    if (options_.checkpoint_every && !draining_) effects.set_timer(checkpoint_timer, now + *options_.checkpoint_every);
}

// One at a time: where the last one is still under way, or has only just ended, this tick starts none.
void Coordinator::tick(ProcessingTime now, Effects& effects) {
    effects.set_timer(checkpoint_timer, now + *options_.checkpoint_every);
    if (!pending_ && running_ && now >= not_before_) trigger(now, effects);
}

void Coordinator::trigger(ProcessingTime now, Effects& effects) {
    pending_ = Pending{next_checkpoint_, {}};
    ++next_checkpoint_.value;
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::triggered, pending_->checkpoint, 0, 0});
    for (const CoordinatorOptions::Task& task : options_.tasks) {
        pending_->missing.insert(task.process);
        if (task.role == Role::source) effects.send(task.process, TriggerCheckpoint{pending_->checkpoint});
    }
    if (options_.checkpoint_timeout) effects.set_timer(timeout_timer, now + *options_.checkpoint_timeout);
}

void Coordinator::acknowledged(ProcessId by, CheckpointId checkpoint, Effects& effects) {
    if (!pending_ || pending_->checkpoint != checkpoint) return;  // of one that was given up
    pending_->missing.erase(by);
    if (!pending_->missing.empty()) return;
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::acknowledged, checkpoint, 0, 0});
    if (options_.checkpoint_timeout) effects.cancel_timer(timeout_timer);
    effects.ask(complete_question, CompleteCheckpoint{checkpoint});
}

void Coordinator::completed(ProcessingTime now, Effects& effects) {
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::completed, pending_->checkpoint, 0, 0});
    for (const CoordinatorOptions::Task& task : options_.tasks)
        effects.send(task.process, NotifyComplete{pending_->checkpoint});
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::notified, pending_->checkpoint, 0, 0});
    pending_.reset();
    failures_ = 0;
    not_before_ = now + options_.min_pause;
    end_with_a_checkpoint(now, effects);
}

// It took too long, or a task could not save its state. Too many in a row, and the job starts again (F-C11).
void Coordinator::failed(ProcessingTime now, NoteCheckpoint::Step how, Effects& effects) {
    effects.note(NoteCheckpoint{how, pending_->checkpoint, 0, 0});
    if (options_.checkpoint_timeout) effects.cancel_timer(timeout_timer);
    for (const CoordinatorOptions::Task& task : options_.tasks)
        if (task.role != Role::source) effects.send(task.process, AbortCheckpoint{pending_->checkpoint});
    pending_.reset();
    not_before_ = now + options_.min_pause;
    ++failures_;
    if (!options_.tolerable_failures || failures_ <= *options_.tolerable_failures) return;
    failures_ = 0;
    stop_all(effects);
    effects.set_timer(restart_timer, now + options_.restart_after);
}

void Coordinator::abort(Effects& effects) {
    if (!pending_) return;
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::aborted, pending_->checkpoint, 0, 0});
    pending_.reset();
}

void Coordinator::end_with_a_checkpoint(ProcessingTime now, Effects& effects) {
    if (!options_.last_checkpoint || !draining_ || last_taken_ || pending_ || !running_) return;
    for (const CoordinatorOptions::Task& task : options_.tasks)
        if (task.role == Role::sink && finished_.count(task.process) == 0) return;
    last_taken_ = true;
    trigger(now, effects);
}

}  // namespace tidemark
