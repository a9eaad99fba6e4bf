#pragma once

#include "sim/judge/trace.h"
#include "sim/scenario/scenario.h"
#include "sim/world/tape.h"

#include <memory>
#include <string>
#include <vector>

namespace tidemark {

// A promise of Tidemark that did not hold in a run: named as in `tidemark list invariants`.
struct Violation {
    std::string invariant;  // "conservation"
    std::string mode;
    ProcessingTime at{};
    std::string message;          // what was expected, what was found
    std::vector<EventId> events;  // the first events concerned, where known
};

struct RunOptions {
    TraceLevel level{TraceLevel::full};
    std::vector<std::string> modes;  // only these; empty: all of the scenario
};

// A finished run: the scenario, the tape that every mode read, and what each mode did with it. Plain data, shared by
// constant pointers; reading it changes nothing.
struct Simulation {
    std::shared_ptr<const Scenario> scenario;
    Seed seed;
    TraceLevel level{TraceLevel::full};
    std::shared_ptr<const Tape> tape;
    std::vector<ModeTrace> modes;       // in the order of the scenario
    std::vector<Violation> violations;  // found while running (I1, I3, I5 to I8, I15, I19); empty is the normal case

    const ModeTrace* find(const std::string& mode) const;
};

// The one door: the command line, the window and the tests run scenarios by this and nothing behind it. A pure function
// of its arguments. The scenario needs a clock with `until`.
Simulation run(const Scenario& scenario, Seed seed, const RunOptions& options = {});
// The same, on a tape that was drawn before (by the same scenario and seed).
Simulation run(std::shared_ptr<const Scenario> scenario, Seed seed, std::shared_ptr<const Tape> tape,
               const RunOptions& options);

}  // namespace tidemark
