#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/cluster.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tidemark {

// The parts of a mode that a fault can name, and the processes that each is made of.
using Parts = std::map<std::string, std::vector<ProcessId>, std::less<>>;

// Puts the processes of one mode into a cluster, connects them, and plans what will happen to them.
struct Assembly {
    const Scenario& scenario;
    const Mode& mode;
    std::shared_ptr<const Tape> tape;
    Cluster cluster;

    void operator()(const StreamMode& stream);  // stream_assembly.cpp
    void operator()(const MicroBatchMode& micro_batch);
    void operator()(const BatchMode& batch);

    // `main_part` is meant where a fault names the mode alone.
    void plan_faults(const Parts& parts, const std::string& main_part);
    std::vector<ProcessId> hit(const std::string& target, const Parts& parts, const std::string& main_part) const;
};

}  // namespace tidemark
