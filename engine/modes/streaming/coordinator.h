#pragma once

#include "engine/dataflow/process.h"

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace tidemark {

struct CoordinatorOptions {
    struct Task {
        enum class Role { source, window, sink };
        ProcessId process{};
        std::shared_ptr<const Process> initial;
        Role role{Role::window};
    };
    std::vector<Task> tasks;  // in the order in which they are deployed: sinks first
    std::optional<ProcessingDuration> checkpoint_every;
    std::optional<ProcessingDuration> checkpoint_timeout;  // one that takes longer has failed
    ProcessingDuration min_pause{};                        // between the end of a checkpoint and the next
    // So many checkpoints in a row may fail; one more, and the job is restarted (F-C11). Empty: any number.
    std::optional<std::uint32_t> tolerable_failures;
    ProcessingDuration restart_after{};  // of a job that failed without a crash
    bool last_checkpoint{false};         // when the input has ended: transactions are committed by it (F-T6)
};

// Deploys the tasks of a stream, starts their checkpoints, and restarts them all from the latest complete one when one
// of them fails. What is the latest is asked of the store, never remembered.
class Coordinator : public ProcessBase<Coordinator> {
public:
    explicit Coordinator(CoordinatorOptions options) : options_(std::move(options)) {}
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;

private:
    void answered(ProcessingTime now, const Answered& answered, Effects& effects);
    void received(ProcessingTime now, const Received& received, Effects& effects);
    void stop_all(Effects& effects);
    void restart(Effects& effects);
    void deploy(ProcessingTime now, const CheckpointFound& found, Effects& effects);
    void tick(ProcessingTime now, Effects& effects);
    void trigger(ProcessingTime now, Effects& effects);
    void acknowledged(ProcessId by, CheckpointId checkpoint, Effects& effects);
    void completed(ProcessingTime now, Effects& effects);
    void failed(ProcessingTime now, NoteCheckpoint::Step how, Effects& effects);
    void abort(Effects& effects);
    void end_with_a_checkpoint(ProcessingTime now, Effects& effects);

    CoordinatorOptions options_;
    CheckpointId next_checkpoint_{1};
    struct Pending {
        CheckpointId checkpoint{};
        std::set<ProcessId> missing;
    };
    std::optional<Pending> pending_;
    std::set<ProcessId> down_;      // failed, and their places not yet recovered
    std::set<ProcessId> finished_;  // sinks whose input has ended
    ProcessingTime not_before_{};   // the minimum pause
    std::uint32_t failures_{0};     // in a row
    bool running_{false}, draining_{false}, last_taken_{false};
};

}  // namespace tidemark
