#include "sim/judge/query.h"

#include "sim/judge/clock_text.h"
#include "sim/judge/judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tidemark {
namespace {

// One question to one run.
class Asked {
public:
    Asked(Judgement& judgement, const Query& query) : judgement_(judgement), query_(query) {}

    Evaluation answer() {
        if (!resolve()) return {Nothing{}, problem_};
        Value value = evaluate();
        if (problem_) return {Nothing{}, problem_};
        return {std::move(value), std::nullopt};
    }

private:
    const Clock& clock() const { return judgement_.scenario().clock; }
    const Truth& truth() { return mode_ ? judgement_.truth(*mode_) : judgement_.truth(); }
    const Answers& answers() { return judgement_.answers(*mode_); }
    const ModeTrace& trace() { return judgement_.trace(*mode_); }
    const JobLogic& job() { return mode_ ? judgement_.job(*mode_) : judgement_.scenario().job.logic; }
    AggregateSpec spec() { return job().aggregate.value_or(AggregateSpec{}); }
    bool windowed() { return job().window && job().aggregate; }

    bool fail(std::string problem) {
        problem_ = std::move(problem);
        return false;
    }

    bool resolve() {
        if (!query_.mode.empty()) {
            mode_ = judgement_.find_mode(query_.mode);
            if (!mode_) return fail(fmt::format("no mode '{}' in this run", query_.mode));
        } else if (query_.kind != QueryKind::truth) {
            return fail(
                fmt::format("'{}' needs a mode: MODE.{}", info_of(query_.kind).name, info_of(query_.kind).name));
        }
        const TraceLevel needed = level_needed(query_);
        if (judgement_.simulation().level < needed) {
            return fail(needed == TraceLevel::full ? "only a run at trace level 'full' keeps the fates of events"
                                                   : "a run at trace level 'fingerprint' does not keep answers");
        }
        if (query_.key) {
            key_ = find_key(job(), judgement_.tape().names, *query_.key);
            if (!key_) return fail(fmt::format("no key '{}' in this run", *query_.key));
        }
        if (query_.event) {
            events_ = judgement_.tape().find_event(*query_.event);
            if (events_.empty()) return fail(fmt::format("no event '{}' in this run", *query_.event));
        }
        if (query_.cohort) {
            const std::vector<std::string>& cohorts = judgement_.tape().cohorts;
            if (std::find(cohorts.begin(), cohorts.end(), *query_.cohort) == cohorts.end()) {
                return fail(fmt::format("no cohort '{}' in this scenario", *query_.cohort));
            }
        }
        return resolve_windows();
    }

    bool resolve_windows() {
        if (!query_.window) return true;
        const EventTime start = *query_.window;
        if (!windowed()) {
            windows_ = {asked_window(start)};
            return true;
        }
        if (std::holds_alternative<Global>(*job().window))
            return fail("the job's window is all of time: it has no start");
        if (std::holds_alternative<Session>(*job().window)) {
            std::set<Window> found;
            for (const Window& window : truth().windows_from(start))
                found.insert(window);
            if (mode_) {
                for (const Window& window : answers().windows_from(start))
                    found.insert(window);
            }
            windows_.assign(found.begin(), found.end());
            return !windows_.empty() || fail(fmt::format("no session starts at {}", clock_text(start, clock())));
        }
        for (const Window& window : windows_containing(*job().window, start)) {
            if (window.start == start) windows_.push_back(window);
        }
        return !windows_.empty() ||
               fail(fmt::format("the job has no window that starts at {}", clock_text(start, clock())));
    }

    // A job without windows is asked in those of the scenario's job, of another mode, of the batch's partitions, or of an
    // hour.
    Window asked_window(EventTime start) {
        EventDuration length = std::chrono::hours{1};
        const auto as_in = [&length](const JobLogic& logic) {
            if (!logic.window) return false;
            if (const auto* tumbling = std::get_if<Tumbling>(&*logic.window)) length = tumbling->size;
            if (const auto* sliding = std::get_if<Sliding>(&*logic.window)) length = sliding->size;
            return true;
        };
        const Scenario& scenario = judgement_.scenario();
        for (const Mode& mode : scenario.modes)
            if (const auto* batch = std::get_if<BatchMode>(&mode.settings)) length = batch->partition_size;
        if (as_in(scenario.job.logic)) return {start, saturating_add(start, length)};
        for (const Mode& mode : scenario.modes)
            if (as_in(job_of(mode))) break;
        return {start, saturating_add(start, length)};
    }

    bool asks(const Window& window) const {
        if (windows_.empty()) return true;
        for (const Window& asked : windows_) {
            if (asked == window || (passes_rows_on_ && asked.start <= window.start && window.start < asked.end))
                return true;
        }
        return false;
    }
    bool asks(EventId event) const {
        return !query_.cohort ||
               judgement_.tape().cohorts[judgement_.tape().events[event.value].source] == *query_.cohort;
    }

    Value evaluate() {
        passes_rows_on_ = !windowed();
        switch (query_.kind) {
            case QueryKind::truth:
                return no_cohort() ? true_value() : Nothing{};
            case QueryKind::answer:
            case QueryKind::final:
                return no_cohort() ? said_value() : Nothing{};
            case QueryKind::completeness:
                return completeness();
            case QueryKind::panes:
                return panes();
            case QueryKind::error:
                return no_cohort() ? error() : Nothing{};
            case QueryKind::window_of:
                return window_of();
            case QueryKind::fate:
                return fate();
            case QueryKind::side_output:
                return side_output();
            case QueryKind::dropped:
                return with_fate(Fate::dropped);
            case QueryKind::lost:
                return with_fate(Fate::lost);
            case QueryKind::duplicates:
                return duplicates();
            case QueryKind::first_answer_at:
                return instant(true);
            case QueryKind::final_answer_at:
                return instant(false);
            case QueryKind::freshness:
                return freshness();
            case QueryKind::state_held:
                return state_held();
            case QueryKind::refirings:
                return refirings();
            case QueryKind::recovery_time:
                if (const auto& recovery = judgement_.metrics(*mode_).recovery) return *recovery;
                return Nothing{};
            case QueryKind::cost:
                return Millionths{judgement_.metrics(*mode_).cost.micro_node_hours};
            case QueryKind::moving_parts:
                return static_cast<std::int64_t>(judgement_.metrics(*mode_).parts.total());
        }
        return Nothing{};
    }

    bool no_cohort() {
        return !query_.cohort ||
               fail(fmt::format("'{}' cannot be split by cohort: an answer is one number", info_of(query_.kind).name));
    }
    bool has_truth() {
        return !windowed() || !std::holds_alternative<Global>(*job().window) || fail("the global window has no truth");
    }

    std::optional<ProcessingTime> as_of() const {
        return query_.kind == QueryKind::final ? std::nullopt : query_.as_of;
    }

    // The histories asked for, with the truth that belongs to each.
    template <class Visit>
    void each_history(Visit visit) {
        if (key_) {
            for (const AnswerCell& cell : answers().cells()) {
                if (cell.key == *key_ && asks(cell.window)) visit(cell.window, cell.history);
            }
            return;
        }
        if (!windows_.empty() && !passes_rows_on_) {
            for (const Window& window : windows_)
                visit(window, answers().over_keys(window));
            return;
        }
        for (const Window& window : answers().windows()) {
            if (asks(window)) visit(window, answers().over_keys(window));
        }
    }

    AggregateValue truth_in(const Window& window) {
        if (!key_) return truth().over_keys(window);
        const TruthCell* cell = truth().find(window, *key_);
        return cell ? cell->value : AggregateValue{};
    }

    Value true_value() {
        if (!has_truth()) return Nothing{};
        if (passes_rows_on_) {
            if (key_) fail("a job without windows is asked over all keys");
            const Window all = windows_.empty() ? global_window : windows_.front();
            return static_cast<std::int64_t>(truth().happened_in(all.start, all.end));
        }
        AggregateValue all;
        for (const TruthCell& cell : truth().cells()) {
            if (asks(cell.window) && (!key_ || cell.key == *key_)) all = combined(spec(), all, cell.value);
        }
        return value_of(spec(), all);
    }

    Value said_value() {
        if (passes_rows_on_) {
            if (key_) fail("a job without windows is asked over all keys");
            const Window all = windows_.empty() ? global_window : windows_.front();
            return static_cast<std::int64_t>(answers().rows_in(all.start, all.end, as_of()));
        }
        AggregateValue all;
        bool answered = false;
        each_history([&](const Window&, const std::vector<Answer>& history) {
            const Answer* answer = answer_at(history, as_of());
            if (!answer) return;
            answered = true;
            all = combined(spec(), all, *answer->value);
        });
        if (!answered) return Nothing{};
        return value_of(spec(), all);
    }

    Value error() {
        if (!has_truth()) return Nothing{};
        if (passes_rows_on_) {
            const Value is = true_value(), said = said_value();
            if (problem_) return Nothing{};
            return std::get<std::int64_t>(said) - std::get<std::int64_t>(is);
        }
        std::int64_t total = 0;
        std::size_t answered = 0;
        each_history([&](const Window& window, const std::vector<Answer>& history) {
            const Answer* answer = answer_at(history, as_of());
            if (!answer) return;
            ++answered;
            const std::int64_t error = error_of(spec(), *answer->value, truth_in(window));
            total += query_.window || error >= 0 ? error : -error;
        });
        if (answered == 0) return Nothing{};
        if (spec().kind == AggregateKind::mean) return Millionths{total};
        return total;
    }

    Value completeness() {
        if (!has_truth()) return Nothing{};
        std::uint64_t all = 0, counted = 0;
        judgement_.ledger(*mode_).each_own_life(query_.as_of,
                                                [&](EventId event, KeyId key, const Window& window, Fate fate) {
                                                    if (!asks(event) || !asks(window) || (key_ && key != *key_)) return;
                                                    ++all;
                                                    counted += is_counted(fate) ? 1 : 0;
                                                });
        if (all == 0) return Nothing{};
        return Millionths{static_cast<std::int64_t>(counted * 1'000'000 / all)};
    }

    Value panes() {
        std::vector<ExpectedPane> panes;
        for (const RowEntry& entry : trace().rows) {
            if (!entry.row || entry.row->tombstone || (query_.as_of && entry.stamp.at > *query_.as_of)) continue;
            if (!asks(entry.row->window) || (key_ && entry.row->key != *key_)) continue;
            panes.push_back({entry.stamp.at, number_of(spec(), entry.row->value), entry.row->timing});
        }
        return panes;
    }

    bool has_event() {
        return !events_.empty() ||
               fail(fmt::format("'{}' asks about an event: event: NAME", info_of(query_.kind).name));
    }

    Value window_of() {
        if (!has_event()) return Nothing{};
        std::set<Window> windows;
        for (const EventId event : events_) {
            for (const Window& window : judgement_.ledger(*mode_).counted_in(event, query_.as_of))
                windows.insert(window);
        }
        if (windows.empty()) return std::string{"neither"};
        if (windows.size() == 2) return std::string{"both"};
        std::string text;
        for (const Window& window : windows)
            text += (text.empty() ? "" : ", ") + label_text(window.start, clock());
        return text;
    }

    Value fate() {
        if (!has_event()) return Nothing{};
        std::optional<FateStep> best;
        for (const EventId event : events_) {
            std::optional<FateStep> step;
            if (windows_.empty()) step = judgement_.ledger(*mode_).fate(event, query_.as_of);
            for (const Window& window : windows_) {
                if (!step) step = judgement_.ledger(*mode_).fate(event, window, query_.as_of);
            }
            if (step && (!best || (!is_counted(best->fate) && is_counted(step->fate)))) best = step;
        }
        if (!best) return Nothing{};
        return std::string{to_string(best->fate)};
    }

    // Names once each, in this order.
    Value names_of(const std::vector<EventId>& events) {
        std::vector<std::string> names;
        std::set<std::string> known;
        for (const EventId event : events) {
            if (!asks(event)) continue;
            std::string name = judgement_.event_name(event);
            if (known.insert(name).second) names.push_back(std::move(name));
        }
        return names;
    }

    // Whether the event belongs to what is asked for: by its true windows and keys.
    bool belongs(EventId event) {
        if (windows_.empty() && !key_) return true;
        for (const std::uint32_t cell : truth().cells_of(event)) {
            const TruthCell& own = truth().cells()[cell];
            if (asks(own.window) && (!key_ || own.key == *key_)) return true;
        }
        if (!passes_rows_on_ || key_) return false;
        const EventTime happened = judgement_.tape().events[event.value].happened;
        return windows_.front().start <= happened && happened < windows_.front().end;
    }

    Value side_output() {
        std::vector<EventId> events;
        for (const SideOutputEntry& entry : trace().side_output) {
            if (query_.as_of && entry.stamp.at > *query_.as_of) continue;
            if (belongs(entry.record.id)) events.push_back(entry.record.id);
        }
        return names_of(events);
    }

    Value with_fate(Fate fate) {
        std::vector<EventId> events;
        judgement_.ledger(*mode_).each_own_life(query_.as_of,
                                                [&](EventId event, KeyId key, const Window& window, Fate is) {
                                                    if (is == fate && asks(window) && (!key_ || key == *key_))
                                                        events.push_back(event);
                                                });
        return names_of(events);
    }

    Value duplicates() {
        std::vector<EventId> events;
        for (const EventId event : judgement_.ledger(*mode_).counted_twice(query_.as_of)) {
            if (belongs(event)) events.push_back(event);
        }
        return names_of(events);
    }

    Value instant(bool first) {
        std::optional<ProcessingTime> found;
        each_history([&](const Window&, const std::vector<Answer>& history) {
            const std::optional<ProcessingTime> at =
                first ? tidemark::first_answer_at(history) : tidemark::final_answer_at(history);
            if (at && (!found || (first ? *at < *found : *at > *found))) found = at;
        });
        if (!found) return Nothing{};
        return *found;
    }

    Value freshness() {
        std::optional<ProcessingDuration> longest;
        each_history([&](const Window& window, const std::vector<Answer>& history) {
            const std::optional<ProcessingTime> at = tidemark::first_answer_at(history);
            if (!at) return;
            const ProcessingDuration took = lag(*at, passes_rows_on_ ? window.start : window.end);
            if (!longest || took > *longest) longest = took;
        });
        if (!longest) return Nothing{};
        return *longest;
    }

    Value state_held() {
        if (!query_.as_of) return static_cast<std::int64_t>(trace().counters.held_peak);
        std::uint64_t held = 0;
        for (const HeldEntry& entry : trace().held) {
            if (entry.stamp.at <= *query_.as_of) held = entry.held;
        }
        return static_cast<std::int64_t>(held);
    }

    Value refirings() {
        std::uint64_t count = 0;
        for (const AnswerCell& cell : answers().cells()) {
            if (asks(cell.window) && (!key_ || cell.key == *key_) && !cell.rows.empty()) count += cell.rows.size() - 1;
        }
        return static_cast<std::int64_t>(count);
    }

    Judgement& judgement_;
    const Query& query_;
    std::optional<std::size_t> mode_;
    std::optional<KeyId> key_;
    std::vector<EventId> events_;
    std::vector<Window> windows_;  // empty: all
    bool passes_rows_on_{false};
    std::optional<std::string> problem_;
};

}  // namespace

Evaluation evaluate(Judgement& judgement, const Query& query) { return Asked{judgement, query}.answer(); }

}  // namespace tidemark
