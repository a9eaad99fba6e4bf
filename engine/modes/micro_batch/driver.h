#pragma once

#include "engine/dataflow/process.h"
#include "engine/job/job.h"
#include "engine/windowing/micro_batch.h"

#include <memory>
#include <optional>
#include <vector>

namespace tidemark {

struct MicroBatchDriverOptions {
    MicroBatchOptions query;
    std::shared_ptr<const RecordLogic> logic;
    std::uint32_t partitions{1};
    ProcessingDuration trigger{};
    bool by_batch_time{false};                // processing time: a record shows the time of its batch
    std::optional<ProcessingDuration> takes;  // one batch, instead of the cost model
    ProcessingDuration start_cost{};          // planning one batch
    bool sink_idempotent{true};
};

// The driver of a micro-batch query. Every trigger interval: offset log, run, write to the sink, commit log (S-11). After
// a restart a batch that was planned and not committed is run again: the same id, the same offsets; the durable logs
// decide, not the memory of them.
class MicroBatchDriver : public ProcessBase<MicroBatchDriver> {
public:
    explicit MicroBatchDriver(MicroBatchDriverOptions options);
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;
    StateSize state_size() const override { return {query_.held(), 48 * query_.held() + 48}; }
    std::uint64_t digest() const override { return query_.digest(); }
    std::optional<Tally> accounted() const override { return accounted_; }

private:
    void restore(ProcessingTime now, const QueryLogs& logs, Effects& effects);
    void triggered(ProcessingTime now, Effects& effects);
    void plan(ProcessingTime now, std::vector<Offset> to, Effects& effects);
    void read(Effects& effects);
    void compute(const std::vector<Record>& records, Effects& effects);
    void commit(Effects& effects);
    void committed(ProcessingTime now, Effects& effects);
    bool anything_new(const std::vector<Offset>& ends) const;

    MicroBatchDriverOptions options_;
    MicroBatchQuery query_;
    std::vector<Offset> next_;         // where the next batch begins, by partition
    Tally accounted_;                  // everything read and committed, from the log's beginning
    std::optional<PutOffsets> batch_;  // under way
    BatchId next_batch_{0};
    bool replaying_{false};  // the batch under way was planned by an earlier life
    bool triggered_meanwhile_{false};
    enum class Closing { no, wanted, done } closing_{Closing::no};
};

}  // namespace tidemark
