#pragma once

#include "engine/dataflow/process.h"
#include "engine/modes/streaming/uploads.h"
#include "engine/storage/two_phase_sink.h"

#include <memory>
#include <optional>
#include <vector>

namespace tidemark {

struct SinkTaskOptions {
    ProcessId coordinator{};
    WriteKind kind{WriteKind::upsert};  // append or upsert
    bool transactional{false};          // two-phase commit, with the checkpoints
};

// Writes panes to the serving table and late records to the side output. A checkpoint is acknowledged when everything
// before its barrier is durable. A transactional sink writes into a transaction, prepares it at the barrier, and commits
// it when it hears that the checkpoint is complete (F-T1 to F-T3).
class SinkTask : public ProcessBase<SinkTask> {
public:
    explicit SinkTask(SinkTaskOptions options) : options_(options) {}
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;
    StateSize state_size() const override { return {1, 48}; }

private:
    void start(const Start& start, Effects& effects);
    void received(const Message& message, Effects& effects);
    void answered(const Answered& answered, Effects& effects);
    void panes(const std::vector<Pane>& panes, Effects& effects);
    void pass_on(const RecordBatch& batch, Effects& effects);
    Question write(Operation operation, Effects& effects);
    void prepare(CheckpointId checkpoint, Effects& effects);
    void commit(std::vector<TransactionName> transactions, Effects& effects);
    void continue_when_durable(Effects& effects);

    SinkTaskOptions options_;
    Question next_question_{1};
    std::uint64_t outstanding_{0};  // writes not yet answered
    std::optional<CheckpointId> barrier_;
    bool saving_{false}, ended_{false};
    TwoPhaseSink transactions_;
    // A prepared transaction, and this task as it was at the barrier, to be saved once the preparation is durable.
    struct Prepared {
        Question question{};
        CheckpointId checkpoint{};
        std::shared_ptr<const Process> state;
    };
    std::vector<Prepared> prepared_;
    Uploads uploads_;
};

}  // namespace tidemark
