#include "sim/judge/clock_text.h"
#include "sim/scene/painting.h"
#include "sim/scene/words.h"

#include <fmt/format.h>

#include <set>

namespace tidemark {
namespace {

class Teller {
public:
    Teller(SceneTables& tables, std::size_t mode, ProcessingTime until)
        : tables_(tables),
          mode_(mode),
          until_(until),
          judgement_(tables.judgement),
          trace_(tables.judgement.trace(mode)),
          of_mode_(tables.of(mode)) {}

    std::vector<std::string> tell() {
        offline_phases();
        arrivals();
        answers();
        jobs();
        faults();
        std::stable_sort(told_.begin(), told_.end(),
                         [](const Told& a, const Told& b) { return a.at != b.at ? a.at < b.at : a.rank < b.rank; });
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < told_.size(); ++i) {
            if (told_[i].event) i = gather(i, lines);
            else lines.push_back(fmt::format("{} {}", text(told_[i].at), told_[i].words));
        }
        return lines;
    }

private:
    struct Told {
        ProcessingTime at{};
        int rank{0};  // within an instant
        std::string words;
        std::optional<EventId> event;  // nothing to be said of it but that it came
    };

    std::string text(ProcessingTime at) const { return moment_text(at, tables_.clock()); }
    std::string text(EventTime at) const { return moment_text(at, tables_.clock()); }
    std::string name(const Window& window) const { return judgement_.cell_name(mode_, window, std::nullopt); }
    void say(ProcessingTime at, int rank, std::string words) {
        if (at <= until_) told_.push_back({at, rank, std::move(words), std::nullopt});
    }

    // Neighbours that came on time are one line.
    std::size_t gather(std::size_t first, std::vector<std::string>& lines) const {
        std::size_t last = first;
        while (last + 1 < told_.size() && told_[last + 1].event && told_[last + 1].words == told_[first].words)
            ++last;
        const std::string from = judgement_.event_name(*told_[first].event);
        if (last == first) {
            const EventTime happened = judgement_.tape().events[told_[first].event->value].happened;
            lines.push_back(
                fmt::format("{} {} ({}) {}", text(told_[first].at), from, text(happened), told_[first].words));
        } else {
            const std::string until =
                told_[last].at == told_[first].at ? "" : fmt::format(", until {}", text(told_[last].at));
            lines.push_back(fmt::format("{} {} {}{} ({} to {})", text(told_[first].at), events_text(last - first + 1),
                                        told_[first].words, until, from, judgement_.event_name(*told_[last].event)));
        }
        return last;
    }

    void offline_phases() {
        for (const Source& source : judgement_.scenario().sources) {
            const auto* intervals =
                source.offline ? std::get_if<std::vector<OfflineInterval>>(&*source.offline) : nullptr;
            if (!intervals) continue;
            const std::string who = source.users.size() == 1 ? source.users.front() : source.name;
            for (const OfflineInterval& offline : *intervals) {
                say(offline.from, 0,
                    fmt::format("{} goes offline{}", who, offline.why.empty() ? "" : ": " + offline.why));
                say(offline.until, 0, fmt::format("{} is online again", who));
            }
        }
    }

    // What became known of each event: its coming, its lateness, its loss.
    void arrivals() {
        const std::size_t events = judgement_.tape().events.size();
        for (std::uint64_t event = 0; event < events; ++event) {
            MarkKind before = MarkKind::event_in_flight;
            for (std::uint32_t i = of_mode_.first_change[event]; i < of_mode_.first_change[event + 1]; ++i) {
                const EventChange& change = of_mode_.changes[i];
                if (change.at > until_) break;
                if (change.kind == before) continue;
                tell_change(EventId{event}, change, before);
                before = change.kind;
            }
        }
        for (const ModeTables::Copy& copy : of_mode_.copies)
            say(copy.at, 1, fmt::format("{} arrives again: a duplicate", judgement_.event_name(copy.event)));
    }

    void tell_change(EventId event, const EventChange& change, MarkKind before) {
        if (change.kind == MarkKind::event_on_time) {
            const bool batch = mode_kind(judgement_, mode_) == ModeKind::batch;
            told_.push_back({change.at, 3, batch ? "counted" : "on time", event});
            return;
        }
        if (change.kind == MarkKind::event_filtered) {
            told_.push_back({change.at, 3, "filtered", event});
            return;
        }
        const EventTime happened = judgement_.tape().events[event.value].happened;
        const std::string who = fmt::format("{} ({})", judgement_.event_name(event), text(happened));
        switch (change.kind) {
            case MarkKind::event_late:
                say(change.at, 3,
                    before == MarkKind::event_side_output || before == MarkKind::event_dropped
                        ? fmt::format("{} counted after all", who)
                        : fmt::format("{} late: {}; accepted{}", who, lateness(event, change.at),
                                      count_after(event, change.at)));
                return;
            case MarkKind::event_dropped:
            case MarkKind::event_side_output:
                say(change.at, 3,
                    fmt::format("{} too late: {}; {}", who, lateness(event, change.at),
                                change.kind == MarkKind::event_dropped ? "dropped" : "to the side output"));
                return;
            case MarkKind::event_lost:
                say(change.at, 3, fmt::format("{} is lost", who));
                return;
            case MarkKind::event_elsewhere:
                told_.push_back({change.at, 3, "into another window than its own", event});
                return;
            case MarkKind::event_in_flight:
                told_.push_back({change.at, 3, "out of memory again", event});
                return;
            default:
                return;
        }
    }

    // "window 23:00 closed, watermark 2 min past its end".
    std::string lateness(EventId event, ProcessingTime at) const {
        const JobLogic& job = judgement_.job(mode_);
        const EventTime shown = judgement_.tape().events[event.value].record.at;
        if (!job.window || std::holds_alternative<Session>(*job.window) || std::holds_alternative<Global>(*job.window))
            return "its window had answered";
        const std::vector<Window> windows = windows_containing(*job.window, shown);
        if (windows.empty()) return "it has no window";
        const Window& window = windows.back();
        if (mode_kind(judgement_, mode_) == ModeKind::batch)
            return fmt::format("the run over {} had read its partition", name(window));
        const WatermarkRise* step = latest(of_mode_.watermark, at);
        if (!step || !step->value) return fmt::format("window {} closed", name(window));
        if (*step->value == event_time_max) return fmt::format("window {} closed, the input had ended", name(window));
        const EventDuration beyond = *step->value + EventDuration{1} - window.end;
        if (beyond < EventDuration{}) return fmt::format("window {} closed", name(window));
        return fmt::format("window {} closed, watermark {} past its end", name(window), duration_text(beyond));
    }

    // ", count 11": what readers saw at once.
    std::string count_after(EventId event, ProcessingTime at) {
        const JobLogic& job = judgement_.job(mode_);
        if (!job.window || !job.aggregate) return {};
        for (const std::uint32_t i : judgement_.truth(mode_).cells_of(event)) {
            const TruthCell& cell = judgement_.truth(mode_).cells()[i];
            const AnswerCell* said = judgement_.answers(mode_).find(cell.window, cell.key);
            if (!said) continue;
            // Several at one instant: those before this one are told already.
            const std::uint32_t skip = told_answers_[{cell.window, cell.key, at}]++;
            std::uint32_t seen = 0;
            for (const Answer& answer : said->history)
                if (answer.at == at && answer.value && seen++ == skip)
                    return fmt::format(", {} {}", to_string(job.aggregate->kind),
                                       to_string(*job.aggregate, *answer.value));
        }
        return {};
    }

    void answers() {
        const JobLogic& job = judgement_.job(mode_);
        if (!job.aggregate || !job.window) return;
        std::set<std::uint32_t> shown;
        for (const Firing& firing : of_mode_.firings) {
            if (firing.at > until_) break;
            const WindowLife& life = of_mode_.windows[firing.life];
            const std::string who = judgement_.cell_name(mode_, life.window, life.key);
            if (mode_kind(judgement_, mode_) != ModeKind::stream) continue;        // their rows say it
            if (firing.timing == PaneTiming::late && firing.panes == 1) continue;  // told with its event
            say(firing.at, 5,
                fmt::format("window {} fires {}", who,
                            firing.timing == PaneTiming::on_time ? "on time" : to_string(firing.timing)));
        }
        for (const Window& window : judgement_.answers(mode_).windows()) {
            if (window == global_window) continue;
            const AggregateValue truth = judgement_.truth(mode_).over_keys(window);
            for (const Answer& answer : tables_.answers_of(mode_, window)) {
                if (answer.at > until_) break;
                if (!answer.value) {
                    say(answer.at, 6, fmt::format("{}: the answer is withdrawn", name(window)));
                    continue;
                }
                std::string words =
                    fmt::format("readers see {}: {}", name(window), to_string(*job.aggregate, *answer.value));
                if (over_at(judgement_, mode_, window) <= answer.at) {
                    const std::int64_t error = error_of(*job.aggregate, *answer.value, truth);
                    words += error == 0 ? std::string{" (right)"}
                                        : fmt::format(" (truth {}, error {})", to_string(*job.aggregate, truth),
                                                      error_text(job, error));
                }
                say(answer.at, 6, std::move(words));
            }
        }
    }

    void jobs() {
        const bool micro = mode_kind(judgement_, mode_) == ModeKind::micro_batch;
        for (const JobAttempt& job : of_mode_.jobs) {
            if (micro && job.attempt <= 1 && !job.failed) continue;  // its answers tell of it
            const std::string what = fmt::format("{} {}{}", micro ? "batch" : "run", job.run,
                                                 job.attempt > 1 ? fmt::format(", attempt {}", job.attempt) : "");
            say(job.started, 2,
                fmt::format("{} starts{}", what, micro ? "" : " over " + extent_text(job.partition, tables_.clock())));
            if (job.read != processing_time_max)
                say(job.read, 2, fmt::format("{} reads {}", what, events_text(job.records)));
            if (job.ended != processing_time_max)
                say(job.ended, 7, fmt::format("{} {}", what, job.failed ? "fails" : "succeeds"));
        }
    }

    void faults() {
        for (const Outage& outage : of_mode_.outages) {
            say(outage.from, 0, fmt::format("{} crashes", outage.process));
            if (outage.until != processing_time_max)
                say(outage.until, 0, fmt::format("{} can run again", outage.process));
        }
        for (const CheckpointEntry& entry : trace_.checkpoints)
            if (entry.note.step == NoteCheckpoint::Step::restored)
                say(entry.stamp.at, 1, fmt::format("restored from checkpoint {}", entry.note.checkpoint.value));
    }

    SceneTables& tables_;
    std::size_t mode_;
    ProcessingTime until_;
    Judgement& judgement_;
    const ModeTrace& trace_;
    const ModeTables& of_mode_;
    std::vector<Told> told_;
    std::map<std::tuple<Window, KeyId, ProcessingTime>, std::uint32_t> told_answers_;
};

}  // namespace

std::vector<std::string> Scenes::tell(std::size_t mode, ProcessingTime until) {
    return Teller{*tables_, mode, until}.tell();
}

}  // namespace tidemark
