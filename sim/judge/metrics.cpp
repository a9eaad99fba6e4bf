#include "sim/judge/metrics.h"

#include "sim/judge/judgement.h"

#include <algorithm>
#include <map>
#include <set>

namespace tidemark {
namespace {

constexpr std::uint64_t event_bytes = 200;  // what an event weighs on disk and wire

class Measure {
public:
    Measure(Judgement& judgement, std::size_t mode)
        : judgement_(judgement), mode_(mode), trace_(judgement.trace(mode)), settings_(judgement.settings(mode)) {}

    ModeMetrics take() {
        metrics_.mode = trace_.mode;
        metrics_.kind = is<StreamMode>() ? "stream" : is<MicroBatchMode>() ? "micro_batch" : "batch";
        counters();
        parts();
        cost();
        if (judgement_.knows_answers()) answers();
        if (judgement_.knows_lives()) lives();
        return std::move(metrics_);
    }

private:
    template <class Kind>
    bool is() const {
        return std::holds_alternative<Kind>(settings_.settings);
    }
    // A micro-batch that a schedule starts is paid for while it runs.
    bool runs_and_ends() const {
        const auto* micro = std::get_if<MicroBatchMode>(&settings_.settings);
        return micro != nullptr && micro->runs.has_value();
    }
    const Clock& clock() const { return judgement_.scenario().clock; }
    ProcessingTime until() const { return clock().until.value_or(trace_.ended); }
    bool windowed() const {
        const JobLogic& job = judgement_.job(mode_);
        return job.window && job.aggregate && !std::holds_alternative<Global>(*job.window);
    }

    void counters() {
        const Counters& c = trace_.counters;
        metrics_.deduplicated = c.deduplicated.count;
        metrics_.late_kept = c.late_kept;
        metrics_.dropped = c.refused_dropped.count;
        metrics_.side_output = c.refused_side_output.count;
        metrics_.panes = c.panes;
        metrics_.events_read = c.read.count;
        metrics_.events_replayed = c.records_replayed;
        metrics_.state_peak = c.held_peak;
        metrics_.state_at_end = c.held_at_end;
        metrics_.checkpoints = c.checkpoints_completed;
        metrics_.checkpoint_bytes = c.checkpoint_bytes;
        metrics_.restores = c.restores;
        metrics_.crashes = c.crashes;
        metrics_.retries = c.jobs_failed;
    }

    void parts() {
        MovingParts& parts = metrics_.parts;
        for (const ProcessInfo& process : trace_.processes) {
            switch (process.kind) {
                case ProcessKind::source_task:
                case ProcessKind::window_task:
                case ProcessKind::sink_task:
                case ProcessKind::coordinator:
                    ++parts.long_running;
                    break;
                case ProcessKind::micro_batch_driver:
                    ++(runs_and_ends() ? parts.scheduled : parts.long_running);
                    break;
                case ProcessKind::batch_job:
                case ProcessKind::repair_job:
                    ++parts.scheduled;
                    break;
                case ProcessKind::job_scheduler:
                    break;  // everybody has one
            }
        }
        parts.stores = 2;  // where it reads from, and the table that it serves
        if (const auto* stream = std::get_if<StreamMode>(&settings_.settings))
            parts.stores += (stream->checkpoint ? 1 : 0) + (stream->late == LatePolicy::side_output ? 1 : 0);
        if (is<MicroBatchMode>()) ++parts.stores;  // the query's logs
    }

    void cost() {
        std::int64_t node_us = 0;
        const std::int64_t whole = (until() - clock().from).count();
        for (const ProcessInfo& process : trace_.processes) {
            switch (process.kind) {
                case ProcessKind::source_task:
                case ProcessKind::window_task:
                case ProcessKind::sink_task:
                    node_us += whole;
                    break;
                case ProcessKind::micro_batch_driver:
                    node_us += runs_and_ends() ? running_us(process.id) : whole;
                    break;
                case ProcessKind::batch_job:
                case ProcessKind::repair_job:
                    node_us += running_us(process.id);
                    break;
                case ProcessKind::coordinator:
                case ProcessKind::job_scheduler:
                    break;
            }
        }
        Cost& cost = metrics_.cost;
        cost.micro_node_hours = node_us / 3600;
        cost.bytes_scanned = trace_.counters.read.count * event_bytes;
        cost.bytes_checkpointed = trace_.counters.checkpoint_bytes;
        const ProcessingDuration retention = judgement_.scenario().log.retention;
        std::uint64_t retained = 0;
        for (const LogPartition& partition : judgement_.tape().partitions) {
            const std::uint64_t all = partition.visible(until());
            const std::uint64_t expired = retention >= until().time_since_epoch()
                                              ? 0
                                              : partition.visible(until() - retention - ProcessingDuration{1});
            retained += all - expired;
        }
        cost.bytes_retained = retained * event_bytes;
    }

    // From each start of a job to its success, failure, crash, or the clock's end.
    std::int64_t running_us(ProcessId job) const {
        using Step = NoteJob::Step;
        std::int64_t total = 0;
        std::optional<ProcessingTime> since;
        const auto ends = [&](ProcessingTime at) {
            if (since) total += (at - *since).count();
            since.reset();
        };
        std::size_t fault = 0;
        for (const JobEntry& entry : trace_.jobs) {
            for (; fault < trace_.faults.size() && trace_.faults[fault].stamp.at <= entry.stamp.at; ++fault)
                if (trace_.faults[fault].stamp.process == job && since && trace_.faults[fault].stamp.at >= *since)
                    ends(trace_.faults[fault].stamp.at);
            if (entry.stamp.process != job) continue;
            if (entry.note.step == Step::started && !since) since = entry.stamp.at;
            if (entry.note.step == Step::succeeded || entry.note.step == Step::failed) ends(entry.stamp.at);
        }
        for (; fault < trace_.faults.size(); ++fault)
            if (trace_.faults[fault].stamp.process == job && since && trace_.faults[fault].stamp.at >= *since)
                ends(trace_.faults[fault].stamp.at);
        ends(until());
        return total;
    }

    void answers() {
        const Answers& answers = judgement_.answers(mode_);
        std::vector<ProcessingDuration> first, final;
        for (const AnswerCell& cell : answers.cells())
            if (!cell.rows.empty()) metrics_.refirings += cell.rows.size() - 1;
        if (!windowed()) {
            for (const AnswerCell& cell : answers.cells()) {
                const std::optional<ProcessingTime> at = first_answer_at(cell.history);
                if (at && cell.window.start != event_time_min) first.push_back(lag(*at, cell.window.start));
            }
            metrics_.first_answer = spread_of(first);
            metrics_.final_answer = metrics_.first_answer;
            return;
        }
        std::set<Window> windows;
        for (const Window& window : judgement_.truth(mode_).windows())
            if (instant_of(window.end) <= until()) windows.insert(window);
        for (const Window& window : answers.windows()) {
            const std::vector<Answer> history = answers.over_keys(window);
            const std::optional<ProcessingTime> at = first_answer_at(history), stood = final_answer_at(history);
            if (!at) continue;
            windows.insert(window);
            ++metrics_.windows_answered;
            metrics_.windows_corrected += changes_of(history) > 0 ? 1 : 0;
            if (instant_of(window.end) > until())
                continue;  // answered since the clock ended, not since its time was over
            first.push_back(lag(*at, window.end));
            if (stood) final.push_back(lag(*stood, window.end));
        }
        metrics_.windows = windows.size();
        metrics_.first_answer = spread_of(std::move(first));
        metrics_.final_answer = spread_of(std::move(final));
        constexpr std::size_t most_named = 10;
        std::set<Window> wrong;
        for (const ErrorCurve& curve : judgement_.errors(mode_)) {
            if (windows.count(curve.window) == 0 || (curve.final && *curve.final == 0)) continue;
            wrong.insert(curve.window);
            if (metrics_.wrong.size() < most_named)
                metrics_.wrong.push_back(judgement_.cell_name(mode_, curve.window, curve.key));
        }
        metrics_.windows_wrong = wrong.size();
    }

    void lives() {
        const Ledger& ledger = judgement_.ledger(mode_);
        metrics_.lost = ledger.with_fate(Fate::lost).size();
        metrics_.elsewhere = ledger.with_fate(Fate::elsewhere).size();
        metrics_.duplicates = ledger.counted_twice().size();
        std::vector<ProcessingDuration> latencies;
        const std::vector<GeneratedEvent>& events = judgement_.tape().events;
        for (std::size_t i = 0; i < events.size(); ++i)
            if (const auto at = ledger.first_counted(EventId{i})) latencies.push_back(lag(*at, events[i].happened));
        metrics_.latency = spread_of(std::move(latencies));
        metrics_.lag_max = most_unprocessed();
        metrics_.recovery = recovery();
    }

    // When the mode first did something with an event.
    template <class Visit>
    void each_processed(Visit visit) const {
        for (const PlacedEntry& entry : trace_.placed)
            visit(entry.placed.event, entry.stamp);
        for (const RefusedEntry& entry : trace_.refused)
            visit(entry.refused.record.id, entry.stamp);
        for (const FilteredEntry& entry : trace_.filtered)
            visit(entry.event, entry.stamp);
    }

    std::uint64_t most_unprocessed() const {
        std::vector<ProcessingTime> processed(judgement_.tape().events.size(), processing_time_max);
        each_processed([&](EventId event, const Stamp& stamp) {
            processed[event.value] = std::min(processed[event.value], stamp.at);
        });
        std::vector<ProcessingTime> comes, goes;
        for (const Delivery& delivery : judgement_.tape().deliveries) {
            if (!delivery.offset || delivery.copy > 0) continue;
            comes.push_back(delivery.arrives);
            goes.push_back(std::max(processed[delivery.event.value], delivery.arrives));
        }
        std::sort(comes.begin(), comes.end());
        std::sort(goes.begin(), goes.end());
        std::uint64_t most = 0;
        std::size_t gone = 0;
        for (std::size_t i = 0; i < comes.size(); ++i) {
            if (i + 1 < comes.size() && comes[i + 1] == comes[i])
                continue;  // at one instant, what comes and goes is one
            while (gone < goes.size() && goes[gone] <= comes[i])
                ++gone;
            most = std::max<std::uint64_t>(most, i + 1 - gone);
        }
        return most;
    }

    std::optional<ProcessingDuration> recovery() const {
        std::optional<ProcessingDuration> longest;
        const auto took = [&](ProcessingDuration time) {
            if (!longest || time > *longest) longest = time;
        };
        if (is<BatchMode>()) {
            jobs_recovered(took);
            return longest;
        }
        // What was processed, in order, with its place in the log.
        std::vector<std::pair<Stamp, EventId>> processed;
        bool sorted = false;
        for (const FaultEntry& fault : trace_.faults) {
            if (fault.what != FaultEntry::What::crash) continue;
            if (!sorted) {
                each_processed([&](EventId event, const Stamp& stamp) { processed.emplace_back(stamp, event); });
                std::sort(processed.begin(), processed.end(), [](const auto& a, const auto& b) {
                    return a.first.at != b.first.at ? a.first.at < b.first.at : a.first.sequence < b.first.sequence;
                });
                sorted = true;
            }
            if (const auto at = caught_up(fault.stamp, processed)) took(*at - fault.stamp.at);
        }
        return longest;
    }

    // The first instant after a crash at which everything in the log had been processed.
    std::optional<ProcessingTime> caught_up(const Stamp& crash,
                                            const std::vector<std::pair<Stamp, EventId>>& processed) const {
        const std::vector<LogPartition>& log = judgement_.tape().partitions;
        std::vector<std::optional<std::uint64_t>> next(log.size());
        for (const ReadEntry& read : trace_.reads) {
            if (read.stamp.at <= crash.at) continue;
            std::optional<std::uint64_t>& from = next[read.note.partition.value];
            if (!from) from = read.note.from.value;
        }
        const std::vector<Delivery>& deliveries = judgement_.tape().deliveries;
        const auto after = std::upper_bound(processed.begin(), processed.end(), crash.at,
                                            [](ProcessingTime at, const auto& entry) { return at < entry.first.at; });
        for (auto entry = after; entry != processed.end(); ++entry) {
            auto way = std::lower_bound(deliveries.begin(), deliveries.end(), entry->second,
                                        [](const Delivery& delivery, EventId event) { return delivery.event < event; });
            if (way == deliveries.end() || way->event != entry->second || !way->offset) continue;
            std::optional<std::uint64_t>& of = next[way->partition.value];
            of = std::max(of.value_or(0), way->offset->value + 1);
            const ProcessingTime at = entry->first.at;
            bool all = true;
            for (std::size_t p = 0; p < log.size() && all; ++p)
                all = next[p].value_or(log[p].visible(crash.at)) >= log[p].visible(at);
            if (all) return at;
        }
        return std::nullopt;
    }

    // From the failure of a run to its success.
    template <class Took>
    void jobs_recovered(Took took) const {
        std::map<std::uint64_t, ProcessingTime> failed;
        std::optional<std::uint64_t> running;
        std::size_t fault = 0;
        for (const JobEntry& entry : trace_.jobs) {
            for (; fault < trace_.faults.size() && trace_.faults[fault].stamp.at <= entry.stamp.at; ++fault)
                if (running && trace_.faults[fault].what == FaultEntry::What::crash)
                    failed.try_emplace(*running, trace_.faults[fault].stamp.at);
            using Step = NoteJob::Step;
            if (entry.note.step == Step::started) running = entry.note.run;
            if (entry.note.step == Step::failed) failed.try_emplace(entry.note.run, entry.stamp.at);
            if (entry.note.step != Step::succeeded) continue;
            running.reset();
            const auto since = failed.find(entry.note.run);
            if (since == failed.end()) continue;
            took(entry.stamp.at - since->second);
            failed.erase(since);
        }
    }

    Judgement& judgement_;
    std::size_t mode_;
    const ModeTrace& trace_;
    const Mode& settings_;
    ModeMetrics metrics_;
};

}  // namespace

Spread spread_of(std::vector<ProcessingDuration> durations) {
    Spread spread;
    if (durations.empty()) return spread;
    std::sort(durations.begin(), durations.end());
    spread.count = durations.size();
    spread.median = durations[(durations.size() - 1) / 2];
    spread.p99 = durations[(durations.size() * 99 + 99) / 100 - 1];
    spread.max = durations.back();
    return spread;
}

ModeMetrics measure(Judgement& judgement, std::size_t mode) { return Measure{judgement, mode}.take(); }

}  // namespace tidemark
