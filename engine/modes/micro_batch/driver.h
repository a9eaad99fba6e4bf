#pragma once

#include "engine/dataflow/process.h"
#include "engine/job/deduplicator.h"
#include "engine/job/job.h"
#include "engine/windowing/micro_batch.h"

#include <memory>
#include <optional>
#include <vector>

namespace tidemark {

// How the query is woken: again and again; or by a schedule, when it runs one batch (Spark's Trigger.Once) or batches
// until nothing is left of what was there at the start (Trigger.AvailableNow), and ends.
enum class MicroBatchRuns { for_ever, one_batch, all_available };

struct MicroBatchDriverOptions {
    MicroBatchOptions query;
    std::shared_ptr<const RecordLogic> logic;
    std::uint32_t partitions{1};
    MicroBatchRuns runs{MicroBatchRuns::for_ever};
    ProcessingDuration trigger{};              // for_ever
    std::vector<ProcessingTime> starts;        // of runs that end, in order
    std::optional<std::uint64_t> records_max;  // a batch takes no more (maxOffsetsPerTrigger); one_batch ignores it
    std::optional<Deduplication> deduplicate;
    bool by_batch_time{false};                // processing time: a record shows the time of its batch
    std::optional<ProcessingDuration> takes;  // one batch, instead of the cost model
    ProcessingDuration start_cost{};          // planning one batch
    ProcessingDuration run_cost{};            // starting a run that ends
    bool sink_idempotent{true};
};

// The driver of a micro-batch query. Every trigger interval: offset log, run, write to the sink, commit log (S-11). After
// a restart a batch that was planned and not committed is run again: the same id, the same offsets; the durable logs
// decide, not the memory of them.
class MicroBatchDriver : public ProcessBase<MicroBatchDriver> {
public:
    explicit MicroBatchDriver(MicroBatchDriverOptions options);
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;
    StateSize state_size() const override;
    std::uint64_t digest() const override;
    std::optional<Tally> accounted() const override { return accounted_; }

private:
    void restore(ProcessingTime now, const QueryLogs& logs, Effects& effects);
    void set_trigger(ProcessingTime now, Effects& effects) const;
    // Whether the latest run that was started had not come to its end: it died before its first batch, or between two.
    bool owes_a_run(ProcessingTime now, const QueryLogs& logs) const;
    void triggered(ProcessingTime now, Effects& effects);
    void plan(ProcessingTime now, std::vector<Offset> to, Effects& effects);
    void read(Effects& effects);
    void compute(const std::vector<Record>& records, Effects& effects);
    void commit(Effects& effects);
    void committed(ProcessingTime now, Effects& effects);
    bool goes_on(const std::vector<Offset>& to) const;
    bool anything_new(const std::vector<Offset>& ends) const;
    // As far as one batch goes at most.
    std::vector<Offset> capped(std::vector<Offset> ends) const;

    MicroBatchDriverOptions options_;
    MicroBatchQuery query_;
    std::vector<Offset> next_;         // where the next batch begins, by partition
    Tally accounted_;                  // everything read and committed, from the log's beginning
    std::optional<PutOffsets> batch_;  // under way
    BatchId next_batch_{0};
    bool replaying_{false};  // the batch under way was planned by an earlier life
    bool triggered_meanwhile_{false};
    std::optional<Deduplicator> deduplicator_;
    bool run_starts_{false};                     // a run has begun, and not yet planned its first batch
    std::optional<std::vector<Offset>> run_to_;  // all_available: what was there when the run began
    enum class Closing { no, wanted, done } closing_{Closing::no};
};

}  // namespace tidemark
