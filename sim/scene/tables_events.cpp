#include "sim/scene/tables.h"

#include <algorithm>

namespace tidemark {
namespace {

// Turns the ledger's steps of each event into what is drawn of it, and takes care that nothing is drawn before it is
// known: the ledger settles some fates in hindsight ("no later run took it", "it was not read again").
class EventTables {
public:
    EventTables(Judgement& judgement, std::size_t mode, const WorldTables& world, ModeTables& tables)
        : judgement_(judgement),
          mode_(mode),
          ledger_(judgement.ledger(mode)),
          world_(world),
          tables_(tables),
          kind_(mode_kind(judgement, mode)),
          job_(judgement.job(mode)) {
        sessions_ = job_.window && std::holds_alternative<Session>(*job_.window);
        const auto* batch = std::get_if<BatchMode>(&judgement.settings(mode).settings);
        by_event_time_ = batch && batch->partition_by == BatchMode::PartitionBy::event_time;
        if (!tables.outages.empty()) note_reads();
    }

    void make() {
        const std::size_t events = judgement_.tape().events.size();
        tables_.first_change.reserve(events + 1);
        tables_.changes.reserve(events * 2);
        for (std::uint64_t event = 0; event < events; ++event) {
            tables_.first_change.push_back(static_cast<std::uint32_t>(tables_.changes.size()));
            add(EventId{event});
        }
        tables_.first_change.push_back(static_cast<std::uint32_t>(tables_.changes.size()));
        for (const Delivery& delivery : judgement_.tape().deliveries)
            if (delivery.copy > 0 && delivery.offset) tables_.copies.push_back({delivery.arrives, delivery.event});
        std::stable_sort(tables_.copies.begin(), tables_.copies.end(),
                         [](const auto& a, const auto& b) { return a.at < b.at; });
    }

private:
    // What is known of one of an event's windows.
    struct Line {
        bool its_own{true};
        Fate fate{Fate::log};
        Cause cause{Cause::arrived};
        bool late{false};
        std::optional<MarkKind> counted;  // as what it was first in an answer: a later answer does not change that
    };

    void add(EventId event) {
        arrives_ = world_.arrival[event.value];
        first_ = tables_.changes.size();
        lines_.clear();
        steps_.clear();
        missed_ = processing_time_max;
        over_ = processing_time_max;
        if (sessions_) over_ = over_of(event);
        is_over_ = false;
        if (arrives_ != processing_time_max) {
            const ProcessingTime seen = kind_ == ModeKind::stream ? processing_time_max : arrives_;
            change(arrives_, MarkKind::event_in_flight, seen);
            if (kind_ == ModeKind::batch) missed_ = missed_at(event);
        }
        ledger_.each_step(event, [&](const Ledger::Step& step) {
            if (step.line >= lines_.size()) lines_.resize(step.line + 1);
            lines_[step.line].its_own = step.its_own;
            if (step.fate == Fate::lost && step.cause == Cause::not_read_again) {
                // Until everything has started again nobody knows that it is not read again.
                steps_.push_back({step.line, step.its_own, step.at, Fate::log, Cause::replay});
                steps_.push_back(step);
                steps_.back().at = not_read_again_at(event, step.at);
                return;
            }
            steps_.push_back(step);
            // No run took it: `missed_` says from when on that is known.
            if (step.fate == Fate::lost && step.cause == Cause::after_cut) steps_.back().at = processing_time_max;
        });
        if (lines_.size() > 1)
            std::stable_sort(steps_.begin(), steps_.end(),
                             [](const Ledger::Step& a, const Ledger::Step& b) { return a.at < b.at; });
        bool missed = missed_ != processing_time_max;
        for (const Ledger::Step& step : steps_) {
            if (missed && missed_ < step.at) {
                change(missed_, MarkKind::event_dropped, arrives_);
                missed = false;
            }
            if (over_ < step.at) look_at_torn();
            take(step);
        }
        if (missed) change(missed_, MarkKind::event_dropped, arrives_);
        look_at_torn();
    }

    // When the event's true session is over. Before that nobody can say that another one is not its own.
    ProcessingTime over_of(EventId event) const {
        const std::vector<std::uint32_t> cells = judgement_.truth(mode_).cells_of(event);
        if (cells.empty()) return processing_time_max;
        return over_at(judgement_, mode_, judgement_.truth(mode_).cells()[cells.front()].window);
    }
    void look_at_torn() {
        if (over_ == processing_time_max || is_over_) return;
        is_over_ = true;
        if (tables_.changes.size() == first_) return;
        const MarkKind kind = combined_kind();
        if (kind == MarkKind::event_elsewhere) change(over_, kind, tables_.changes.back().seen);
    }

    // When which offset was read, by partition, in order of time.
    void note_reads() {
        const Tape& tape = judgement_.tape();
        reads_.resize(tape.partitions.size());
        for (const ReadEntry& entry : judgement_.trace(mode_).reads)
            reads_[entry.note.partition.value].push_back({entry.stamp.at, entry.note.from});
        places_.resize(tape.events.size());
        for (const Delivery& delivery : tape.deliveries)
            if (delivery.offset && delivery.arrives == world_.arrival[delivery.event.value])
                places_[delivery.event.value] = {static_cast<std::uint32_t>(delivery.partition.value),
                                                 *delivery.offset};
    }
    // After a crash the source goes on behind the event, which its first read shows; processing_time_max: it has read
    // nothing yet.
    ProcessingTime not_read_again_at(EventId event, ProcessingTime crash) const {
        if (places_.empty()) return crash;
        const auto& [partition, offset] = places_[event.value];
        const std::vector<Read>& reads = reads_[partition];
        const auto next = std::upper_bound(reads.begin(), reads.end(), crash,
                                           [](ProcessingTime at, const Read& r) { return at < r.at; });
        return next != reads.end() && next->from > offset ? next->at : processing_time_max;
    }

    // From when on it is known that a run has read the event's partition without it.
    ProcessingTime missed_at(EventId event) const {
        if (!by_event_time_ || !job_.window) return processing_time_max;
        const GeneratedEvent& generated = judgement_.tape().events[event.value];
        const std::vector<Window> windows = windows_of(generated.record.at);
        ProcessingTime missed = processing_time_max;
        for (const JobAttempt& job : tables_.jobs) {
            if (job.ended == processing_time_max || job.failed || arrives_ <= job.started) continue;
            for (const Window& window : windows) {
                const EventTime last = window.max_timestamp();
                if (last >= job.partition.start && last < job.partition.end)
                    missed = std::min(missed, std::max(arrives_, job.ended));
            }
        }
        return missed;
    }
    std::vector<Window> windows_of(EventTime at) const {
        return std::holds_alternative<Session>(*job_.window) ? std::vector<Window>{}
                                                             : windows_containing(*job_.window, at);
    }

    void take(const Ledger::Step& step) {
        if (step.at == processing_time_max) return;
        Line& line = lines_[step.line];
        line.fate = step.fate;
        line.cause = step.cause;
        if (step.fate == Fate::held && step.cause == Cause::placed_late) line.late = true;
        if (step.fate == Fate::log || step.fate == Fate::channel) {
            line.late = false;
            line.counted.reset();
        }
        if (is_counted(step.fate) && !line.counted)
            line.counted = step.fate == Fate::counted_late || step.fate == Fate::corrected ? MarkKind::event_late
                                                                                           : MarkKind::event_on_time;
        const MarkKind kind = combined_kind();
        const bool under_way = kind == MarkKind::event_in_flight;
        const ProcessingTime last_seen = tables_.changes.size() > first_ ? tables_.changes.back().seen : arrives_;
        ProcessingTime seen = last_seen;
        if (kind_ != ModeKind::stream) seen = arrives_;
        else if (under_way) seen = processing_time_max;
        else if (last_seen == processing_time_max) seen = step.at;
        change(step.at, kind, seen);
    }

    // All of an event's windows in one kind: the first that is not in its answer decides, as in the ledger.
    MarkKind combined_kind() const {
        std::optional<MarkKind> found;
        bool stranger = false;
        for (const Line& line : lines_)
            stranger = stranger || (!line.its_own && (line.fate == Fate::held || line.fate == Fate::uncommitted));
        if (sessions_ && !is_over_) stranger = false;
        for (const Line& line : lines_) {
            if (!line.its_own) continue;
            const MarkKind kind = kind_of(line, stranger);
            const bool good = kind == MarkKind::event_on_time || kind == MarkKind::event_late;
            if (!found || ((*found == MarkKind::event_on_time || *found == MarkKind::event_late) && !good))
                found = kind;
        }
        return found.value_or(MarkKind::event_in_flight);
    }

    MarkKind kind_of(const Line& line, bool stranger) const {
        switch (line.fate) {
            case Fate::device:
            case Fate::network:
            case Fate::log:
            case Fate::channel:
                return MarkKind::event_in_flight;
            case Fate::held:
            case Fate::uncommitted:
                if (kind_ == ModeKind::batch) return MarkKind::event_in_flight;
                if (stranger) return MarkKind::event_elsewhere;
                return line.late ? MarkKind::event_late : MarkKind::event_on_time;
            case Fate::counted_early:
            case Fate::counted_on_time:
            case Fate::counted_late:
            case Fate::corrected:
                return line.counted.value_or(MarkKind::event_on_time);
            case Fate::elsewhere:
                return sessions_ && !is_over_ ? MarkKind::event_on_time : MarkKind::event_elsewhere;
            case Fate::filtered:
                return MarkKind::event_filtered;
            case Fate::side_output:
                return MarkKind::event_side_output;
            case Fate::dropped:
                return MarkKind::event_dropped;
            case Fate::deduplicated:
                return MarkKind::event_duplicate;
            case Fate::lost:
            case Fate::unexplained:
                return line.cause == Cause::misfiled ? MarkKind::event_dropped : MarkKind::event_lost;
        }
        return MarkKind::event_in_flight;
    }

    void change(ProcessingTime at, MarkKind kind, ProcessingTime seen) {
        if (tables_.changes.size() > first_) {
            EventChange& last = tables_.changes.back();
            at = std::max(at, last.at);
            if (last.kind == kind && last.seen == seen) return;
            if (last.at == at) {
                last = {at, seen, kind};
                return;
            }
        }
        tables_.changes.push_back({at, seen, kind});
    }

    Judgement& judgement_;
    std::size_t mode_;
    const Ledger& ledger_;
    const WorldTables& world_;
    ModeTables& tables_;
    ModeKind kind_;
    const JobLogic& job_;
    bool by_event_time_{false}, sessions_{false};
    struct Read {
        ProcessingTime at{};
        Offset from{};
    };
    std::vector<std::vector<Read>> reads_;                  // by partition; empty where nothing ever crashes
    std::vector<std::pair<std::uint32_t, Offset>> places_;  // by event: where its first copy lies
    // Of the event at hand:
    ProcessingTime arrives_{}, missed_{};
    ProcessingTime over_{};  // of sessions
    bool is_over_{false};
    std::size_t first_{0};
    std::vector<Line> lines_;
    std::vector<Ledger::Step> steps_;
};

}  // namespace

void add_events(Judgement& judgement, std::size_t mode, const WorldTables& world, ModeTables& tables) {
    EventTables{judgement, mode, world, tables}.make();
}

}  // namespace tidemark
