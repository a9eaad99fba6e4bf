#include "sim/scene/tables.h"

#include <algorithm>
#include <map>

// What runs, and how far it has come: jobs, checkpoints, outages, and the way of the records through the mode.
namespace tidemark {
namespace {

std::string process_name(const ModeTrace& trace, ProcessId id) {
    for (const ProcessInfo& process : trace.processes)
        if (process.id == id) return process.name;
    return {};
}

// What a record costs the process that works on it.
ProcessingDuration work_of(const Judgement& judgement, std::size_t mode) {
    if (const auto* stream = std::get_if<StreamMode>(&judgement.settings(mode).settings))
        if (stream->capacity_millionths && *stream->capacity_millionths > 0)
            return ProcessingDuration{1'000'000'000'000 / *stream->capacity_millionths};
    return judgement.scenario().costs.record;
}

std::vector<Running> summed(std::vector<Running> changes) {
    std::stable_sort(changes.begin(), changes.end(), [](const Running& a, const Running& b) { return a.at < b.at; });
    std::vector<Running> sums;
    std::int64_t sum = 0;
    for (const Running& change : changes) {
        sum += change.value;
        if (!sums.empty() && sums.back().at == change.at) sums.back().value = sum;
        else sums.push_back({change.at, sum});
    }
    return sums;
}

}  // namespace

void add_outages(const Judgement& judgement, std::size_t mode, ModeTables& tables) {
    const ModeTrace& trace = judgement.trace(mode);
    for (const FaultEntry& entry : trace.faults) {
        if (entry.what == FaultEntry::What::crash) {
            tables.outages.push_back(
                {entry.stamp.at, processing_time_max, process_name(trace, entry.stamp.process), entry.fault});
            continue;
        }
        const std::string name = process_name(trace, entry.stamp.process);
        for (Outage& outage : tables.outages)
            if (outage.until == processing_time_max && outage.process == name) outage.until = entry.stamp.at;
    }
}

void add_jobs(const Judgement& judgement, std::size_t mode, ModeTables& tables) {
    using Step = NoteJob::Step;
    for (const JobEntry& entry : judgement.trace(mode).jobs) {
        const NoteJob& note = entry.note;
        const ProcessingTime at = entry.stamp.at;
        if (note.step == Step::started) {
            tables.jobs.push_back({note.run, note.attempt, note.partition, at, processing_time_max, processing_time_max,
                                   processing_time_max, false, 0});
            continue;
        }
        const auto attempt = std::find_if(tables.jobs.rbegin(), tables.jobs.rend(),
                                          [&](const JobAttempt& a) { return a.run == note.run; });
        if (attempt == tables.jobs.rend()) continue;
        if (note.step == Step::read) {
            attempt->read = at;
            attempt->records = note.records.count;
        }
        if (note.step == Step::wrote) attempt->wrote = at;
        if (note.step == Step::succeeded || note.step == Step::failed) {
            attempt->ended = at;
            attempt->failed = note.step == Step::failed;
        }
    }
}

void add_checkpoints(const Judgement& judgement, std::size_t mode, ModeTables& tables) {
    using Step = NoteCheckpoint::Step;
    const ModeTrace& trace = judgement.trace(mode);
    std::map<CheckpointId, std::size_t> open;
    auto outage = tables.outages.begin();
    const auto fail_until = [&](ProcessingTime at) {
        for (; outage != tables.outages.end() && outage->from <= at; ++outage) {
            for (const auto& [id, place] : open) {
                tables.checkpoints[place].ended = outage->from;
                tables.checkpoints[place].failed = true;
            }
            open.clear();
        }
    };
    for (const CheckpointEntry& entry : trace.checkpoints) {
        const NoteCheckpoint& note = entry.note;
        fail_until(entry.stamp.at);
        const auto found = open.find(note.checkpoint);
        if (note.step == Step::triggered ||
            (note.step == Step::saved && found == open.end() && mode_kind(judgement, mode) != ModeKind::stream)) {
            open[note.checkpoint] = tables.checkpoints.size();
            tables.checkpoints.push_back({note.checkpoint, entry.stamp.at, processing_time_max, false, note.bytes});
        } else if (found != open.end()) {
            CheckpointTime& checkpoint = tables.checkpoints[found->second];
            if (note.step == Step::saved) checkpoint.bytes += note.bytes;
            if (note.step != Step::completed && note.step != Step::aborted) continue;
            checkpoint.ended = entry.stamp.at;
            checkpoint.failed = note.step == Step::aborted;
            open.erase(found);
        }
    }
    fail_until(processing_time_max);
}

void add_flow(const Judgement& judgement, std::size_t mode, ModeTables& tables) {
    const ModeTrace& trace = judgement.trace(mode);
    const Tape& tape = judgement.tape();
    std::vector<Running> changes;
    // A source takes records in one by one, each when it is there; where it starts over, its position falls back.
    std::map<PartitionId, std::uint64_t> position;
    for (const ReadEntry& entry : trace.reads) {
        const NoteRead& read = entry.note;
        std::uint64_t& at = position[read.partition];
        if (read.from.value < at) changes.push_back({entry.stamp.at, -static_cast<std::int64_t>(at - read.from.value)});
        const LogPartition& partition = tape.partitions.at(read.partition.value);
        for (std::uint64_t i = 0; i < read.count; ++i)
            changes.push_back({std::max(entry.stamp.at, partition.at(Offset{read.from.value + i}).appended), 1});
        at = read.from.value + read.count;
    }
    // Drivers and jobs read what they planned at once.
    if (trace.reads.empty())
        for (const JobAttempt& job : tables.jobs)
            if (job.read != processing_time_max && job.attempt <= 1)
                changes.push_back({job.read, static_cast<std::int64_t>(job.records)});
    tables.position = summed(std::move(changes));

    const bool stream = mode_kind(judgement, mode) == ModeKind::stream;
    tables.work = work_of(judgement, mode);
    EventId last{UINT64_MAX};
    if (stream)
        for (const PlacedEntry& entry : trace.placed) {
            if (entry.placed.event == last) continue;  // into several windows
            last = entry.placed.event;
            tables.processed.push_back(entry.stamp.at);
        }
    if (stream)
        for (const RefusedEntry& entry : trace.refused)
            if (!entry.refused.counted_elsewhere) tables.processed.push_back(entry.stamp.at);
    std::sort(tables.processed.begin(), tables.processed.end());
}

void add_watermark(const Judgement& judgement, std::size_t mode, ModeTables& tables) {
    if (upright_windows(judgement, mode)) return;
    std::optional<std::uint32_t> incarnation;
    for (const WatermarkEntry& entry : judgement.trace(mode).watermarks) {
        if (entry.note.of != NoteWatermark::Of::task) continue;
        if (incarnation && *incarnation != entry.stamp.incarnation)
            tables.watermark.push_back({entry.stamp.at, std::nullopt});
        incarnation = entry.stamp.incarnation;
        tables.watermark.push_back({entry.stamp.at, entry.note.watermark});
    }
}

}  // namespace tidemark
