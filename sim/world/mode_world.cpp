#include "sim/world/mode_world.h"

#include "engine/invariant.h"
#include "engine/modes/batch/job_scheduler.h"
#include "engine/modes/micro_batch/driver.h"
#include "engine/modes/streaming/coordinator.h"
#include "engine/modes/streaming/repair_job.h"
#include "engine/modes/streaming/sink_task.h"
#include "engine/modes/streaming/source_task.h"
#include "engine/modes/streaming/window_task.h"
#include "sim/world/cluster.h"

#include <algorithm>
#include <map>
#include <string>

namespace tidemark {
namespace {

// A task that is paid by the record gets short queues, so that what waits in them waits about a tenth of a second.
std::uint64_t channel_capacity(ProcessingDuration cost_per_record) {
    constexpr std::int64_t roomy = 4096;
    if (cost_per_record.count() <= 0) return roomy;
    return static_cast<std::uint64_t>(std::clamp<std::int64_t>(100'000 / cost_per_record.count(), 1, roomy));
}

ProcessingDuration cost_of_capacity(const StreamMode& mode, const Costs& costs) {
    if (!mode.capacity_millionths) return costs.record;
    return ProcessingDuration{1'000'000'000'000 / std::max<std::int64_t>(1, *mode.capacity_millionths)};
}

// The parts of a mode that a crash can name.
using Parts = std::map<std::string, ProcessId, std::less<>>;

void plan_crashes(const Scenario& scenario, const Mode& mode, const Parts& parts, const std::string& main_part,
                  Cluster& cluster) {
    for (std::uint32_t i = 0; i < scenario.faults.size(); ++i) {
        const auto* planned_crash = std::get_if<CrashFault>(&scenario.faults[i].what);
        if (planned_crash == nullptr) continue;  // on the tape
        const CrashFault& crash = *planned_crash;
        std::string part;
        if (crash.target == mode.name || (crash.target == "operator" && main_part == "window")) part = main_part;
        else if (crash.target.rfind(mode.name + ".", 0) == 0) part = crash.target.substr(mode.name.size() + 1);
        const auto target = parts.find(part);
        if (part.empty() || target == parts.end()) continue;
        PlannedCrash planned;
        planned.target = target->second;
        planned.at = scenario.faults[i].at;
        planned.after_write = crash.phase.has_value();
        planned.times = crash.times;
        planned.restart_after = crash.restart_after;
        planned.fault = i;
        cluster.plan(planned);
    }
}

struct Assembly {
    const Scenario& scenario;
    const Mode& mode;
    std::shared_ptr<const Tape> tape;
    Cluster cluster;

    void operator()(const StreamMode& stream);
    void operator()(const MicroBatchMode& micro_batch);
    void operator()(const BatchMode& batch);
};

void Assembly::operator()(const StreamMode& stream) {
    INVARIANT(tape->partitions.size() == 1, "a stream reads one partition so far, not {}", tape->partitions.size());
    const JobLogic& job = stream.job;
    const bool windowed = job.window.has_value();
    const ProcessingDuration cost = cost_of_capacity(stream, scenario.costs);
    // Ids are dense in the order in which they are added.
    const ProcessId coordinator{0}, source{1}, window{2}, sink{windowed ? 3U : 2U};

    SourceTaskOptions read;
    read.coordinator = coordinator;
    read.downstream = windowed ? window : sink;
    read.logic = std::make_shared<const RecordLogic>(job, tape->names);
    if (windowed && stream.time == TimeDomain::event && stream.profile != EngineName::kafka)
        read.watermark_delay = stream.watermark.delay;
    read.emit_every = stream.watermark.emit_every;
    read.idle_after = stream.watermark.idle_after;

    SinkTaskOptions write;
    write.coordinator = coordinator;
    write.kind = stream.sink == SinkKind::append ? WriteKind::append : WriteKind::upsert;

    CoordinatorOptions coordination;
    if (stream.checkpoint) coordination.checkpoint_every = stream.checkpoint->every;
    coordination.tasks.push_back({sink, std::make_shared<const SinkTask>(write), false});
    if (windowed) {
        WindowTaskOptions operate;
        operate.coordinator = coordinator;
        operate.upstream = source;
        operate.sink = sink;
        operate.window.profile = stream.profile;
        operate.window.window = *job.window;
        operate.window.time = stream.time;
        operate.window.trigger = stream.trigger;
        operate.window.accumulation = stream.accumulation;
        operate.window.lateness = stream.allowed_lateness;
        operate.window.late = stream.late;
        operate.window.aggregate = *job.aggregate;
        operate.window.emit = stream.emit;
        coordination.tasks.push_back({window, std::make_shared<const WindowTask>(operate), false});
    }
    coordination.tasks.push_back({source, std::make_shared<const SourceTask>(read), true});

    cluster.add(
        {ProcessKind::coordinator, "coordinator", std::make_shared<const Coordinator>(coordination), std::nullopt, {}});
    cluster.add({ProcessKind::source_task, "source", nullptr, coordinator, scenario.costs.record});
    Parts parts{{"coordinator", coordinator}, {"source", source}, {"sink", sink}};
    if (windowed) {
        cluster.add({ProcessKind::window_task, "window", nullptr, coordinator, cost});
        parts.emplace("window", window);
    }
    cluster.add({ProcessKind::sink_task, "sink", nullptr, coordinator, windowed ? ProcessingDuration{} : cost});
    if (windowed) {
        cluster.connect(source, window, channel_capacity(cost));
        cluster.connect(window, sink, channel_capacity({}));
    } else {
        cluster.connect(source, sink, channel_capacity(cost));
    }
    if (stream.repair_at) {
        RepairJobOptions repair;
        repair.at = *stream.repair_at;
        repair.job = job;
        repair.kind = write.kind;
        cluster.add({ProcessKind::repair_job, "repair", std::make_shared<const RepairJob>(repair), std::nullopt,
                     scenario.costs.record});
    }
    plan_crashes(scenario, mode, parts, windowed ? "window" : "sink", cluster);
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
    options.by_batch_time = micro_batch.time == TimeDomain::processing;
    options.takes = micro_batch.takes;
    options.start_cost = scenario.costs.batch_start;
    options.sink_idempotent = micro_batch.sink_idempotent;
    const ProcessId driver =
        cluster.add({ProcessKind::micro_batch_driver, "driver", std::make_shared<const MicroBatchDriver>(options),
                     std::nullopt, scenario.costs.record});
    plan_crashes(scenario, mode, {{"driver", driver}}, "driver", cluster);
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
    plan_crashes(scenario, mode, {{"scheduler", scheduler}, {"job", job}}, "job", cluster);
}

}  // namespace

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
    bool keep_tables = false;
    std::optional<EventDuration> lateness;
    if (const auto* stream = std::get_if<StreamMode>(&mode.settings)) {
        // Kafka's windows wait for no watermark.
        if (stream->job.window && stream->time == TimeDomain::event && stream->profile != EngineName::kafka)
            lateness = stream->allowed_lateness;
        if (stream->checkpoint) save_takes = stream->checkpoint->takes;
        keep_tables = stream->repair_at.has_value();
    }
    Assembly assembly{
        scenario, mode, tape,
        Cluster(scenario.costs, save_takes, Stores(tape, keep_tables), TraceWriter(mode.name, level, Watch{lateness}))};
    std::visit(assembly, mode.settings);
    ModeRun run;
    run.trace =
        assembly.cluster.run(scenario.clock.from, *scenario.clock.until, scenario.clock.at_end == Clock::AtEnd::drain);
    run.sightings = assembly.cluster.sightings();
    return run;
}

}  // namespace tidemark
