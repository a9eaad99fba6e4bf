#include "engine/modes/streaming/coordinator.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr Question latest_question{0};
constexpr Question complete_question{1};
constexpr Timer checkpoint_timer{0};

}  // namespace

void Coordinator::handle(ProcessingTime now, const Input& input, Effects& effects) {
    if (std::holds_alternative<Start>(input)) {
        for (const CoordinatorOptions::Task& task : options_.tasks)
            effects.stop(task.process);
        restart(effects);
    } else if (const auto* failed = std::get_if<ProcessFailed>(&input)) {
        down_.insert(failed->process);
        running_ = false;
        abort(effects);
        effects.cancel_timer(checkpoint_timer);
        // One task down: all stop, since a restart takes all of them back to the same cut.
        for (const CoordinatorOptions::Task& task : options_.tasks)
            effects.stop(task.process);
    } else if (const auto* place = std::get_if<PlaceRecovered>(&input)) {
        down_.erase(place->process);
        if (down_.empty() && !running_) restart(effects);
    } else if (const auto* answered = std::get_if<Answered>(&input)) {
        if (const auto* found = std::get_if<CheckpointFound>(&answered->body)) {
            if (down_.empty()) deploy(now, *found, effects);
        } else if (answered->question == complete_question && pending_) {
            effects.note(NoteCheckpoint{NoteCheckpoint::Step::completed, pending_->checkpoint, 0, 0});
            for (const CoordinatorOptions::Task& task : options_.tasks)
                effects.send(task.process, NotifyComplete{pending_->checkpoint});
            effects.note(NoteCheckpoint{NoteCheckpoint::Step::notified, pending_->checkpoint, 0, 0});
            pending_.reset();
        }
    } else if (const auto* received = std::get_if<Received>(&input)) {
        if (const auto* ack = std::get_if<AcknowledgeCheckpoint>(&received->message))
            acknowledged(received->from, ack->checkpoint, effects);
    } else if (const auto* timer = std::get_if<TimerFired>(&input)) {
        if (timer->timer == checkpoint_timer) trigger(now, effects);
    } else if (std::holds_alternative<Drain>(input)) {
        draining_ = true;
        effects.cancel_timer(checkpoint_timer);
    }
}

void Coordinator::restart(Effects& effects) { effects.ask(latest_question, LatestCheckpoint{}); }

void Coordinator::deploy(ProcessingTime now, const CheckpointFound& found, Effects& effects) {
    running_ = true;
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

// One at a time: where the last one is still under way, this tick starts none.
void Coordinator::trigger(ProcessingTime now, Effects& effects) {
    effects.set_timer(checkpoint_timer, now + *options_.checkpoint_every);
    if (pending_ || !running_) return;
    pending_ = Pending{next_checkpoint_, {}};
    ++next_checkpoint_.value;
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::triggered, pending_->checkpoint, 0, 0});
    for (const CoordinatorOptions::Task& task : options_.tasks) {
        pending_->missing.insert(task.process);
        if (task.is_source) effects.send(task.process, TriggerCheckpoint{pending_->checkpoint});
    }
}

void Coordinator::acknowledged(ProcessId by, CheckpointId checkpoint, Effects& effects) {
    if (!pending_ || pending_->checkpoint != checkpoint) return;  // of one that was aborted
    pending_->missing.erase(by);
    if (!pending_->missing.empty()) return;
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::acknowledged, checkpoint, 0, 0});
    effects.ask(complete_question, CompleteCheckpoint{checkpoint});
}

void Coordinator::abort(Effects& effects) {
    if (!pending_) return;
    effects.note(NoteCheckpoint{NoteCheckpoint::Step::aborted, pending_->checkpoint, 0, 0});
    pending_.reset();
}

}  // namespace tidemark
