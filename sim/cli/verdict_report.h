#pragma once

#include "sim/cli/scenario_run.h"

#include <string>

namespace tidemark {

// The arguments that show this one verdict again, and those that explain it; the latter is empty where no single window
// or event is to blame. Without the program's name.
std::string again_command(const JudgedRun& run, const Verdict& verdict);
std::string why_command(const JudgedRun& run, const Verdict& verdict);

// "scenarios/late.yaml:31:3: all-right: expected 0, got 1 (missing: dan1)".
std::string located(const JudgedRun& run, const Verdict& verdict);

// The lines below a FAIL or INCONCLUSIVE: where, what, and the commands; each begun with `indent` blanks.
std::string verdict_details(const JudgedRun& run, const Verdict& verdict, const Console& console, std::size_t indent);

// Broken promises of Tidemark, in words, with how to report them. Empty where there are none.
std::string broken_promises(const JudgedRun& run, const Console& console);

}  // namespace tidemark
