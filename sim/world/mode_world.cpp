#include "sim/world/mode_world.h"

#include "engine/invariant.h"
#include "engine/modes/batch/job_scheduler.h"
#include "engine/modes/micro_batch/driver.h"
#include "sim/world/assembly.h"

#include <algorithm>
#include <map>
#include <string>

namespace tidemark {

namespace {

PlannedCrash::After step_of(const std::optional<std::string>& phase) {
    if (!phase) return PlannedCrash::After::nothing;
    return *phase == "after_write"     ? PlannedCrash::After::write
           : *phase == "after_prepare" ? PlannedCrash::After::prepare
                                       : PlannedCrash::After::complete;
}

}  // namespace

// Those of a mode's processes that a target names; none: another's.
std::vector<ProcessId> Assembly::hit(const std::string& target, const Parts& parts,
                                     const std::string& main_part) const {
    std::string part;
    if (target == mode.name || (target == "operator" && main_part == "window")) part = main_part;
    else if (target.rfind(mode.name + ".", 0) == 0) part = target.substr(mode.name.size() + 1);
    const auto targets = parts.find(part);
    return part.empty() || targets == parts.end() ? std::vector<ProcessId>{} : targets->second;
}

void Assembly::plan_faults(const Parts& parts, const std::string& main_part) {
    std::vector<ProcessId> everybody;
    for (const auto& [name, ids] : parts)
        everybody.insert(everybody.end(), ids.begin(), ids.end());
    for (std::uint32_t i = 0; i < scenario.faults.size(); ++i) {
        const Fault& fault = scenario.faults[i];
        if (const auto* crash = std::get_if<CrashFault>(&fault.what)) {
            for (const ProcessId target : hit(crash->target, parts, main_part)) {
                PlannedCrash planned;
                planned.target = target;
                planned.at = fault.at;
                planned.after = step_of(crash->phase);
                if (crash->checkpoint) planned.checkpoint = CheckpointId{*crash->checkpoint};
                planned.times = crash->times;
                planned.restart_after = crash->restart_after;
                planned.fault = i;
                cluster.plan(planned);
            }
            continue;
        }
        PlannedHardship hardship;
        hardship.from = fault.at.value_or(scenario.clock.from);
        hardship.until = fault.lasts ? saturating_add(hardship.from, *fault.lasts) : processing_time_max;
        hardship.fault = i;
        if (const auto* pause = std::get_if<PauseFault>(&fault.what)) {
            hardship.targets = hit(pause->target, parts, main_part);
        } else if (const auto* slow = std::get_if<SlowFault>(&fault.what)) {
            hardship.kind = PlannedHardship::Kind::slow;
            hardship.factor_millionths = slow->factor.value;
            hardship.targets = hit(slow->target, parts, main_part);
        } else if (const auto* failing = std::get_if<CheckpointFailureFault>(&fault.what)) {
            hardship.kind = PlannedHardship::Kind::failing_uploads;
            if (failing->target == mode.name) hardship.targets = everybody;
        } else if (const auto* writes = std::get_if<SlowSinkFault>(&fault.what)) {
            hardship.kind = PlannedHardship::Kind::slow_writes;
            hardship.by = writes->by;
            if (writes->target == mode.name) hardship.targets = everybody;
        }
        if (!hardship.targets.empty()) cluster.plan(std::move(hardship));
    }
}

void Assembly::operator()(const MicroBatchMode& micro_batch) {
    MicroBatchDriverOptions options;
    options.query.window = micro_batch.job.window;
    options.query.delay = micro_batch.watermark_delay;
    options.query.output = micro_batch.output;
    options.query.no_data_batches = micro_batch.no_data_batches;
    if (micro_batch.job.aggregate) options.query.aggregate = *micro_batch.job.aggregate;
    options.logic = std::make_shared<const RecordLogic>(micro_batch.job, tape->names);
    options.partitions = static_cast<std::uint32_t>(tape->partitions.size());
    options.trigger = micro_batch.trigger;
    if (micro_batch.runs) {
        options.starts = micro_batch.runs->at;
        std::sort(options.starts.begin(), options.starts.end());
        options.runs = micro_batch.runs->all_available ? MicroBatchRuns::all_available : MicroBatchRuns::one_batch;
        options.run_cost = scenario.costs.job_start;
    }
    options.records_max = micro_batch.records_max;
    options.deduplicate = micro_batch.job.deduplicate;
    options.by_batch_time = micro_batch.time == TimeDomain::processing;
    options.takes = micro_batch.takes;
    options.start_cost = scenario.costs.batch_start;
    options.sink_idempotent = micro_batch.sink_idempotent;
    const ProcessId driver =
        cluster.add({ProcessKind::micro_batch_driver, "driver", std::make_shared<const MicroBatchDriver>(options),
                     std::nullopt, scenario.costs.record});
    plan_faults({{"driver", {driver}}}, "driver");
}

void Assembly::operator()(const BatchMode& batch) {
    const ProcessId scheduler{0}, job{1};
    JobSchedulerOptions options;
    options.job = job;
    options.job_options.scheduler = scheduler;
    options.job_options.job = batch.job;
    options.job_options.logic = std::make_shared<const RecordLogic>(batch.job, tape->names);
    options.job_options.by_arrival = batch.partition_by == BatchMode::PartitionBy::ingest_time;
    options.job_options.append = batch.output == BatchMode::Output::append;
    options.job_options.takes = batch.takes;
    options.job_options.start_cost = scenario.costs.job_start;
    for (const PlannedFiring& firing : planned_firings(batch))
        options.firings.push_back({firing.at, firing.partitions});
    options.retries = batch.retries;
    options.retry_after = batch.retry_after;
    cluster.add(
        {ProcessKind::job_scheduler, "scheduler", std::make_shared<const JobScheduler>(options), std::nullopt, {}});
    cluster.add({ProcessKind::batch_job, "job", nullptr, scheduler, scenario.costs.record});
    plan_faults({{"scheduler", {scheduler}}, {"job", {job}}}, "job");
}

std::vector<PlannedFiring> planned_firings(const BatchMode& mode) {
    EventDuration offset{};
    if (mode.job.window)
        if (const auto* tumbling = std::get_if<Tumbling>(&*mode.job.window)) offset = tumbling->offset;
    const auto partition_from = [&](EventTime start) {
        return Window{start, saturating_add(start, mode.partition_size)};
    };
    std::vector<PlannedFiring> firings;
    for (const ProcessingTime at : mode.schedule.at) {
        PlannedFiring firing{at, {}};
        EventTime start = floor_to(clock_reading(at), mode.partition_size, offset);
        if (mode.schedule.partition == BatchMode::Schedule::Partition::previous) start -= mode.partition_size;
        for (std::uint32_t back = mode.look_back; back > 0; --back)
            firing.partitions.push_back(partition_from(start - mode.partition_size * static_cast<std::int64_t>(back)));
        firing.partitions.push_back(partition_from(start));
        firings.push_back(std::move(firing));
    }
    for (const BatchMode::Backfill& backfill : mode.backfill) {
        PlannedFiring firing{backfill.at, {}};
        for (const EventTime start : backfill.partitions)
            firing.partitions.push_back(partition_from(start));
        firings.push_back(std::move(firing));
    }
    std::stable_sort(firings.begin(), firings.end(),
                     [](const PlannedFiring& a, const PlannedFiring& b) { return a.at < b.at; });
    return firings;
}

ModeRun run_mode(const Scenario& scenario, const Mode& mode, std::shared_ptr<const Tape> tape, TraceLevel level) {
    INVARIANT(scenario.clock.until.has_value(), "a scenario without `until` has no end to run to");
    std::optional<ProcessingDuration> save_takes;
    Stores::Settings stores;
    std::optional<EventDuration> lateness;
    if (const auto* stream = std::get_if<StreamMode>(&mode.settings)) {
        // Kafka's windows wait for no watermark.
        if (stream->job.window && stream->time == TimeDomain::event && stream->profile != EngineName::kafka)
            lateness = stream->allowed_lateness;
        if (stream->checkpoint) save_takes = stream->checkpoint->takes;
        stores.keep_tables = stream->repair_at.has_value();
        if (stream->sink.kind == SinkKind::transactional) {
            stores.transaction_timeout = stream->sink.transaction_timeout;
            stores.read_uncommitted = stream->sink.isolation == ReadIsolation::uncommitted;
        }
    }
    Assembly assembly{
        scenario, mode, tape,
        Cluster(scenario.costs, save_takes, Stores(tape, stores), TraceWriter(mode.name, level, Watch{lateness}))};
    std::visit(assembly, mode.settings);
    ModeRun run;
    run.trace =
        assembly.cluster.run(scenario.clock.from, *scenario.clock.until, scenario.clock.at_end == Clock::AtEnd::drain);
    run.sightings = assembly.cluster.sightings();
    return run;
}

}  // namespace tidemark
