#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/tape.h"

#include <string>
#include <vector>

namespace tidemark {

class Judgement;

enum class Outcome { pass, fail, inconclusive };

// What became of one entry of `expect` or `sometimes`.
struct Verdict {
    std::string id;  // "batch-23"; of a probe, "sometimes late" or "sometimes late in stream"
    SourcePosition where;
    std::string mode;  // empty: none in particular
    Outcome outcome{Outcome::pass};
    std::string expected,
        got;          // "13", "12"; "conservation", "1 violation: ..."; empty where outcome is pass by default
    std::string why;  // "(missing: dan1)", "(twice: w00, w01 and 8 more)"; empty where nothing can be said
};

// "expected 13, got 12 (missing: dan1)"; "inconclusive: no event was late".
std::string to_text(const Verdict& verdict);

// One verdict an entry, in the order of the scenario: first `expect`, then `sometimes`. Entries on modes that were left
// out of the run are inconclusive.
std::vector<Verdict> judge_expectations(Judgement& judgement);
// The least that a run must keep for every one of them to be judged.
TraceLevel level_needed(const Scenario& scenario);
// A single one: also for a lesson's goal.
Verdict judge_expectation(Judgement& judgement, const Expectation& expectation);

}  // namespace tidemark
