#pragma once

#include "engine/windowing/profile.h"
#include "engine/windowing/window.h"
#include "sim/transcript/player.h"

namespace tidemark::transcript {

// The settings `profile` and `window`, which several operators share. Problems are left in `settings`.
EngineName read_profile(Settings& settings);
WindowSpec read_window(Settings& settings, EngineName profile);
// "tumbling 10s", "sliding 10s every 5s offset 1s", "session 3s", "global", as the setting says it. A problem where a
// record would have more than 1000 windows.
WindowSpec parse_window_setting(Settings& settings, const Setting& setting, EngineName profile);

}  // namespace tidemark::transcript
