#include "sim/judge/fate.h"

namespace tidemark {

std::string_view to_string(Fate fate) {
    switch (fate) {
        case Fate::device:
            return "device";
        case Fate::network:
            return "network";
        case Fate::log:
            return "log";
        case Fate::channel:
            return "channel";
        case Fate::held:
            return "held";
        case Fate::uncommitted:
            return "uncommitted";
        case Fate::counted_early:
            return "counted_early";
        case Fate::counted_on_time:
            return "counted_on_time";
        case Fate::counted_late:
            return "counted_late";
        case Fate::corrected:
            return "corrected";
        case Fate::elsewhere:
            return "elsewhere";
        case Fate::filtered:
            return "filtered";
        case Fate::side_output:
            return "side_output";
        case Fate::dropped:
            return "dropped";
        case Fate::deduplicated:
            return "deduplicated";
        case Fate::lost:
            return "lost";
        case Fate::unexplained:
            return "unexplained";
    }
    return "?";
}

bool is_counted(Fate fate) {
    return fate == Fate::counted_early || fate == Fate::counted_on_time || fate == Fate::counted_late ||
           fate == Fate::corrected;
}

bool is_in_flight(Fate fate) {
    return fate == Fate::device || fate == Fate::network || fate == Fate::log || fate == Fate::channel ||
           fate == Fate::held || fate == Fate::uncommitted;
}

}  // namespace tidemark
