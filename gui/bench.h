#pragma once

#include "gui/session.h"
#include "gui/window.h"

#include <string>

namespace tidemark::gui {

// Measures what a user waits for, and says it in lines like "lesson-1600x1000 median 8.2 ms": frames in which `now` moves
// through the run, at three sizes; and from a changed setting to its finished picture.
std::string bench(Window& window, Session& session);

}  // namespace tidemark::gui
