#pragma once

#include "engine/dataflow/process.h"

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace tidemark {

struct CoordinatorOptions {
    struct Task {
        ProcessId process{};
        std::shared_ptr<const Process> initial;
        bool is_source{false};
    };
    std::vector<Task> tasks;  // in the order in which they are deployed: sinks first
    std::optional<ProcessingDuration> checkpoint_every;
};

// Deploys the tasks of a stream, starts their checkpoints, and restarts them all from the latest complete one when one
// of them fails. What is the latest is asked of the store, never remembered.
class Coordinator : public ProcessBase<Coordinator> {
public:
    explicit Coordinator(CoordinatorOptions options) : options_(std::move(options)) {}
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;

private:
    void restart(Effects& effects);
    void deploy(ProcessingTime now, const CheckpointFound& found, Effects& effects);
    void trigger(ProcessingTime now, Effects& effects);
    void acknowledged(ProcessId by, CheckpointId checkpoint, Effects& effects);
    void abort(Effects& effects);

    CoordinatorOptions options_;
    CheckpointId next_checkpoint_{1};
    struct Pending {
        CheckpointId checkpoint{};
        std::set<ProcessId> missing;
    };
    std::optional<Pending> pending_;
    std::set<ProcessId> down_;  // failed, and their places not yet recovered
    bool running_{false}, draining_{false};
};

}  // namespace tidemark
