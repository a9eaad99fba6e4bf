#pragma once

#include "engine/dataflow/process.h"
#include "engine/job/job.h"

#include <memory>
#include <optional>

namespace tidemark {

// One run of a batch job over one partition.
struct BatchRun {
    std::uint64_t run{0};
    std::uint32_t attempt{1};
    Window partition{};
};

struct BatchJobOptions {
    ProcessId scheduler{};
    JobLogic job;
    std::shared_ptr<const RecordLogic> logic;
    bool by_arrival{false};
    bool append{false};                       // the anti-pattern: stacks rows up instead of replacing them
    std::optional<ProcessingDuration> takes;  // the whole run, instead of the cost model
    ProcessingDuration start_cost{};
};

// Starts, reads exactly one partition as far as it has arrived, computes, writes, marks its success, and exits. It keeps
// nothing; a retry is the same run again.
class BatchJob : public ProcessBase<BatchJob> {
public:
    BatchJob(BatchJobOptions options, BatchRun run) : options_(std::move(options)), run_(run) {}
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;

private:
    void compute(const std::vector<Record>& read, Effects& effects);
    NoteJob note(NoteJob::Step step, Tally records = {}) const {
        return {step, run_.run, run_.attempt, run_.partition, records};
    }

    BatchJobOptions options_;
    BatchRun run_;
};

}  // namespace tidemark
