#pragma once

#include "engine/windowing/aggregate.h"
#include "engine/windowing/profile.h"
#include "engine/windowing/trigger.h"
#include "engine/windowing/window.h"

#include <string>
#include <vector>

namespace tidemark {

enum class TimeDomain { event, processing };
enum class Accumulation { accumulating, discarding };
enum class LatePolicy { drop, side_output };
enum class TimestampCombiner { end_of_window, earliest, latest };
// What Kafka Streams emits: `panes` is everyone else's way. Under profile kafka `panes` means `every_update`, Kafka's
// default.
enum class EmitStrategy { panes, every_update, final };

struct WindowOptions {
    EngineName profile{EngineName::flink};
    WindowSpec window{Tumbling{std::chrono::hours{1}}};
    TimeDomain time{TimeDomain::event};
    Trigger trigger{};  // `default`
    Accumulation accumulation{Accumulation::accumulating};
    EventDuration lateness{};  // allowed lateness; Kafka: grace. EventDuration::max() is `max`
    LatePolicy late{LatePolicy::drop};
    AggregateSpec aggregate{};
    TimestampCombiner timestamp{TimestampCombiner::end_of_window};
    EventDuration timestamp_shift{};  // `earliest plus T`
    EmitStrategy emit{EmitStrategy::panes};
};

// Every reason why no operator can be made of these options, as sentences; empty when one can. What an engine does not
// have is refused rather than made up: Kafka Streams has no triggers, no discarding panes, no offsets.
std::vector<std::string> problems(const WindowOptions& options);

}  // namespace tidemark
