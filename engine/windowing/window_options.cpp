#include "engine/windowing/window_options.h"

#include "engine/windowing/assign.h"

namespace tidemark {
namespace {

void problems_of_kafka(const WindowOptions& options, std::vector<std::string>& found) {
    if (to_string(options.trigger) != "default") found.push_back("profile kafka has no triggers: only default");
    if (options.accumulation != Accumulation::accumulating)
        found.push_back("profile kafka has no discarding panes: its updates are cumulative");
    if (options.timestamp != TimestampCombiner::end_of_window)
        found.push_back("profile kafka has no timestamp combiners: an update has the time of its latest record");
}

}  // namespace

std::vector<std::string> problems(const WindowOptions& options) {
    std::vector<std::string> found = problems(options.window, options.profile);
    if (options.lateness.count() < 0) found.push_back("the allowed lateness must not be negative");
    if (options.profile == EngineName::kafka) problems_of_kafka(options, found);
    else if (options.emit != EmitStrategy::panes)
        found.push_back("emit every_update and emit final are Kafka's: they need profile kafka");
    return found;
}

}  // namespace tidemark
