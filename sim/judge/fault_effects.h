#pragma once

#include "sim/simulation.h"

#include <cstdint>
#include <optional>
#include <string>

namespace tidemark {

// How often an entry of the plan did something in a run: on the tape, to events, attempts and copies; in the modes, to
// processes. 0: it was vacuous. Nothing where it concerns a mode that was not run.
std::optional<std::uint64_t> times_effective(const Simulation& simulation, std::uint32_t fault);
// The fault in words: "loss of all from 12:00:00 for 5 min, share 5%", "crash of stream at 12:07:37.4". As its entry says it.
std::string fault_in_words(const Fault& fault, const Clock& clock);

}  // namespace tidemark
