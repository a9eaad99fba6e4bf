#include "sim/judge/error.h"

#include <algorithm>
#include <set>

namespace tidemark {
namespace {

std::int64_t difference(std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    if (__builtin_sub_overflow(a, b, &result)) return a < b ? INT64_MIN : INT64_MAX;
    return result;
}

ErrorCurve curve(const AggregateSpec& spec, const Window& window, std::optional<KeyId> key,
                 const std::vector<Answer>& history, const AggregateValue& truth) {
    ErrorCurve curve;
    curve.window = window;
    curve.key = key;
    for (const Answer& answer : history) {
        ErrorCurve::Point point{answer.at, std::nullopt};
        if (answer.value) point.error = error_of(spec, *answer.value, truth);
        if (!curve.points.empty() && curve.points.back().at == answer.at) curve.points.back() = point;
        else if (curve.points.empty() || curve.points.back().error != point.error) curve.points.push_back(point);
    }
    if (curve.points.empty()) return curve;
    curve.final = curve.points.back().error;
    if (curve.final && *curve.final == 0) curve.right_since = curve.points.back().at;
    return curve;
}

}  // namespace

std::int64_t error_of(const AggregateSpec& spec, const AggregateValue& answer, const AggregateValue& truth) {
    return difference(number_of(spec, answer).value_or(0), number_of(spec, truth).value_or(0));
}

ErrorCurve error_curve(const Truth& truth, const Answers& answers, const Window& window, std::optional<KeyId> key) {
    const AggregateSpec spec = truth.job().aggregate.value_or(AggregateSpec{});
    if (!key) return curve(spec, window, key, answers.over_keys(window), truth.over_keys(window));
    const TruthCell* is = truth.find(window, *key);
    const AnswerCell* said = answers.find(window, *key);
    return curve(spec, window, key, said ? said->history : std::vector<Answer>{}, is ? is->value : AggregateValue{});
}

std::vector<ErrorCurve> error_curves(const Truth& truth, const Answers& answers) {
    const JobLogic& job = truth.job();
    if (!job.aggregate || !job.window || std::holds_alternative<Global>(*job.window)) return {};
    std::set<std::pair<Window, KeyId>> places;
    for (const TruthCell& cell : truth.cells())
        places.emplace(cell.window, cell.key);
    for (const AnswerCell& cell : answers.cells())
        places.emplace(cell.window, cell.key);
    std::vector<ErrorCurve> curves;
    curves.reserve(places.size());
    for (const auto& [window, key] : places)
        curves.push_back(error_curve(truth, answers, window, key));
    return curves;
}

}  // namespace tidemark
