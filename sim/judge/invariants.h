#pragma once

#include "sim/simulation.h"

#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

class Judgement;

// A promise of Tidemark, or a property of a mode that a scenario can claim.
struct InvariantInfo {
    std::string_view id;         // "I1"
    std::string_view name;       // "conservation"
    std::string_view statement;  // one sentence
    bool always;                 // held in every run; else where a scenario claims it
    TraceLevel needs;            // what it can be checked from
    bool watched{false};         // below that level, seen broken in part, while the run goes (sim/world/watch.h)
};
std::vector<InvariantInfo> invariant_catalogue();
const InvariantInfo* find_invariant(std::string_view name);

// Checks every invariant that is always on and that the run's level allows, over all its modes. Empty: all hold. The
// violations that the run itself found come first.
std::vector<Violation> check_invariants(Judgement& judgement);
// One of them.
std::vector<Violation> check_invariant(Judgement& judgement, std::string_view name);
// I0: two runs of one scenario and seed; says which ingredient of which mode differs first.
std::vector<Violation> check_replay_identical(const Simulation& first, const Simulation& second);

// In words: the name, the mode, the instant, what was expected and found, the events.
std::string to_text(const Violation& violation, const Simulation& simulation);

}  // namespace tidemark
