#include "engine/modes/batch/job_scheduler.h"

namespace tidemark {
namespace {

constexpr Timer firing_timer{0};
constexpr Timer retry_timer{1};

}  // namespace

void JobScheduler::handle(ProcessingTime now, const Input& input, Effects& effects) {
    if (std::holds_alternative<Start>(input)) {
        effects.stop(options_.job);
        while (next_firing_ < options_.firings.size() && options_.firings[next_firing_].at < now)
            ++next_firing_;
        set_next_firing(now, effects);
    } else if (const auto* timer = std::get_if<TimerFired>(&input)) {
        if (timer->timer == firing_timer) fire(now, effects);
        else if (timer->timer == retry_timer && running_) launch(effects);
    } else if (const auto* received = std::get_if<Received>(&input)) {
        if (const auto* finished = std::get_if<JobFinished>(&received->message))
            if (running_ && finished->run == waiting_.front().run) next_run(effects);
    } else if (std::holds_alternative<ProcessFailed>(input)) {
        if (running_) {
            const BatchRun& failed = waiting_.front();
            effects.note(NoteJob{NoteJob::Step::failed, failed.run, failed.attempt, failed.partition, {}});
        }
    } else if (std::holds_alternative<PlaceRecovered>(input)) {
        if (!running_) return;
        BatchRun& run = waiting_.front();
        if (run.attempt > options_.retries) {
            effects.note(NoteJob{NoteJob::Step::gave_up, run.run, run.attempt, run.partition, {}});
            next_run(effects);
            return;
        }
        ++run.attempt;
        effects.set_timer(retry_timer, now + options_.retry_after);
    } else if (std::holds_alternative<Drain>(input)) {
        effects.cancel_timer(firing_timer);  // the schedule ends with the clock; a run that has begun goes on
    }
}

void JobScheduler::set_next_firing(ProcessingTime, Effects& effects) {
    if (next_firing_ < options_.firings.size()) effects.set_timer(firing_timer, options_.firings[next_firing_].at);
}

void JobScheduler::fire(ProcessingTime now, Effects& effects) {
    for (const Window& partition : options_.firings[next_firing_].partitions)
        waiting_.push_back({next_run_++, 1, partition});
    ++next_firing_;
    set_next_firing(now, effects);
    if (!running_ && !waiting_.empty()) {
        running_ = true;
        launch(effects);
    }
}

void JobScheduler::launch(Effects& effects) {
    effects.deploy(options_.job, std::make_shared<const BatchJob>(options_.job_options, waiting_.front()), false);
}

void JobScheduler::next_run(Effects& effects) {
    waiting_.pop_front();
    running_ = !waiting_.empty();
    if (running_) launch(effects);
    else effects.stop(options_.job);  // exit 0, silence
}

}  // namespace tidemark
