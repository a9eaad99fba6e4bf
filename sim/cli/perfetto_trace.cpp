#include "sim/cli/perfetto_trace.h"

#include "sim/cli/perfetto_file.h"
#include "sim/judge/clock_text.h"
#include "sim/scenario/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tidemark {
namespace {

// Of an event in a mode. Modes are numbered, and so are events; both from 0.
std::uint64_t flow_of(std::size_t mode, EventId event) { return (std::uint64_t{mode} + 1) << 40 | event.value; }

// One mode of the run.
class ModeTracks {
public:
    ModeTracks(PerfettoFile& file, const JudgedRun& run, std::size_t mode)
        : file_(file),
          judgement_(*run.judgement),
          scenario_(*run.scenario),
          mode_(mode),
          trace_(run.simulation.modes[mode]),
          group_(file.group(trace_.mode)) {
        for (const ProcessInfo& process : trace_.processes)
            tracks_[process.id] = file_.track(group_, process.name);
    }

    void write() {
        placed();
        refused();
        rows();
        busy();
        down();
        checkpoints();
        runs();
        watermark_gap();
        lag();
        state();
    }

private:
    PerfettoFile::Track track_of(const Stamp& stamp) {
        const auto known = tracks_.find(stamp.process);
        if (known != tracks_.end()) return known->second;
        return tracks_[stamp.process] = file_.track(group_, fmt::format("process {}", stamp.process.value));
    }
    std::string window_name(const Window& window, KeyId key) {
        return judgement_.cell_name(mode_, window, std::optional{key});
    }

    void placed() {
        for (const PlacedEntry& entry : trace_.placed)
            file_.instant(track_of(entry.stamp), entry.stamp.at, judgement_.event_name(entry.placed.event),
                          {flow_of(mode_, entry.placed.event)}, {},
                          {{"into", window_name(entry.placed.window, entry.placed.key)}});
        for (const FilteredEntry& entry : trace_.filtered)
            file_.instant(track_of(entry.stamp), entry.stamp.at, judgement_.event_name(entry.event), {},
                          {flow_of(mode_, entry.event)}, {{"left out", "by the filter"}});
    }

    void refused() {
        for (const RefusedEntry& entry : trace_.refused)
            file_.instant(track_of(entry.stamp), entry.stamp.at,
                          "late: " + judgement_.event_name(entry.refused.record.id), {},
                          {flow_of(mode_, entry.refused.record.id)},
                          {{"goes", entry.refused.side_output ? "to the side output" : "nowhere: dropped"}});
    }

    // What readers see; the events that a row shows for the first time lead to it.
    void rows() {
        const Ledger& ledger = judgement_.ledger(mode_);
        const JobLogic& job = judgement_.job(mode_);
        const AggregateSpec spec = job.aggregate.value_or(AggregateSpec{AggregateKind::sum, {}});
        for (std::uint32_t i = 0; i < trace_.rows.size(); ++i) {
            const RowEntry& entry = trace_.rows[i];
            if (!entry.row) continue;
            const Ledger::RowMembers members = ledger.row_members(i);
            const auto fresh = static_cast<std::uint32_t>(
                std::min<std::uint64_t>(entry.row->fresh.count, members.until - members.from));
            PerfettoFile::Flows shown;
            for (std::uint32_t place = members.until - fresh; place < members.until; ++place)
                shown.push_back(flow_of(mode_, ledger.member(members.list, place)));
            std::string name = window_name(entry.row->window, entry.row->key);
            name += entry.row->tombstone ? " withdrawn" : " = " + to_string(spec, entry.row->value);
            file_.instant(track_of(entry.stamp), entry.stamp.at, name, {}, std::move(shown),
                          {{"timing", std::string(to_string(entry.row->timing))}});
        }
    }

    // A task is busy for its cost before each record is done; what follows without a pause is one slice.
    void busy() {
        std::map<ProcessId, std::vector<ProcessingTime>> done;
        for (const PlacedEntry& entry : trace_.placed)
            done[entry.stamp.process].push_back(entry.stamp.at);
        for (const RefusedEntry& entry : trace_.refused)
            done[entry.stamp.process].push_back(entry.stamp.at);
        for (const FilteredEntry& entry : trace_.filtered)
            done[entry.stamp.process].push_back(entry.stamp.at);
        for (const ProcessInfo& process : trace_.processes) {
            const auto times = done.find(process.id);
            const ProcessingDuration cost = cost_of(process.kind);
            if (times == done.end() || cost.count() == 0) continue;
            std::vector<ProcessingTime>& at = times->second;
            std::sort(at.begin(), at.end());
            at.erase(std::unique(at.begin(), at.end()), at.end());
            ProcessingTime from = at.front() - cost, until = at.front();
            for (const ProcessingTime next : at) {
                if (next - cost > until) {
                    file_.slice(tracks_[process.id], from, until, "busy");
                    from = next - cost;
                }
                until = next;
            }
            file_.slice(tracks_[process.id], from, until, "busy");
        }
    }
    ProcessingDuration cost_of(ProcessKind kind) const {
        if (kind != ProcessKind::window_task) return {};
        const auto* stream = std::get_if<StreamMode>(&judgement_.settings(mode_).settings);
        if (stream != nullptr && stream->capacity_millionths)
            return ProcessingDuration{1'000'000'000'000 / std::max<std::int64_t>(1, *stream->capacity_millionths)};
        return scenario_.costs.record;
    }

    void down() {
        std::map<ProcessId, ProcessingTime> since;
        for (const FaultEntry& entry : trace_.faults) {
            if (entry.what == FaultEntry::What::crash) {
                since.try_emplace(entry.stamp.process, entry.stamp.at);
                file_.instant(track_of(entry.stamp), entry.stamp.at, "crash");
                continue;
            }
            const auto down = since.find(entry.stamp.process);
            if (down == since.end()) continue;
            file_.slice(down_track(), down->second, entry.stamp.at, "down: " + name_of(entry.stamp.process));
            since.erase(down);
        }
        for (const auto& [process, at] : since)
            file_.slice(down_track(), at, *scenario_.clock.until, "down: " + name_of(process));
    }
    PerfettoFile::Track down_track() {
        if (!down_) down_ = file_.track(group_, "down");
        return *down_;
    }
    std::string name_of(ProcessId id) const {
        for (const ProcessInfo& process : trace_.processes)
            if (process.id == id) return process.name;
        return fmt::format("process {}", id.value);
    }

    // From its trigger until it is complete or given up, a track each: they may overlap.
    void checkpoints() {
        using Step = NoteCheckpoint::Step;
        struct Begun {
            ProcessingTime at{};
            std::uint64_t bytes{0};
        };
        std::map<CheckpointId, Begun> begun;
        const auto ends = [&](const CheckpointEntry& entry, const char* how) {
            const auto checkpoint = begun.find(entry.note.checkpoint);
            if (checkpoint == begun.end()) return;
            const std::string name = fmt::format("checkpoint {}", entry.note.checkpoint.value);
            const PerfettoFile::Track track = file_.track(group_, name);
            const std::vector<PerfettoFile::Note> notes{{"ended", how},
                                                        {"bytes", fmt::format("{}", checkpoint->second.bytes)}};
            if (entry.stamp.at > checkpoint->second.at)
                file_.slice(track, checkpoint->second.at, entry.stamp.at, name, notes);
            else file_.instant(track, entry.stamp.at, name, {}, {}, notes);
            begun.erase(checkpoint);
        };
        for (const CheckpointEntry& entry : trace_.checkpoints) {
            if (entry.note.step == Step::triggered) begun.try_emplace(entry.note.checkpoint, Begun{entry.stamp.at, 0});
            if (entry.note.step == Step::saved)  // a micro-batch saves without a trigger
                begun.try_emplace(entry.note.checkpoint, Begun{entry.stamp.at, 0}).first->second.bytes +=
                    entry.note.bytes;
            if (entry.note.step == Step::completed) ends(entry, "complete");
            if (entry.note.step == Step::aborted) ends(entry, "aborted");
            if (entry.note.step == Step::restored)
                file_.instant(track_of(entry.stamp), entry.stamp.at,
                              fmt::format("restored from checkpoint {}", entry.note.checkpoint.value));
        }
    }

    // Batch jobs, micro-batches, repairs.
    void runs() {
        using Step = NoteJob::Step;
        std::map<ProcessId, JobEntry> running;
        std::map<ProcessId, PerfettoFile::Track> tracks;
        const auto ends = [&](const JobEntry& entry, const char* how) {
            const auto begun = running.find(entry.stamp.process);
            if (begun == running.end()) return;
            const auto track = tracks.find(entry.stamp.process);
            const PerfettoFile::Track on = track != tracks.end() ? track->second
                                                                 : tracks[entry.stamp.process] = file_.track(
                                                                       group_, name_of(entry.stamp.process) + ": runs");
            const std::string name =
                fmt::format("run {}{}", begun->second.note.run,
                            begun->second.note.attempt > 1 ? fmt::format(", attempt {}", begun->second.note.attempt)
                                                           : std::string{});
            const std::vector<PerfettoFile::Note> notes{{"ended", how}};
            if (entry.stamp.at > begun->second.stamp.at)
                file_.slice(on, begun->second.stamp.at, entry.stamp.at, name, notes);
            else file_.instant(on, entry.stamp.at, name, {}, {}, notes);
            running.erase(begun);
        };
        for (const JobEntry& entry : trace_.jobs) {
            if (entry.note.step == Step::started) {
                ends(entry, "crashed");
                running[entry.stamp.process] = entry;
            }
            if (entry.note.step == Step::succeeded) ends(entry, "succeeded");
            if (entry.note.step == Step::failed) ends(entry, "failed");
        }
    }

    // How far the watermark stays behind the clock.
    void watermark_gap() {
        std::map<ProcessId, PerfettoFile::Track> counters;
        for (const WatermarkEntry& entry : trace_.watermarks) {
            const EventTime watermark = entry.note.watermark;
            if (watermark <= event_time_min || watermark >= event_time_max) continue;
            const auto known = counters.find(entry.stamp.process);
            const PerfettoFile::Track counter =
                known != counters.end() ? known->second
                                        : counters[entry.stamp.process] = file_.counter(
                                              group_, "watermark gap of " + name_of(entry.stamp.process), "ms");
            file_.count(counter, entry.stamp.at, (clock_reading(entry.stamp.at) - watermark).count());
        }
    }

    // Records in the log that were not read; after a restore those that will be read again.
    void lag() {
        if (trace_.reads.empty()) return;
        std::vector<std::pair<ProcessingTime, std::int64_t>> changes;
        std::vector<std::uint64_t> next(judgement_.tape().partitions.size());
        for (std::size_t p = 0; p < next.size(); ++p) {
            const LogPartition& partition = judgement_.tape().partitions[p];
            for (std::uint64_t offset = 0; offset < partition.size(); ++offset)
                changes.emplace_back(partition.at(Offset{offset}).appended, 1);
        }
        for (const ReadEntry& read : trace_.reads) {
            const LogPartition& partition = judgement_.tape().partitions[read.note.partition.value];
            std::uint64_t& from = next[read.note.partition.value];
            const auto skipped =
                static_cast<std::int64_t>(read.note.from.value) - static_cast<std::int64_t>(from);  // back: below 0
            if (skipped != 0) changes.emplace_back(read.stamp.at, -skipped);
            from = read.note.from.value + read.note.count;
            for (std::uint64_t i = 0; i < read.note.count; ++i)
                changes.emplace_back(std::max(read.stamp.at, partition.at(Offset{read.note.from.value + i}).appended),
                                     -1);
        }
        std::stable_sort(changes.begin(), changes.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        const PerfettoFile::Track counter = file_.counter(group_, "lag", "records");
        std::int64_t behind = 0, shown = -1;
        for (std::size_t i = 0; i < changes.size(); ++i) {
            behind += changes[i].second;
            if (i + 1 < changes.size() && changes[i + 1].first == changes[i].first) continue;  // one instant, one value
            if (behind != shown) file_.count(counter, changes[i].first, behind);
            shown = behind;
        }
    }

    void state() {
        if (trace_.held.empty()) return;
        const PerfettoFile::Track counter = file_.counter(group_, "state", "windows and keys");
        for (const HeldEntry& entry : trace_.held)
            file_.count(counter, entry.stamp.at, static_cast<std::int64_t>(entry.held));
    }

    PerfettoFile& file_;
    Judgement& judgement_;
    const Scenario& scenario_;
    std::size_t mode_;
    const ModeTrace& trace_;
    PerfettoFile::Track group_;
    std::map<ProcessId, PerfettoFile::Track> tracks_;
    std::optional<PerfettoFile::Track> down_;
};

// A record of the log leads into every mode.
void log_tracks(PerfettoFile& file, const JudgedRun& run) {
    const Tape& tape = *run.simulation.tape;
    const PerfettoFile::Track group = file.group("log: " + run.scenario->log.topic);
    for (std::size_t p = 0; p < tape.partitions.size(); ++p) {
        const PerfettoFile::Track track = file.track(group, fmt::format("partition {}", p));
        const LogPartition& partition = tape.partitions[p];
        for (std::uint64_t offset = 0; offset < partition.size(); ++offset) {
            const LogEntry& entry = partition.at(Offset{offset});
            PerfettoFile::Flows flows;
            for (std::size_t mode = 0; mode < run.simulation.modes.size(); ++mode)
                flows.push_back(flow_of(mode, entry.record.id));
            file.instant(track, entry.appended, tape.event_name(entry.record.id), std::move(flows), {},
                         {{"event time", clock_text(entry.record.at, run.scenario->clock)}});
        }
    }
}

}  // namespace

std::string perfetto_trace(const JudgedRun& run) {
    PerfettoFile file(run.scenario->clock.from);
    log_tracks(file, run);
    for (std::size_t mode = 0; mode < run.simulation.modes.size(); ++mode)
        ModeTracks(file, run, mode).write();
    return file.finish();
}

}  // namespace tidemark
