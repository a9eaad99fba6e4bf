#include "sim/judge/explanation.h"

#include "sim/judge/clock_text.h"
#include "sim/judge/judgement.h"
#include "sim/judge/reasons.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tidemark {
namespace {

using Emphasis = StoryLine::Emphasis;

class EventStory {
public:
    EventStory(Judgement& judgement, std::size_t mode, EventId event, std::optional<ProcessingTime> as_of)
        : judgement_(judgement),
          mode_(mode),
          event_(event),
          as_of_(as_of),
          generated_(judgement.tape().events.at(event.value)),
          job_(judgement.job(mode)) {}

    Story tell() {
        story_.title = title();
        if (is_later(instant_of(generated_.happened))) {
            result("it has not happened yet");
            return std::move(story_);
        }
        on_the_device();
        in_the_log();
        const std::vector<Life> lives = judgement_.ledger(mode_).lives(event_);
        const auto own = static_cast<std::size_t>(
            std::count_if(lives.begin(), lives.end(), [](const Life& life) { return life.its_own; }));
        constexpr std::size_t most = 4;
        for (std::size_t i = 0; i < lives.size() && i < most; ++i) {
            if (lives.size() > 1)
                line("", fmt::format("for {}{}", window_text(lives[i].window, clock()),
                                     lives[i].its_own ? "" : ", which is not its own"));
            in_the_mode(lives[i]);
        }
        if (own > most) aside(fmt::format("and so on for its {} other windows", own - most));
        if (!as_of_) story_.what_if = suggestions(judgement_, mode_, event_);
        return std::move(story_);
    }

private:
    bool is_later(ProcessingTime at) const { return as_of_ && at > *as_of_; }
    const Clock& clock() const { return judgement_.scenario().clock; }
    const Names& names() const { return judgement_.tape().names; }
    std::string text(ProcessingTime at) const { return clock_text(at, clock()); }
    std::string text(EventTime at) const { return clock_text(at, clock()); }
    std::string text(const Window& window) const { return window_text(window, clock()); }
    void line(std::string time, std::string words) {
        story_.lines.push_back({Emphasis::plain, std::move(time), std::move(words)});
    }
    void aside(std::string words) { story_.lines.push_back({Emphasis::aside, "", std::move(words)}); }
    void result(std::string words) { story_.lines.push_back({Emphasis::result, "", std::move(words)}); }

    std::string title() const {
        std::string title = judgement_.event_name(event_);
        const Record& record = generated_.record;
        if (record.user.value != 0) title += fmt::format(" · {}", names().users.name(record.user));
        if (names().keys.find(unreadable_key) == record.key) title += " · malformed";
        else if (record.key.value != 0) title += fmt::format(" · key {}", names().keys.name(record.key));
        if (record.value != 1) title += fmt::format(" · value {}", record.value);
        return title + fmt::format(" · in {}", judgement_.trace(mode_).mode);
    }

    void on_the_device() {
        line(text(generated_.happened), "happened (event time)");
        if (generated_.record.at != generated_.happened) {
            const EventDuration skew = generated_.record.at - generated_.happened;
            aside(fmt::format("its device's clock showed {}, {} {}", text(generated_.record.at),
                              duration_text(skew < EventDuration{} ? -skew : skew),
                              skew < EventDuration{} ? "behind" : "ahead"));
        }
        for (const Incident* incident = first_incident(); incident != last_incident(); ++incident)
            if (incident->what == Mishap::clock_wrong || incident->what == Mishap::unreadable) tell_incident(*incident);
        const ProcessingTime happened = instant_of(generated_.happened);
        if (generated_.offline) {
            const OfflineInterval* offline = offline_interval(happened);
            const std::string until = text(generated_.sent);
            if (is_later(generated_.sent))
                aside(fmt::format("its device is offline{}{}: kept there",
                                  offline ? " since " + text(offline->from) : std::string{},
                                  offline && !offline->why.empty() ? ", " + offline->why : std::string{}));
            else if (offline)
                aside(fmt::format("its device is offline from {} for {}{}: kept there", text(offline->from),
                                  duration_text(offline->until - offline->from),
                                  offline->why.empty() ? "" : ", " + offline->why));
            else
                aside(
                    fmt::format("its device is offline for {}: kept there", duration_text(generated_.sent - happened)));
            for (const Incident* incident = first_incident(); incident != last_incident(); ++incident)
                if (incident->what == Mishap::kept_offline) tell_incident(*incident);
            if (sent_by_end() && !never_sent()) line(until, "back online, sent");
        } else if (generated_.sent > happened && sent_by_end()) {
            line(text(generated_.sent), "sent");
        }
    }

    bool sent_by_end() const {
        return (!clock().until || generated_.sent <= *clock().until) && !is_later(generated_.sent);
    }

    const OfflineInterval* offline_interval(ProcessingTime at) const {
        const Source& source = judgement_.scenario().sources.at(generated_.source);
        if (!source.offline) return nullptr;
        const auto* intervals = std::get_if<std::vector<OfflineInterval>>(&*source.offline);
        if (!intervals) return nullptr;
        for (const OfflineInterval& interval : *intervals)
            if (interval.from <= at && at < interval.until) return &interval;
        return nullptr;
    }

    const Incident* first_incident() const {
        const std::vector<Incident>& incidents = judgement_.tape().incidents;
        return incidents.data() + (std::lower_bound(incidents.begin(), incidents.end(), event_,
                                                    [](const Incident& a, EventId event) { return a.event < event; }) -
                                   incidents.begin());
    }
    const Incident* last_incident() const {
        const std::vector<Incident>& incidents = judgement_.tape().incidents;
        return incidents.data() + (std::upper_bound(incidents.begin(), incidents.end(), event_,
                                                    [](EventId event, const Incident& a) { return event < a.event; }) -
                                   incidents.begin());
    }
    bool never_sent() const {
        return std::any_of(first_incident(), last_incident(),
                           [](const Incident& incident) { return incident.what == Mishap::outbox_full; });
    }
    void tell_incident(const Incident& incident) {
        if (is_later(incident.at)) return;
        line(text(incident.at), mishap_text(judgement_.scenario(), incident));
    }

    // On its way: what the faults did, in the order of time.
    void on_the_way() {
        std::vector<Incident> told;
        for (const Incident* incident = first_incident(); incident != last_incident(); ++incident)
            if (incident->what != Mishap::clock_wrong && incident->what != Mishap::unreadable &&
                incident->what != Mishap::kept_offline)
                told.push_back(*incident);
        std::stable_sort(told.begin(), told.end(), [](const Incident& a, const Incident& b) { return a.at < b.at; });
        constexpr std::size_t most = 12;
        for (std::size_t i = 0; i < told.size() && i < most; ++i)
            tell_incident(told[i]);
        if (told.size() > most) aside(fmt::format("and {} more things happened to it", told.size() - most));
    }

    void in_the_log() {
        on_the_way();
        const std::vector<Delivery>& deliveries = judgement_.tape().deliveries;
        auto way = std::lower_bound(deliveries.begin(), deliveries.end(), event_,
                                    [](const Delivery& delivery, EventId event) { return delivery.event < event; });
        bool arrived = false;
        for (; way != deliveries.end() && way->event == event_; ++way) {
            if (way->offset ? is_later(way->arrives) : as_of_.has_value()) continue;
            if (!way->offset) {
                line("",
                     fmt::format("{} still on its way when the clock ends", way->copy == 0 ? "it is" : "a copy is"));
                continue;
            }
            line(text(way->arrives),
                 fmt::format("arrives{}: partition {}, offset {}", arrived ? " again, a duplicate" : "",
                             way->partition.value, way->offset->value));
            arrived = true;
        }
    }

    // What the mode did with it: each step that brought something new.
    void in_the_mode(const Life& life) {
        const FateStep* last = nullptr;
        std::optional<FateStep> previous;
        for (const FateStep& step : life.steps) {
            if (is_later(step.at)) break;
            last = &step;
            if (step.reason.cause == Cause::happened || step.reason.cause == Cause::sent ||
                step.reason.cause == Cause::arrived || step.reason.cause == Cause::no_room ||
                step.reason.cause == Cause::never_arrived)
                continue;
            tell_step(life, step, previous);
            previous = step;
        }
        if (last) tell_result(life, *last);
    }

    void tell_step(const Life& life, const FateStep& step, const std::optional<FateStep>& previous) {
        const Reason& reason = step.reason;
        switch (reason.cause) {
            case Cause::placed:
            case Cause::placed_late:
                if (reason.watermark) aside(fmt::format("the watermark stands at {}", text(*reason.watermark)));
                if (reason.cause == Cause::placed_late) tell_lateness(reason);
                else if (reason.window == Window{}) line(text(step.at), "held again, from the checkpoint");
                else line(text(step.at), fmt::format("put into {}", text(reason.window)));
                break;
            case Cause::fired:
                line(text(step.at), fmt::format("{} fires; the row is on its way to readers", text(reason.window)));
                break;
            case Cause::read:
                line(text(step.at), "read, waiting to be processed");
                break;
            case Cause::visible:
            case Cause::repaired:
            case Cause::rerun: {
                std::string said = answer_change(reason.window, step.at);
                line(text(step.at), fmt::format("readers see it{}", said.empty() ? "" : ": " + said));
                break;
            }
            case Cause::replay:
                line(text(step.at), fmt::format("{} takes it out of memory; the log will give it again",
                                                fault_text(judgement_, mode_, reason.fault, step.at)));
                break;
            case Cause::window_expired:
            case Cause::trigger_finished:
            case Cause::batch_watermark:
                if (reason.watermark) aside(fmt::format("the watermark stands at {}", text(*reason.watermark)));
                if (reason.cause == Cause::window_expired) tell_lateness(reason);
                break;
            case Cause::replaced:
                line(text(step.at), "the row that had it is replaced");
                break;
            default:
                break;
        }
        static_cast<void>(life);
        static_cast<void>(previous);
    }

    // When its window fired, and how long it stayed open.
    void tell_lateness(const Reason& reason) {
        const auto* stream = std::get_if<StreamMode>(&judgement_.settings(mode_).settings);
        if (!stream || reason.window == Window{}) return;
        const Window& window = reason.window;
        aside(fmt::format("{} was due when the watermark reached {}", text(window), text(window.max_timestamp())));
        if (stream->allowed_lateness <= EventDuration{} || stream->allowed_lateness == EventDuration::max()) return;
        aside(fmt::format("{} {} (allowed lateness {})",
                          reason.cause == Cause::placed_late ? "but it stays open until the watermark reaches"
                                                             : "and stayed open until the watermark reached",
                          text(saturating_add(window.max_timestamp(), stream->allowed_lateness)),
                          to_string(stream->allowed_lateness)));
    }

    // "the count goes from 10 to 11".
    std::string answer_change(const Window& window, ProcessingTime at) {
        if (!job_.aggregate) return "";
        const AnswerCell* cell = nullptr;
        for (const std::uint32_t own : judgement_.truth(mode_).cells_of(event_))
            if (!cell) cell = judgement_.answers(mode_).find(window, judgement_.truth(mode_).cells()[own].key);
        if (!cell) cell = judgement_.answers(mode_).find(window, KeyId{});
        if (!cell) return "";
        // The version that first shows it: several can come at one instant.
        const Answer* before = nullptr;
        for (std::size_t i = 0; i < cell->history.size(); ++i) {
            const Answer& answer = cell->history[i];
            if (answer.at == at && answer.value && shows(*cell, answer)) {
                const std::string now = to_string(*job_.aggregate, *answer.value);
                if (!before || !before->value) return fmt::format("the {} is {}", number_name(job_), now);
                return fmt::format("the {} goes from {} to {}", number_name(job_),
                                   to_string(*job_.aggregate, *before->value), now);
            }
            before = &answer;
        }
        return "";
    }

    bool shows(const AnswerCell& cell, const Answer& answer) {
        for (std::uint32_t row = answer.rows_from; row < answer.rows_until; ++row) {
            const Ledger::RowMembers members = judgement_.ledger(mode_).row_members(cell.rows[row]);
            for (std::uint32_t place = members.from; place < members.until; ++place)
                if (judgement_.ledger(mode_).member(members.list, place) == event_) return true;
        }
        return false;
    }

    // What can be said before the end. A fate that the books settled in hindsight is not known yet.
    bool tell_present(const FateStep& last) {
        const bool lost = last.fate == Fate::lost && last.reason.cause != Cause::state_cleared;
        if (is_in_flight(last.fate) && last.fate != Fate::held && last.fate != Fate::uncommitted) {
        } else if (!lost) {
            return false;
        }
        const bool in_log = last.fate == Fate::log || lost;
        const bool batch = std::holds_alternative<BatchMode>(judgement_.settings(mode_).settings);
        result(in_log && batch ? "in the log; no answer has it so far" : "in flight: verdict unknown");
        return true;
    }

    void tell_result(const Life& life, const FateStep& last) {
        if (as_of_ && tell_present(last)) return;
        std::string times = as_of_                   ? ""
                            : life.times_counted > 1 ? fmt::format(", {} times over", life.times_counted)
                                                     : "";
        switch (last.fate) {
            case Fate::counted_early:
                return result("counted early" + times);
            case Fate::counted_on_time:
                return result(life.its_own ? "counted on time" + times : "counted in the wrong window" + times);
            case Fate::counted_late:
                return result("late, kept: the answer is corrected" + times);
            case Fate::corrected:
                return result("counted by a later run" + times);
            case Fate::elsewhere:
                return result(fmt::format("counted in {} instead of {}", text(last.reason.window), text(life.window)));
            case Fate::side_output:
                return result("too late: side output (" + reason_text(judgement_, mode_, event_, last) + ")");
            case Fate::dropped:
                return result("too late: dropped (" + reason_text(judgement_, mode_, event_, last) + ")");
            case Fate::lost:
                return result("lost: " + reason_text(judgement_, mode_, event_, last));
            case Fate::filtered:
                return result("not counted: " + reason_text(judgement_, mode_, event_, last));
            default:
                return result("not counted yet: " + reason_text(judgement_, mode_, event_, last));
        }
    }

    Judgement& judgement_;
    std::size_t mode_;
    EventId event_;
    std::optional<ProcessingTime> as_of_;
    const GeneratedEvent& generated_;
    const JobLogic& job_;
    Story story_;
};

std::string names_text(Judgement& judgement, const std::vector<EventId>& events) {
    constexpr std::size_t most = 3;
    std::string text;
    for (std::size_t i = 0; i < events.size() && i < most; ++i)
        text += (i == 0 ? "" : ", ") + judgement.event_name(events[i]);
    if (events.size() > most) text += fmt::format(" and {} more", events.size() - most);
    return text;
}

// Of refused events the one that came when the watermark was furthest: what lets it in lets in the others.
EventId hardest(Judgement& judgement, std::size_t mode, const Window& window, const std::vector<EventId>& events) {
    EventId hardest = events.back();
    std::optional<EventTime> furthest;
    for (const EventId event : events) {
        const std::optional<FateStep> step = judgement.ledger(mode).fate(event, window, std::nullopt);
        if (!step || !step->reason.watermark || (furthest && *step->reason.watermark <= *furthest)) continue;
        furthest = step->reason.watermark;
        hardest = event;
    }
    return hardest;
}

std::string plural(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

Story explain_event(Judgement& judgement, std::size_t mode, EventId event, std::optional<ProcessingTime> as_of) {
    return EventStory{judgement, mode, event, as_of}.tell();
}

Story explain_window(Judgement& judgement, std::size_t mode, const Window& window, std::optional<KeyId> key,
                     std::optional<ProcessingTime> as_of) {
    Story story;
    const Clock& clock = judgement.scenario().clock;
    const JobLogic& job = judgement.job(mode);
    const AggregateSpec spec = job.aggregate.value_or(AggregateSpec{});
    const Truth& truth = judgement.truth(mode);
    const TruthCell* cell = key ? truth.find(window, *key) : nullptr;
    const AggregateValue is = key ? (cell ? cell->value : AggregateValue{}) : truth.over_keys(window);
    std::vector<Answer> history;
    if (const AnswerCell* said = key ? judgement.answers(mode).find(window, *key) : nullptr) history = said->history;
    if (!key) history = judgement.answers(mode).over_keys(window);
    while (as_of && !history.empty() && history.back().at > *as_of)
        history.pop_back();
    story.title = fmt::format("{} · {} · in {}", judgement.cell_name(mode, window, key), window_text(window, clock),
                              judgement.trace(mode).mode);
    constexpr std::size_t most_answers = 12;
    for (std::size_t i = 0; i < history.size(); ++i) {
        if (history.size() > most_answers && i >= most_answers / 2 && i + most_answers / 2 < history.size()) {
            if (i == most_answers / 2)
                story.lines.push_back(
                    {Emphasis::aside, "", fmt::format("and {} more answers", history.size() - most_answers)});
            continue;
        }
        const Answer& answer = history[i];
        story.lines.push_back(
            {Emphasis::plain, clock_text(answer.at, clock),
             answer.value ? fmt::format("readers see {} ({})", to_string(spec, *answer.value),
                                        answer.timing == PaneTiming::on_time ? "on time" : to_string(answer.timing))
                          : std::string{"the answer is withdrawn"}});
    }
    const Answer* last = answer_at(history, std::nullopt);
    const std::string said = last ? to_string(spec, *last->value) : "nothing";
    if (as_of && instant_of(window.end) > *as_of) {
        story.lines.push_back({Emphasis::result, "",
                               fmt::format("{}; it lasts until {}", last ? said + " so far" : "no answer yet",
                                           clock_text(window.end, clock))});
        return story;
    }
    const std::string should = to_string(spec, is);
    const Difference wrong = difference(judgement, mode, window, key, as_of);
    const bool right = last && error_of(spec, *last->value, is) == 0;
    story.lines.push_back(
        {Emphasis::result, "",
         right ? fmt::format("right: {}", said) : fmt::format("{}, and the truth is {}", said, should)});
    if (right && wrong.missing.empty() && wrong.surplus.empty()) return story;

    // Events of one reason share a line where there are many.
    std::map<std::pair<Fate, Cause>, std::vector<EventId>> by_reason;
    for (const EventId event : wrong.missing) {
        const std::optional<FateStep> step = judgement.ledger(mode).fate(event, window, as_of);
        if (step) by_reason[{step->fate, step->reason.cause}].push_back(event);
    }
    constexpr std::size_t most_told = 5;
    for (const auto& [why, events] : by_reason) {
        for (std::size_t i = 0; i < events.size() && i < most_told; ++i) {
            const std::optional<FateStep> step = judgement.ledger(mode).fate(events[i], window, as_of);
            story.lines.push_back({Emphasis::plain, "",
                                   fmt::format("missing: {} ({}): {}", judgement.event_name(events[i]),
                                               to_string(why.first), reason_text(judgement, mode, events[i], *step))});
        }
        if (events.size() > most_told)
            story.lines.push_back(
                {Emphasis::aside, "",
                 fmt::format("and {} more for the same reason ({})", events.size() - most_told, to_string(why.first))});
    }
    std::map<std::uint32_t, std::vector<EventId>> by_times;
    for (const auto& [event, times] : wrong.surplus)
        by_times[times].push_back(event);
    for (const auto& [times, events] : by_times) {
        // Of another window, or too often.
        std::vector<EventId> strangers, repeated;
        for (const EventId event : events) {
            const std::vector<std::uint32_t> own = truth.cells_of(event);
            const bool belongs =
                std::any_of(own.begin(), own.end(), [&](std::uint32_t i) { return truth.cells()[i].window == window; });
            (belongs ? repeated : strangers).push_back(event);
        }
        if (!strangers.empty())
            story.lines.push_back({Emphasis::plain, "",
                                   fmt::format("too much: {} of another window ({})", plural(strangers.size(), "event"),
                                               names_text(judgement, strangers))});
        if (!repeated.empty())
            story.lines.push_back({Emphasis::plain, "",
                                   fmt::format("too much: {} counted {} times ({})", plural(repeated.size(), "event"),
                                               times + 1, names_text(judgement, repeated))});
    }
    if (as_of) return story;
    if (!wrong.missing.empty())
        story.what_if = suggestions(judgement, mode, hardest(judgement, mode, window, wrong.missing));
    else if (!wrong.surplus.empty()) story.what_if = suggestions(judgement, mode, wrong.surplus.front().first);
    return story;
}

Difference difference(Judgement& judgement, std::size_t mode, const Window& window, std::optional<KeyId> key,
                      std::optional<ProcessingTime> as_of) {
    const Truth& truth = judgement.truth(mode);
    const Ledger& ledger = judgement.ledger(mode);
    std::map<EventId, std::uint32_t> shown;
    for (const auto& [event, times] : key ? ledger.members(window, *key, as_of) : ledger.members(window, as_of))
        shown[event] += times;
    std::set<EventId> belong;
    const auto [first, last] = truth.cells_in(window);
    for (const TruthCell* cell = first; cell != last; ++cell)
        if (!key || cell->key == *key) belong.insert(cell->members.begin(), cell->members.end());
    Difference result;
    for (const EventId event : belong)
        if (shown.count(event) == 0) result.missing.push_back(event);
    for (const auto& [event, times] : shown) {
        const std::uint32_t due = belong.count(event) > 0 ? 1 : 0;
        if (times > due) result.surplus.emplace_back(event, times - due);
    }
    return result;
}

std::string difference_text(Judgement& judgement, const Difference& difference) {
    std::vector<EventId> surplus;
    for (const auto& [event, times] : difference.surplus)
        surplus.push_back(event);
    std::string text;
    if (!difference.missing.empty()) text = "missing: " + names_text(judgement, difference.missing);
    if (!surplus.empty())
        text += (text.empty() ? "" : "; ") + std::string{"too much: "} + names_text(judgement, surplus);
    return text.empty() ? "" : "(" + text + ")";
}

std::vector<WrongCell> wrong_cells(Judgement& judgement, std::size_t mode) {
    const Clock& clock = judgement.scenario().clock;
    std::vector<WrongCell> cells;
    for (const ErrorCurve& curve : judgement.errors(mode)) {
        if (curve.final && *curve.final == 0) continue;
        // A window that was still open when the clock ended owes no answer.
        if (!curve.final && clock.until && instant_of(curve.window.end) > *clock.until) continue;
        cells.push_back({curve.window, *curve.key, curve.final});
    }
    return cells;
}

}  // namespace tidemark
