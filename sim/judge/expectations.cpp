#include "sim/judge/expectations.h"

#include "sim/judge/clock_text.h"
#include "sim/judge/explanation.h"
#include "sim/judge/invariants.h"
#include "sim/judge/judgement.h"
#include "sim/judge/query.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

// Numbers, decimals, times and durations as one count each; two of a kind compare, a whole number compares with a
// decimal, and event time with processing time.
struct Size {
    enum class Of { decimal, time, duration } of{Of::decimal};
    std::int64_t whole{0}, part{0};  // a decimal: whole and millionths of it, part >= 0; else microseconds
    friend bool operator==(const Size& a, const Size& b) { return a.whole == b.whole && a.part == b.part; }
    friend bool operator<(const Size& a, const Size& b) {
        return a.whole != b.whole ? a.whole < b.whole : a.part < b.part;
    }
};

std::optional<Size> size_of(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return Size{Size::Of::decimal, *number, 0};
    if (const auto* decimal = std::get_if<Millionths>(&value)) {
        std::int64_t whole = decimal->value / 1'000'000, part = decimal->value % 1'000'000;
        if (part < 0) {
            part += 1'000'000;
            --whole;
        }
        return Size{Size::Of::decimal, whole, part};
    }
    if (const auto* at = std::get_if<ProcessingTime>(&value))
        return Size{Size::Of::time, at->time_since_epoch().count(), 0};
    if (const auto* at = std::get_if<EventTime>(&value))
        return Size{Size::Of::time, instant_of(*at).time_since_epoch().count(), 0};
    if (const auto* duration = std::get_if<ProcessingDuration>(&value))
        return Size{Size::Of::duration, duration->count(), 0};
    return std::nullopt;
}

// How far from zero, for "better".
Size magnitude(const Size& size) {
    if (size.whole >= 0) return size;
    if (size.part == 0) return {size.of, size.whole == INT64_MIN ? INT64_MAX : -size.whole, 0};
    return {size.of, -(size.whole + 1), 1'000'000 - size.part};
}

bool same_to(ProcessingTime expected, ProcessingTime got, ProcessingDuration precision) {
    return got >= expected && got - expected < std::max(precision, ProcessingDuration{1});
}

bool matches(const std::vector<ExpectedPane>& expected, const std::vector<ExpectedPane>& got,
             ProcessingDuration precision) {
    if (expected.size() != got.size()) return false;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (expected[i].at && !(got[i].at && same_to(*expected[i].at, *got[i].at, precision))) return false;
        if (expected[i].value && expected[i].value != got[i].value) return false;
        if (expected[i].kind && expected[i].kind != got[i].kind) return false;
    }
    return true;
}

// A list that is held against a number is counted: `dropped` equals 10.
Value counted_against(const Value& other, const Value& value) {
    const auto* names = std::get_if<std::vector<std::string>>(&value);
    if (!names || !std::holds_alternative<std::int64_t>(other)) return value;
    return static_cast<std::int64_t>(names->size());
}

bool equals(const Value& expected, const Value& answer, ProcessingDuration precision) {
    const Value got = counted_against(expected, answer);
    const std::optional<Size> a = size_of(expected), b = size_of(got);
    if (a && b) {
        if (a->of != b->of) return false;
        if (a->of == Size::Of::time)
            return same_to(ProcessingTime{ProcessingDuration{a->whole}}, ProcessingTime{ProcessingDuration{b->whole}},
                           precision);
        return *a == *b;
    }
    const auto* names = std::get_if<std::vector<std::string>>(&expected);
    const auto* panes = std::get_if<std::vector<ExpectedPane>>(&expected);
    // An empty list is written alike whatever it is a list of.
    if (names && names->empty()) {
        const auto* got_panes = std::get_if<std::vector<ExpectedPane>>(&got);
        if (got_panes) return got_panes->empty();
    }
    if (names) {
        const auto* got_names = std::get_if<std::vector<std::string>>(&got);
        if (!got_names) return false;
        std::vector<std::string> sorted = *names, got_sorted = *got_names;
        std::sort(sorted.begin(), sorted.end());
        std::sort(got_sorted.begin(), got_sorted.end());
        return sorted == got_sorted;
    }
    if (panes) {
        const auto* got_panes = std::get_if<std::vector<ExpectedPane>>(&got);
        return got_panes && matches(*panes, *got_panes, precision);
    }
    return expected == got;
}

// -1, 0, 1; empty where the two do not compare.
std::optional<int> compare(const Value& a, const Value& b) {
    const std::optional<Size> left = size_of(counted_against(b, a)), right = size_of(counted_against(a, b));
    if (!left || !right || left->of != right->of) return std::nullopt;
    return *left < *right ? -1 : *left == *right ? 0 : 1;
}

bool is_number_of_a_window(QueryKind kind) {
    return kind == QueryKind::answer || kind == QueryKind::final || kind == QueryKind::error ||
           kind == QueryKind::panes || kind == QueryKind::completeness;
}

class Judge {
public:
    explicit Judge(Judgement& judgement) : judgement_(judgement) {}

    Verdict of(const Expectation& expectation) {
        verdict_ = {};
        verdict_.id = expectation.id;
        verdict_.where = expectation.where;
        if (const auto* asked = std::get_if<Expectation::OfQuery>(&expectation.claim)) of_query(*asked);
        else of_invariant(std::get<Expectation::OfInvariant>(expectation.claim).name);
        return verdict_;
    }

    Verdict of(const Sometimes& probe) {
        verdict_ = {};
        verdict_.id = "sometimes " + probe.what + (probe.mode.empty() ? "" : " in " + probe.mode);
        verdict_.where = probe.where;
        verdict_.mode = probe.mode;
        verdict_.expected = "at least once";
        if (!happened(probe)) inconclusive("never");
        return verdict_;
    }

private:
    void inconclusive(std::string why) {
        verdict_.outcome = Outcome::inconclusive;
        verdict_.got = std::move(why);
    }
    // A window may be named by its start, written as a clock time.
    Value label_of(const Value& value) const {
        const Clock& clock = judgement_.scenario().clock;
        if (const auto* start = std::get_if<EventTime>(&value)) return label_text(*start, clock);
        if (const auto* start = std::get_if<ProcessingTime>(&value)) return label_text(clock_reading(*start), clock);
        return value;
    }
    std::string text(const Value& value) const { return to_text(value, judgement_.scenario().clock); }

    void of_query(const Expectation::OfQuery& asked) {
        verdict_.mode = asked.query.mode;
        const Evaluation got = evaluate(judgement_, asked.query);
        if (got.problem) return inconclusive(*got.problem);
        verdict_.got = text(got.value);
        bool held = false;
        switch (asked.comparison) {
            case Comparison::equals: {
                const Value than = asked.query.kind == QueryKind::window_of ? label_of(std::get<Value>(asked.than))
                                                                            : std::get<Value>(asked.than);
                verdict_.expected = text(than);
                held = equals(than, got.value, asked.precision);
                break;
            }
            case Comparison::at_least: {
                const Value& than = std::get<Value>(asked.than);
                verdict_.expected = "at least " + text(than);
                const std::optional<int> order = compare(got.value, than);
                held = order && *order >= 0;
                break;
            }
            case Comparison::at_most: {
                const Value& than = std::get<Value>(asked.than);
                verdict_.expected = "at most " + text(than);
                const std::optional<int> order = compare(got.value, than);
                held = order && *order <= 0;
                break;
            }
            case Comparison::within: {
                const Within& within = std::get<Within>(asked.than);
                verdict_.expected = fmt::format("between {} and {}", text(within.low), text(within.high));
                const std::optional<int> low = compare(got.value, within.low), high = compare(got.value, within.high);
                held = low && high && *low >= 0 && *high <= 0;
                break;
            }
            case Comparison::better_than: {
                const std::optional<bool> better = is_better(asked, got.value);
                if (!better) return;
                held = *better;
                break;
            }
        }
        if (held) return;
        verdict_.outcome = Outcome::fail;
        verdict_.why = why(asked.query);
    }

    // Smaller in size than the other query's value; an answer is better than none. Empty where that cannot be asked.
    std::optional<bool> is_better(const Expectation::OfQuery& asked, const Value& got) {
        Query other = std::get<Query>(asked.than);
        if (!other.window) other.window = asked.query.window;
        if (!other.key) other.key = asked.query.key;
        if (!other.event) other.event = asked.query.event;
        if (!other.cohort) other.cohort = asked.query.cohort;
        if (!other.as_of) other.as_of = asked.query.as_of;
        const Evaluation than = evaluate(judgement_, other);
        if (than.problem) {
            inconclusive(*than.problem);
            return std::nullopt;
        }
        verdict_.expected =
            fmt::format("better than {} ({})", text(than.value), to_text(other, judgement_.scenario().clock));
        const std::optional<Size> a = size_of(got), b = size_of(than.value);
        if (!a) return false;
        return !b || (a->of == b->of && magnitude(*a) < magnitude(*b));
    }

    // The events that make a wrong number wrong.
    std::string why(const Query& query) {
        if (!judgement_.knows_lives() || !query.window || !is_number_of_a_window(query.kind)) return "";
        const std::optional<std::size_t> mode = judgement_.find_mode(query.mode);
        if (!mode) return "";
        const JobLogic& job = judgement_.truth(*mode).job();
        std::optional<KeyId> key;
        if (query.key) key = find_key(job, judgement_.tape().names, *query.key);
        const std::optional<ProcessingTime> as_of = query.kind == QueryKind::final ? std::nullopt : query.as_of;
        std::vector<Window> windows = judgement_.truth(*mode).windows_from(*query.window);
        if (windows.empty()) windows = judgement_.answers(*mode).windows_from(*query.window);
        Difference all;
        for (const Window& window : windows) {
            Difference one = difference(judgement_, *mode, window, key, as_of);
            all.missing.insert(all.missing.end(), one.missing.begin(), one.missing.end());
            all.surplus.insert(all.surplus.end(), one.surplus.begin(), one.surplus.end());
        }
        return difference_text(judgement_, all);
    }

    void of_invariant(const std::string& name) {
        verdict_.expected = name;
        const InvariantInfo* info = find_invariant(name);
        if (!info) return inconclusive(fmt::format("no invariant '{}'", name));
        if (judgement_.simulation().level < info->needs) return inconclusive("the run's trace level does not tell");
        const std::vector<Violation> violations = check_invariant(judgement_, name);
        verdict_.got = violations.empty()
                           ? "holds"
                           : fmt::format("{} violation{}", violations.size(), violations.size() == 1 ? "" : "s");
        if (violations.empty()) return;
        verdict_.outcome = Outcome::fail;
        verdict_.why = "(" + to_text(violations.front(), judgement_.simulation()) + ")";
    }

    bool happened(const Sometimes& probe) {
        const Tape& tape = judgement_.tape();
        if (probe.what == "offline")
            return std::any_of(tape.events.begin(), tape.events.end(),
                               [](const GeneratedEvent& event) { return event.offline; });
        if (probe.what == "duplicate")
            return std::any_of(tape.deliveries.begin(), tape.deliveries.end(),
                               [](const Delivery& way) { return way.copy > 0; });
        for (std::size_t mode = 0; mode < judgement_.modes(); ++mode) {
            if (!probe.mode.empty() && judgement_.trace(mode).mode != probe.mode) continue;
            const Counters& counters = judgement_.trace(mode).counters;
            const std::uint64_t refused = counters.refused_dropped.count + counters.refused_side_output.count;
            if ((probe.what == "late" && counters.late_kept + refused > 0) ||
                (probe.what == "side_output" && counters.refused_side_output.count > 0) ||
                (probe.what == "dropped" && counters.refused_dropped.count > 0) ||
                (probe.what == "restored" && counters.restores > 0) ||
                (probe.what == "retried" && counters.jobs_failed > 0) ||
                (probe.what == "checkpointed" && counters.checkpoints_completed > 0))
                return true;
        }
        return false;
    }

    Judgement& judgement_;
    Verdict verdict_;
};

}  // namespace

std::string to_text(const Verdict& verdict) {
    std::string text;
    switch (verdict.outcome) {
        case Outcome::pass:
            text = verdict.got.empty() ? "held" : verdict.got;
            break;
        case Outcome::fail:
            text = fmt::format("expected {}, got {}", verdict.expected, verdict.got);
            break;
        case Outcome::inconclusive:
            text = fmt::format("inconclusive: {}", verdict.got);
            break;
    }
    return verdict.why.empty() ? text : text + " " + verdict.why;
}

std::vector<Verdict> judge_expectations(Judgement& judgement) {
    std::vector<Verdict> verdicts;
    Judge judge{judgement};
    for (const Expectation& expectation : judgement.scenario().expect)
        verdicts.push_back(judge.of(expectation));
    for (const Sometimes& probe : judgement.scenario().sometimes)
        verdicts.push_back(judge.of(probe));
    return verdicts;
}

TraceLevel level_needed(const Scenario& scenario) {
    TraceLevel level = TraceLevel::fingerprint;
    for (const Expectation& expectation : scenario.expect) {
        if (const auto* asked = std::get_if<Expectation::OfQuery>(&expectation.claim)) {
            level = std::max(level, level_needed(asked->query));
            if (const auto* than = std::get_if<Query>(&asked->than)) {
                Query other = *than;
                if (!other.as_of) other.as_of = asked->query.as_of;
                level = std::max(level, level_needed(other));
            }
        } else if (const InvariantInfo* info =
                       find_invariant(std::get<Expectation::OfInvariant>(expectation.claim).name)) {
            level = std::max(level, info->needs);
        }
    }
    for (const Sometimes& probe : scenario.sometimes)  // the events themselves are asked for these
        if (probe.what == "offline" || probe.what == "duplicate") level = std::max(level, TraceLevel::answers);
    return level;
}

Verdict judge_expectation(Judgement& judgement, const Expectation& expectation) {
    return Judge{judgement}.of(expectation);
}

}  // namespace tidemark
