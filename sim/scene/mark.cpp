#include "sim/scene/mark.h"

#include "sim/scene/scene.h"

namespace tidemark {

std::string_view to_string(MarkKind kind) {
    switch (kind) {
        case MarkKind::ideal:
            return "ideal";
        case MarkKind::window_band:
            return "window_band";
        case MarkKind::window_open:
            return "window_open";
        case MarkKind::window_closed:
            return "window_closed";
        case MarkKind::behind_watermark:
            return "behind_watermark";
        case MarkKind::purge:
            return "purge";
        case MarkKind::watermark:
            return "watermark";
        case MarkKind::lateness_horizon:
            return "lateness_horizon";
        case MarkKind::event_origin:
            return "event_origin";
        case MarkKind::event_tail:
            return "event_tail";
        case MarkKind::event_in_flight:
            return "event_in_flight";
        case MarkKind::event_arrived:
            return "event_arrived";
        case MarkKind::event_on_time:
            return "event_on_time";
        case MarkKind::event_late:
            return "event_late";
        case MarkKind::event_dropped:
            return "event_dropped";
        case MarkKind::event_side_output:
            return "event_side_output";
        case MarkKind::event_duplicate:
            return "event_duplicate";
        case MarkKind::event_lost:
            return "event_lost";
        case MarkKind::event_filtered:
            return "event_filtered";
        case MarkKind::event_elsewhere:
            return "event_elsewhere";
        case MarkKind::crowd:
            return "crowd";
        case MarkKind::firing_early:
            return "firing_early";
        case MarkKind::firing_on_time:
            return "firing_on_time";
        case MarkKind::firing_late:
            return "firing_late";
        case MarkKind::batch_cut:
            return "batch_cut";
        case MarkKind::batch_published:
            return "batch_published";
        case MarkKind::fault:
            return "fault";
        case MarkKind::now:
            return "now";
        case MarkKind::level:
            return "level";
        case MarkKind::line:
            return "line";
        case MarkKind::tick:
            return "tick";
        case MarkKind::busy:
            return "busy";
        case MarkKind::idle:
            return "idle";
        case MarkKind::blocked:
            return "blocked";
        case MarkKind::flag:
            return "flag";
        case MarkKind::stretch:
            return "stretch";
        case MarkKind::broken:
            return "broken";
        case MarkKind::row:
            return "row";
        case MarkKind::error:
            return "error";
        case MarkKind::no_answer:
            return "no_answer";
        case MarkKind::truth:
            return "truth";
    }
    return "";
}

std::string_view title_of(LaneKind kind) {
    switch (kind) {
        case LaneKind::in_flight:
            return "in flight";
        case LaneKind::log:
            return "log / lag";
        case LaneKind::operators:
            return "operator";
        case LaneKind::checkpoints:
            return "checkpoints";
        case LaneKind::state:
            return "state";
        case LaneKind::sink:
            return "sink";
        case LaneKind::faults:
            return "faults";
    }
    return "";
}

}  // namespace tidemark
