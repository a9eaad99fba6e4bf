#include "engine/windowing/window_output.h"

namespace tidemark {

std::string_view to_string(PaneTiming timing) {
    switch (timing) {
        case PaneTiming::early:
            return "early";
        case PaneTiming::on_time:
            return "on_time";
        case PaneTiming::late:
            return "late";
    }
    return "?";
}

void WindowOutput::clear() {
    panes.clear();
    refused.clear();
    placed.clear();
    merged.clear();
    cleared.clear();
}

}  // namespace tidemark
