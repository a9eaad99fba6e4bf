#pragma once

#include "sim/judge/trace.h"
#include "sim/scenario/scenario.h"
#include "sim/world/tape.h"
#include "sim/world/watch.h"

#include <memory>
#include <vector>

namespace tidemark {

// What one mode did, and the promises of Tidemark that were seen broken meanwhile (none, normally).
struct ModeRun {
    ModeTrace trace;
    std::vector<Sighting> sightings;
};

// Assembles the processes of one mode into a cluster of its own and runs it over the tape. Modes share the tape and
// nothing else: what one does cannot reach another.
ModeRun run_mode(const Scenario& scenario, const Mode& mode, std::shared_ptr<const Tape> tape, TraceLevel level);

// The partitions that a batch mode's schedule and backfills compute, in order of their firing.
struct PlannedFiring {
    ProcessingTime at{};
    std::vector<Window> partitions;
};
std::vector<PlannedFiring> planned_firings(const BatchMode& mode);

}  // namespace tidemark
