#include "sim/judge/checks.h"
#include "sim/judge/judgement.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

void report_events(Found& found, const Judgement& judgement, std::size_t mode, std::vector<EventId> events,
                   std::string_view what) {
    if (events.empty()) return;
    std::string message = fmt::format("{} event{} {}", events.size(), events.size() == 1 ? "" : "s", what);
    found.report(judgement.trace(mode).ended, std::move(message), std::move(events));
}

}  // namespace

void check_at_least_once(Judgement& judgement, std::size_t mode, Found& found) {
    report_events(found, judgement, mode, judgement.ledger(mode).with_fate(Fate::lost), "lost");
}

void check_at_most_once(Judgement& judgement, std::size_t mode, Found& found) {
    report_events(found, judgement, mode, judgement.ledger(mode).counted_twice(), "seen more than once");
}

void check_exactly_once(Judgement& judgement, std::size_t mode, Found& found) {
    check_at_least_once(judgement, mode, found);
    check_at_most_once(judgement, mode, found);
    report_events(found, judgement, mode, judgement.ledger(mode).with_fate(Fate::elsewhere),
                  "counted in another window");
}

void check_modes_agree(Judgement& judgement, std::size_t mode, Found& found) {
    if (mode == 0 || !(judgement.job(mode) == judgement.job(0)) || !judgement.job(mode).aggregate) return;
    const AggregateSpec& spec = *judgement.job(mode).aggregate;
    const auto final_of = [&](std::size_t of, const ErrorCurve& curve) -> std::optional<AggregateValue> {
        const AnswerCell* cell = judgement.answers(of).find(curve.window, *curve.key);
        const Answer* answer = cell ? answer_at(cell->history, std::nullopt) : nullptr;
        return answer ? answer->value : std::nullopt;
    };
    const auto shown = [&](const std::optional<AggregateValue>& value) {
        return value ? fmt::format("{}", number_of(spec, *value).value_or(0)) : std::string{"nothing"};
    };
    // Each against the first, over every cell that either or the truth knows.
    for (const std::size_t of : {mode, std::size_t{0}}) {
        for (const ErrorCurve& curve : judgement.errors(of)) {
            const std::optional<AggregateValue> one = final_of(mode, curve), other = final_of(0, curve);
            const bool same =
                one.has_value() == other.has_value() && (!one || number_of(spec, *one) == number_of(spec, *other));
            if (same) continue;
            found.report(
                judgement.trace(mode).ended,
                fmt::format("{}: {} ends with {}, {} with {}", judgement.cell_name(mode, curve.window, curve.key),
                            judgement.trace(mode).mode, shown(one), judgement.trace(0).mode, shown(other)));
            if (found.enough()) return;
        }
    }
}

}  // namespace tidemark
