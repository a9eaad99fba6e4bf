#pragma once

#include "engine/dataflow/process.h"

#include <vector>

namespace tidemark {

// What a task has under way at the checkpoint store. Answers come in the order of the questions, so that a checkpoint
// that was given up meanwhile is not mistaken for the one that came after it.
class Uploads {
public:
    // Saves a copy of `state`, which says how large it is.
    void begin(CheckpointId checkpoint, Question question, const Process& state, Effects& effects) {
        note(checkpoint, state, effects);
        upload(checkpoint, question, state.clone(), effects);
    }
    // The same in two steps: the state is taken now, and leaves later.
    static void note(CheckpointId checkpoint, const Process& state, Effects& effects) {
        effects.note(NoteCheckpoint{NoteCheckpoint::Step::saved, checkpoint, state.state_size().bytes, state.digest()});
    }
    void upload(CheckpointId checkpoint, Question question, std::shared_ptr<const Process> state, Effects& effects) {
        under_way_.push_back(checkpoint);
        const std::uint64_t bytes = state->state_size().bytes;
        effects.ask(question, SaveState{checkpoint, std::move(state), bytes});
    }
    // The answer to the oldest: which checkpoint it was of. None is under way in a new life.
    CheckpointId finish() {
        const CheckpointId checkpoint = under_way_.front();
        under_way_.erase(under_way_.begin());
        return checkpoint;
    }
    // The same, and the coordinator hears of it.
    void report(const AnswerBody& answer, ProcessId coordinator, Effects& effects) {
        const CheckpointId checkpoint = finish();
        if (std::holds_alternative<NotDone>(answer)) effects.send(coordinator, DeclineCheckpoint{checkpoint});
        else effects.send(coordinator, AcknowledgeCheckpoint{checkpoint});
    }
    bool any() const { return !under_way_.empty(); }
    void forget() { under_way_.clear(); }

private:
    std::vector<CheckpointId> under_way_;
};

}  // namespace tidemark
