#include "sim/judge/replay.h"
#include "sim/scene/tables.h"

#include <algorithm>
#include <map>
#include <set>

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

// When a stream worked on each record: its sources take in whole batches, its tasks one record after the other.
std::vector<ProcessingTime> worked_on(const ModeTrace& trace) {
    std::vector<ProcessingTime> instants;
    const PlacedEntry* last = nullptr;
    for (const PlacedEntry& entry : trace.placed) {
        const bool same = last && last->placed.event == entry.placed.event && last->stamp.at == entry.stamp.at;
        if (!same) instants.push_back(entry.stamp.at);  // else: into another window of its own
        last = &entry;
    }
    for (const RefusedEntry& entry : trace.refused)
        if (!entry.refused.counted_elsewhere) instants.push_back(entry.stamp.at);
    for (const FilteredEntry& entry : trace.filtered)
        instants.push_back(entry.stamp.at);
    std::sort(instants.begin(), instants.end());
    return instants;
}

// Where a source starts over, and when: as soon as what crashed can run again.
std::vector<Running> starts_over(const ModeTrace& trace, const std::vector<Outage>& outages) {
    std::vector<Running> starts;
    std::map<PartitionId, std::uint64_t> position;
    for (const ReadEntry& entry : trace.reads) {
        std::uint64_t& at = position[entry.note.partition];
        if (entry.note.from.value < at) {
            ProcessingTime since = entry.stamp.at;
            for (const Outage& outage : outages)
                if (outage.until <= entry.stamp.at) since = outage.until;
            std::uint64_t sum = 0;
            at = entry.note.from.value;
            for (const auto& [partition, offset] : position)
                sum += offset;
            starts.push_back({since, static_cast<std::int64_t>(sum)});
        }
        at = entry.note.from.value + entry.note.count;
    }
    return starts;
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
        if (entry.what != FaultEntry::What::recovered) continue;
        const std::string name = process_name(trace, entry.stamp.process);
        for (Outage& outage : tables.outages)
            if (outage.until == processing_time_max && outage.process == name) outage.until = entry.stamp.at;
    }
}

void add_rollbacks(const Judgement& judgement, std::size_t mode, ModeTables& tables) {
    using Step = NoteCheckpoint::Step;
    const ModeTrace& trace = judgement.trace(mode);
    std::set<ProcessId> holders;  // of windows
    for (const PlacedEntry& entry : trace.placed)
        holders.insert(entry.stamp.process);
    for (const Outage& outage : tables.outages) {
        Rollback back{outage.from, ProcessingTime::min()};
        // What it began again from; before that, what it would begin from.
        std::optional<CheckpointId> from;
        for (const CheckpointEntry& entry : trace.checkpoints) {
            const bool restored = entry.note.step == Step::restored && entry.stamp.at >= outage.from;
            const bool durable = entry.note.step == Step::acknowledged &&
                                 entry.stamp.at + judgement.scenario().costs.store_request <= outage.from;
            if (restored || durable || (entry.note.step == Step::completed && entry.stamp.at <= outage.from))
                from = entry.note.checkpoint;
            if (restored) break;
        }
        for (const CheckpointEntry& entry : trace.checkpoints)
            if (from && entry.note.step == Step::saved && entry.note.checkpoint == *from &&
                holders.count(entry.stamp.process) > 0)
                back.saved = entry.stamp.at;
        tables.rollbacks.push_back(back);
    }
}

void add_jobs(const Judgement& judgement, std::size_t mode, ModeTables& tables) {
    using Step = NoteJob::Step;
    for (const JobEntry& entry : judgement.trace(mode).jobs) {
        const NoteJob& note = entry.note;
        const ProcessingTime at = entry.stamp.at;
        if (note.step == Step::started) {
            tables.jobs.push_back({note.run, note.attempt, note.partition, at, processing_time_max, processing_time_max,
                                   processing_time_max, false, 0, entry.stamp.process});
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
    // Who dies at work works no more, whenever that is noticed.
    for (const FaultEntry& fault : judgement.trace(mode).faults) {
        if (fault.what != FaultEntry::What::crash) continue;
        for (JobAttempt& job : tables.jobs) {
            if (job.process != fault.stamp.process || fault.stamp.at < job.started || fault.stamp.at >= job.ended)
                continue;
            job.ended = fault.stamp.at;
            job.failed = true;
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
    tables.work = work_of(judgement, mode);
    if (mode_kind(judgement, mode) == ModeKind::stream) {
        tables.processed = worked_on(trace);
        const std::vector<Running> starts = starts_over(trace, tables.outages);
        auto start = starts.begin();
        std::int64_t position = 0;
        for (const ProcessingTime at : tables.processed) {
            for (; start != starts.end() && start->at <= at; ++start)
                tables.position.push_back({start->at, position = start->value});
            tables.position.push_back({at, ++position});
        }
        return;
    }
    // Drivers and jobs read what they planned at once.
    std::int64_t position = 0;
    for (const JobAttempt& job : tables.jobs)
        if (job.read != processing_time_max && job.attempt <= 1)
            tables.position.push_back({job.read, position += static_cast<std::int64_t>(job.records)});
}

namespace {

// How many pairs of key and window a stream's task holds, followed through what it says of each record.
class HeldPairs {
public:
    HeldPairs(const ModeTrace& trace, ModeTables& tables) : trace_(trace), tables_(tables) {
        for (const CheckpointEntry& entry : trace.checkpoints)
            if (entry.note.step == NoteCheckpoint::Step::restored) wanted_.insert(entry.note.checkpoint);
    }

    void follow() {
        for (const PlacedEntry& entry : trace_.placed) {
            if (!is_window_task(entry.stamp.process)) continue;  // a repair keeps nothing
            go_on_until(&entry.stamp);
            if (held_.insert({entry.placed.window, entry.placed.key}).second) put(entry.stamp.at);
        }
        go_on_until(nullptr);
    }

private:
    bool is_window_task(ProcessId id) const {
        return std::any_of(trace_.processes.begin(), trace_.processes.end(), [&](const ProcessInfo& process) {
            return process.id == id && process.kind == ProcessKind::window_task;
        });
    }

    // What happened besides before the next record: the earliest of the columns' heads, again and again.
    void go_on_until(const Stamp* stamp) {
        for (;;) {
            const Stamp* first = stamp;
            const auto head = [&](const auto& column, std::size_t next) {
                if (next < column.size() && (!first || earlier(column[next].stamp, *first)))
                    first = &column[next].stamp;
            };
            head(trace_.cleared, cleared_);
            head(trace_.merged, merged_);
            head(trace_.checkpoints, checkpoint_);
            const bool restarts = outage_ < tables_.outages.size() &&
                                  tables_.outages[outage_].until != processing_time_max &&
                                  (!first || tables_.outages[outage_].until <= first->at);
            if (restarts) {
                held_.clear();  // what a checkpoint gives back is said afterwards
                put(tables_.outages[outage_++].until);
            } else if (first == stamp) {
                return;
            } else if (cleared_ < trace_.cleared.size() && first == &trace_.cleared[cleared_].stamp) {
                const ClearedEntry& entry = trace_.cleared[cleared_++];
                held_.erase({entry.window, entry.key});
                put(entry.stamp.at);
            } else if (merged_ < trace_.merged.size() && first == &trace_.merged[merged_].stamp) {
                const MergedEntry& entry = trace_.merged[merged_++];
                for (const Window& window : entry.merged.from)
                    held_.erase({window, entry.merged.key});
                held_.insert({entry.merged.into, entry.merged.key});
                put(entry.stamp.at);
            } else {
                checkpoint(trace_.checkpoints[checkpoint_++]);
            }
        }
    }

    void checkpoint(const CheckpointEntry& entry) {
        const CheckpointId id = entry.note.checkpoint;
        if (entry.note.step == NoteCheckpoint::Step::saved && wanted_.count(id) > 0) saved_.try_emplace(id, held_);
        if (entry.note.step != NoteCheckpoint::Step::restored) return;
        held_ = saved_[id];
        put(entry.stamp.at);
    }

    void put(ProcessingTime at) {
        const auto value = static_cast<std::int64_t>(held_.size());
        std::vector<Running>& state = tables_.state;
        if (!state.empty() && state.back().value == value) return;
        if (!state.empty() && state.back().at == at) state.back().value = value;
        else state.push_back({at, value});
    }

    using Pairs = std::set<std::pair<Window, KeyId>>;
    const ModeTrace& trace_;
    ModeTables& tables_;
    std::set<CheckpointId> wanted_;
    std::map<CheckpointId, Pairs> saved_;
    Pairs held_;
    std::size_t cleared_{0}, merged_{0}, checkpoint_{0}, outage_{0};
};

}  // namespace

void add_state(const Judgement& judgement, std::size_t mode, ModeTables& tables) {
    const ModeTrace& trace = judgement.trace(mode);
    if (mode_kind(judgement, mode) == ModeKind::stream) {
        HeldPairs{trace, tables}.follow();
        return;
    }
    for (const HeldEntry& entry : trace.held)  // a driver says it after each batch
        tables.state.push_back({entry.stamp.at, static_cast<std::int64_t>(entry.held)});
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
