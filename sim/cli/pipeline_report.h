#pragma once

#include "sim/cli/verb.h"
#include "sim/scenario/scenario.h"

#include <string>
#include <vector>

namespace tidemark {

// What a scenario consists of, in words: where events come from, what is asked, how each mode goes about it, what goes
// wrong; then the same as a Mermaid diagram.
std::string pipeline_report(const Scenario& scenario, const Console& console);
// The diagram alone, without the fence.
std::string mermaid(const Scenario& scenario);

// In one sentence: how a mode goes about the question; where a source's events come from.
std::string mode_in_words(const Mode& mode, const Clock& clock);
std::string source_in_words(const Source& source, const Clock& clock);

}  // namespace tidemark
