#pragma once

#include "engine/time.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tidemark::gui {

// How fast virtual time goes against the wall's, in thousandths: 60'000 is sixtyfold.
struct Speed {
    std::int64_t thousandths{60'000};
};
const std::vector<Speed>& speeds();   // in order; what the buttons step through
std::string speed_text(Speed speed);  // "60x", "0.1x"
// The one in which so much virtual time passes in about `seconds`.
std::size_t speed_for(ProcessingDuration stretch, double seconds);

// The play head's state. The wall clock drives `now` and nothing else.
struct Playback {
    bool playing{false};
    std::size_t speed{0};                 // in `speeds`
    std::optional<ProcessingTime> until;  // stops here; empty: at the run's end

    // Where `now` is after so many seconds of the wall clock; stops playing where it has to.
    ProcessingTime advance(ProcessingTime now, double seconds, ProcessingTime end);
};

}  // namespace tidemark::gui
