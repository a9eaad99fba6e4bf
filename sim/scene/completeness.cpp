#include "sim/scene/completeness.h"

#include <algorithm>

namespace tidemark {
namespace {

template <class... Cases>
struct Visitor : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Visitor(Cases...) -> Visitor<Cases...>;

std::optional<ProcessingDuration> delay_of(const Mode& mode) {
    using Delay = std::optional<ProcessingDuration>;
    return std::visit(Visitor{
                          [](const StreamMode& stream) -> Delay {
                              if (stream.time != TimeDomain::event) return std::nullopt;
                              return stream.watermark.delay;
                          },
                          [](const MicroBatchMode& micro) -> Delay {
                              if (micro.time != TimeDomain::event || !micro.watermark_delay) return std::nullopt;
                              return *micro.watermark_delay;
                          },
                          [](const BatchMode&) -> Delay { return std::nullopt; },
                      },
                      mode.settings);
}

void count(Share& share, bool counted) {
    ++share.all;
    if (counted) ++share.counted;
}

}  // namespace

std::int64_t Share::millionths() const {
    if (all == 0) return 1'000'000;
    return static_cast<std::int64_t>(counted * 1'000'000 / all);
}

std::size_t delays_compared(const Scenario& scenario) {
    std::vector<ProcessingDuration> delays;
    for (const Mode& mode : scenario.modes) {
        const std::optional<ProcessingDuration> delay = delay_of(mode);
        if (delay && std::find(delays.begin(), delays.end(), *delay) == delays.end()) delays.push_back(*delay);
    }
    return delays.size();
}

CompletenessCurve completeness_curve(Judgement& judgement, std::optional<ProcessingTime> as_of) {
    const Tape& tape = judgement.tape();
    CompletenessCurve curve;
    std::vector<std::size_t> cohort_of;  // of each source; cohorts.size() for those without
    for (const std::string& name : tape.cohorts) {
        const auto known = std::find(curve.cohorts.begin(), curve.cohorts.end(), name);
        cohort_of.push_back(static_cast<std::size_t>(known - curve.cohorts.begin()));
        if (name.empty()) cohort_of.back() = tape.cohorts.size();
        else if (known == curve.cohorts.end()) curve.cohorts.push_back(name);
    }
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
        CompletenessPoint point;
        point.mode = mode;
        point.name = judgement.trace(mode).mode;
        point.delay = delay_of(judgement.settings(mode));
        const Spread& wait = judgement.metrics(mode).first_answer;
        if (wait.count > 0) point.wait = wait.median;
        point.cohorts.resize(curve.cohorts.size());
        judgement.ledger(mode).each_own_life(as_of, [&](EventId event, KeyId, const Window&, Fate fate) {
            if (fate == Fate::filtered) return;
            count(point.all, is_counted(fate));
            const std::size_t cohort = cohort_of[tape.events[event.value].source];
            if (cohort < point.cohorts.size()) count(point.cohorts[cohort], is_counted(fate));
        });
        curve.points.push_back(std::move(point));
    }
    std::stable_sort(curve.points.begin(), curve.points.end(), [](const auto& a, const auto& b) {
        if (a.delay.has_value() != b.delay.has_value()) return a.delay.has_value();
        return a.delay && *a.delay < *b.delay;
    });
    return curve;
}

}  // namespace tidemark
