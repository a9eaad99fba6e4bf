#pragma once

#include "gui/loaded_run.h"

namespace tidemark::gui {

// Where each broken expectation of a judged run can be looked at, in order of time.
std::vector<BrokenExpectation> broken_expectations(LoadedRun& run);

}  // namespace tidemark::gui
