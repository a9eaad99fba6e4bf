#pragma once

#include "sim/judge/answers.h"
#include "sim/judge/truth.h"

#include <optional>
#include <vector>

namespace tidemark {

// How far an answer is from the truth: answer minus truth, in the aggregate's unit; a mean in millionths; of a list, the
// number of its elements. Null against null is 0.
std::int64_t error_of(const AggregateSpec& spec, const AggregateValue& answer, const AggregateValue& truth);

// One window and key, or one window and all its keys, held against the truth over time.
struct ErrorCurve {
    Window window{};
    std::optional<KeyId> key;  // empty: all keys together
    struct Point {
        ProcessingTime at{};
        std::optional<std::int64_t> error;  // none where the answer was withdrawn
    };
    std::vector<Point> points;                  // none before the first answer
    std::optional<std::int64_t> final;          // none: never answered
    std::optional<ProcessingTime> right_since;  // from when on it was right; none: wrong, or without answer, at the end
};

ErrorCurve error_curve(const Truth& truth, const Answers& answers, const Window& window, std::optional<KeyId> key);

// Every cell that truth or a reader knows, in order of window and key. Empty for a job without windows, and for the
// global window, which has no truth.
std::vector<ErrorCurve> error_curves(const Truth& truth, const Answers& answers);

}  // namespace tidemark
