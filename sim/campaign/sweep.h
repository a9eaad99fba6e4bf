#pragma once

#include "sim/campaign/grid.h"
#include "sim/scenario/scenario.h"
#include "sim/world/tape.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Many runs of one scenario: every seed at every point of a grid, each a world of its own, on many threads. What comes
// out is a function of the plan: threads only make it sooner.
namespace tidemark {

struct SweepPlan {
    std::vector<std::shared_ptr<const Scenario>> points;  // the scenario at each point of the grid; they can be run
    SeedRange seeds;
    std::vector<std::string> modes;  // only these; empty: all
    TraceLevel level{TraceLevel::full};
    std::size_t threads{0};                     // 0: as many as there are processors
    std::optional<std::uint64_t> failures_max;  // stop after the run that is the so-manieth to fail
    std::uint64_t runs() const { return seeds.count() * points.size(); }
};

// Something wrong with one run.
struct SweepFinding {
    enum class Kind { failed, inconclusive, broken } kind{Kind::failed};  // broken: a promise of Tidemark
    std::string name;                                                     // the expectation's id, an invariant
    std::string mode;                                                     // empty: none in particular
    SourcePosition where;
    std::string message;  // "expected 0, got 1"
};

// A run that did not pass. Runs are numbered by seed, and within a seed by point.
struct FailedRun {
    std::uint64_t seed{0};
    std::size_t point{0};
    std::vector<SweepFinding> findings;
};

// The smallest, the middle (of an even number the lower) and the largest of what the runs of one point came to.
struct SweepSpread {
    std::uint64_t count{0};  // of runs that had such a number
    std::int64_t min{0}, median{0}, max{0};
};
// One mode at one point, over all its runs.
struct SweptMode {
    std::string mode;
    std::uint64_t runs{0}, failed{0};  // failed: runs with a finding about this mode
    bool error_in_millionths{false};   // the job's aggregate is a mean
    SweepSpread error;                 // the sizes of the errors of all answers at the end, summed
    SweepSpread wrong_windows;         // windows wrong, or without an answer, at the end
    SweepSpread late_lost;             // events: dropped, put aside, lost by a fault
    SweepSpread median_wait_us;        // from a window's end to its first answer, the middle one of the run's windows
    SweepSpread final_answer_us;       // the longest time from a window's end until its answer stood
};
struct SweptPoint {
    std::uint64_t runs{0}, failed{0};
    std::vector<SweptMode> modes;  // in the order of the scenario
};

struct SweepResult {
    std::uint64_t runs{0};  // that were made: the first so many
    std::vector<SweptPoint> points;
    std::vector<FailedRun> failures;  // in order
    std::vector<Sometimes> never;     // probes of the scenario that no run fulfilled
    Fingerprint fingerprint;          // of all fingerprints of all runs, in order
    bool stopped{false};              // before the plan's end
};

// `goes_on` hears after each run, in order, how many have been made and have failed; false stops the sweep, and what is
// known by then is returned.
SweepResult sweep(const SweepPlan& plan, const std::function<bool(std::uint64_t runs, std::uint64_t failed)>& goes_on);

// The level that such runs are made at where nobody asks for one: `full`, so that every invariant is checked, while runs
// are small; else the least that the expectations need.
TraceLevel usual_level(const std::vector<std::shared_ptr<const Scenario>>& points);

}  // namespace tidemark
