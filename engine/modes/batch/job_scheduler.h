#pragma once

#include "engine/modes/batch/batch_job.h"

#include <deque>
#include <vector>

namespace tidemark {

// When a schedule fires, and for which partitions; each partition is a run of its own.
struct ScheduledFiring {
    ProcessingTime at{};
    std::vector<Window> partitions;
};

struct JobSchedulerOptions {
    ProcessId job{};  // the place where jobs run, one at a time
    BatchJobOptions job_options;
    std::vector<ScheduledFiring> firings;  // in order of `at`
    std::uint32_t retries{3};
    ProcessingDuration retry_after{};
};

// Fires batch jobs by the clock, one after the other, and runs a failed one again. A firing that falls into its own
// outage is missed, as by cron.
class JobScheduler : public ProcessBase<JobScheduler> {
public:
    explicit JobScheduler(JobSchedulerOptions options) : options_(std::move(options)) {}
    void handle(ProcessingTime now, const Input& input, Effects& effects) override;

private:
    void fire(ProcessingTime now, Effects& effects);
    void set_next_firing(ProcessingTime now, Effects& effects);
    void launch(Effects& effects);
    void next_run(Effects& effects);

    JobSchedulerOptions options_;
    std::size_t next_firing_{0};
    std::uint64_t next_run_{1};
    std::deque<BatchRun> waiting_;
    bool running_{false};  // the front of `waiting_` runs, or waits for its retry
};

}  // namespace tidemark
