#pragma once

#include "engine/time.h"
#include "sim/judge/judgement.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidemark {

// Of the events that belong to a mode's windows, how many its answers count.
struct Share {
    std::uint64_t counted{0}, all{0};
    // In millionths, rounded down: only what is complete is 1 000 000. All of none is complete.
    std::int64_t millionths() const;
    friend bool operator==(const Share&, const Share&) = default;
};

// What waiting buys: a point a mode.
struct CompletenessPoint {
    std::size_t mode{0};                      // as in Simulation::modes
    std::string name;                         // the mode's
    std::optional<ProcessingDuration> delay;  // of its watermark; none: it has none to wait for
    std::optional<ProcessingDuration> wait;   // from a window's end to its first answer, the median; none: no answer
    Share all;
    std::vector<Share> cohorts;  // as in CompletenessCurve::cohorts
};
struct CompletenessCurve {
    std::vector<std::string> cohorts;       // who the events are from, in the order of the sources
    std::vector<CompletenessPoint> points;  // by delay, modes without one last
};

// How many different watermark delays the modes have: with three or more, a curve has a shape.
std::size_t delays_compared(const Scenario& scenario);

// As of an instant; empty: at the end. Needs trace level `full`. A pure function of the run, and costs as much as there are
// events: keep it.
CompletenessCurve completeness_curve(Judgement& judgement, std::optional<ProcessingTime> as_of = std::nullopt);

}  // namespace tidemark
