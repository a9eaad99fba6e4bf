#include "engine/dataflow/key_groups.h"
#include "engine/invariant.h"
#include "engine/modes/streaming/coordinator.h"
#include "engine/modes/streaming/repair_job.h"
#include "engine/modes/streaming/sink_task.h"
#include "engine/modes/streaming/source_task.h"
#include "engine/modes/streaming/window_task.h"
#include "sim/world/assembly.h"

#include <fmt/format.h>

#include <algorithm>

// A stream: a source task for each partition, window tasks that share the keys, a sink behind each, a coordinator. A job
// without windows has a sink behind each source. Kafka's tasks are whole partitions: a window task behind each source.
namespace tidemark {
namespace {

using Task = CoordinatorOptions::Task;

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

// Ids are dense in the order in which the processes are added: the coordinator, sources, window tasks, sinks.
struct Layout {
    std::vector<ProcessId> sources, windows, sinks;
    bool forward{false};  // each source has its own successor; else every source speaks to every window task

    Layout(std::uint32_t partitions, std::uint32_t tasks, bool windowed, bool by_partition)
        : forward(by_partition || !windowed) {
        std::uint32_t next = 1;
        const auto take = [&next](std::vector<ProcessId>& ids, std::uint32_t count) {
            for (; count > 0; --count)
                ids.push_back(ProcessId{next++});
        };
        take(sources, partitions);
        take(windows, windowed ? tasks : 0);
        take(sinks, tasks);
    }
    const std::vector<ProcessId>& behind_sources() const { return windows.empty() ? sinks : windows; }
    std::vector<ProcessId> downstream(std::size_t source) const {
        if (forward) return {behind_sources()[source]};
        return behind_sources();
    }
    std::vector<ProcessId> upstream(std::size_t task) const {
        if (forward) return {sources[task]};
        return sources;
    }
};

// "source" where there is one, else "source 0", "source 1", ...
std::string name_of(std::string_view kind, std::size_t number, std::size_t count) {
    return count == 1 ? std::string{kind} : fmt::format("{} {}", kind, number);
}

SourceTaskOptions source_options(const StreamMode& stream, const Tape& tape) {
    SourceTaskOptions read;
    read.logic = std::make_shared<const RecordLogic>(stream.job, tape.names);
    if (stream.job.window && stream.time == TimeDomain::event && stream.profile != EngineName::kafka)
        read.watermark_delay = stream.watermark.delay;
    read.emit_every = stream.watermark.emit_every;
    read.idle_after = stream.watermark.idle_after;
    read.replayable = stream.consumer.replayable;
    if (!stream.checkpoint) read.commit_offsets_every = stream.consumer.commit_every;
    return read;
}

WindowOptions window_options(const StreamMode& stream) {
    WindowOptions window;
    window.profile = stream.profile;
    window.window = *stream.job.window;
    window.time = stream.time;
    window.trigger = stream.trigger;
    window.accumulation = stream.accumulation;
    window.lateness = stream.allowed_lateness;
    window.late = stream.late;
    window.aggregate = *stream.job.aggregate;
    window.emit = stream.emit;
    return window;
}

CoordinatorOptions coordinator_options(const StreamMode& stream, const Costs& costs) {
    CoordinatorOptions options;
    options.restart_after = costs.restart;
    options.last_checkpoint = stream.sink.kind == SinkKind::transactional;
    if (!stream.checkpoint) return options;
    options.checkpoint_every = stream.checkpoint->every;
    options.checkpoint_timeout = stream.checkpoint->timeout;
    options.min_pause = stream.checkpoint->min_pause;
    options.tolerable_failures = stream.checkpoint->tolerable_failures;
    return options;
}

}  // namespace

void Assembly::operator()(const StreamMode& stream) {
    const bool windowed = stream.job.window.has_value();
    const bool by_partition = stream.profile == EngineName::kafka;
    const auto partitions = static_cast<std::uint32_t>(tape->partitions.size());
    const Layout layout(partitions, windowed && !by_partition ? stream.parallelism : partitions, windowed,
                        by_partition);
    const ProcessId coordinator{0};
    const ProcessingDuration cost = cost_of_capacity(stream, scenario.costs);

    SinkTaskOptions write;
    write.coordinator = coordinator;
    write.kind = stream.sink.kind == SinkKind::upsert ? WriteKind::upsert : WriteKind::append;
    write.transactional = stream.sink.kind == SinkKind::transactional;
    SourceTaskOptions read = source_options(stream, *tape);
    read.coordinator = coordinator;
    if (!layout.forward && layout.windows.size() > 1)
        read.exchange = std::make_shared<const KeyGroups>(tape->names, stream.job.key);

    CoordinatorOptions coordination = coordinator_options(stream, scenario.costs);
    for (const ProcessId sink : layout.sinks)
        coordination.tasks.push_back({sink, std::make_shared<const SinkTask>(write), Task::Role::sink});
    for (std::size_t i = 0; i < layout.windows.size(); ++i) {
        WindowTaskOptions operate;
        operate.coordinator = coordinator;
        operate.upstream = layout.upstream(i);
        operate.sink = layout.sinks[i];
        operate.window = window_options(stream);
        operate.deduplicate = stream.job.deduplicate;
        if (stream.checkpoint) operate.barriers = stream.checkpoint->barriers;
        coordination.tasks.push_back(
            {layout.windows[i], std::make_shared<const WindowTask>(operate), Task::Role::window});
    }
    for (std::size_t i = 0; i < layout.sources.size(); ++i) {
        read.partition = PartitionId{static_cast<std::uint32_t>(i)};
        read.downstream = layout.downstream(i);
        coordination.tasks.push_back({layout.sources[i], std::make_shared<const SourceTask>(read), Task::Role::source});
    }

    cluster.add(
        {ProcessKind::coordinator, "coordinator", std::make_shared<const Coordinator>(coordination), std::nullopt, {}});
    Parts parts{{"coordinator", {coordinator}}};
    const auto host = [&](std::string_view kind, ProcessKind process, const std::vector<ProcessId>& ids,
                          ProcessingDuration cost_per_record) {
        for (std::size_t i = 0; i < ids.size(); ++i) {
            cluster.add({process, name_of(kind, i, ids.size()), nullptr, coordinator, cost_per_record});
            if (ids.size() > 1) parts.emplace(fmt::format("{}.{}", kind, i), std::vector{ids[i]});
        }
        if (!ids.empty()) parts.emplace(kind, ids);
    };
    host("source", ProcessKind::source_task, layout.sources, scenario.costs.record);
    host("window", ProcessKind::window_task, layout.windows, cost);
    host("sink", ProcessKind::sink_task, layout.sinks, windowed ? ProcessingDuration{} : cost);
    for (std::size_t i = 0; i < layout.sources.size(); ++i)
        for (const ProcessId task : layout.downstream(i))
            cluster.connect(layout.sources[i], task, channel_capacity(cost));
    for (std::size_t i = 0; i < layout.windows.size(); ++i)
        cluster.connect(layout.windows[i], layout.sinks[i], channel_capacity({}));
    if (stream.repair_at) {
        RepairJobOptions repair;
        repair.at = *stream.repair_at;
        repair.job = stream.job;
        repair.kind = write.kind;
        cluster.add({ProcessKind::repair_job, "repair", std::make_shared<const RepairJob>(repair), std::nullopt,
                     scenario.costs.record});
    }
    plan_faults(parts, windowed ? "window" : "sink");
}

}  // namespace tidemark
