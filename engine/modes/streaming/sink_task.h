#pragma once

#include "engine/dataflow/process.h"

namespace tidemark {

struct SinkTaskOptions {
    ProcessId coordinator{};
    WriteKind kind{WriteKind::upsert};  // append or upsert
};

// Writes panes to the serving table and late records to the side output. A checkpoint is acknowledged when everything
// before its barrier is durable.
class SinkTask : public ProcessBase<SinkTask> {
public:
    explicit SinkTask(SinkTaskOptions options) : options_(options) {}
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;
    StateSize state_size() const override { return {1, 48}; }

private:
    void panes(const std::vector<Pane>& panes, Effects& effects);
    void pass_on(const RecordBatch& batch, Effects& effects);
    void write(Operation operation, Effects& effects);
    void continue_when_durable(Effects& effects);

    SinkTaskOptions options_;
    Question next_question_{1};
    std::uint64_t outstanding_{0};  // writes not yet answered
    std::optional<CheckpointId> barrier_;
    bool saving_{false}, ended_{false};
};

}  // namespace tidemark
