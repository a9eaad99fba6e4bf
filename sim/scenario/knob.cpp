#include "sim/scenario/knob.h"

#include "sim/scenario/keys.h"
#include "sim/scenario/paths.h"

namespace tidemark {

std::optional<Knob> knob_at(const Scenario& scenario, const std::string& path) {
    Node root = Node::mapping();
    scenario_keys().write(Writer{scenario.clock.day0}, scenario, root);
    std::vector<std::string> modes;
    for (const Mode& mode : scenario.modes)
        modes.push_back(mode.name);
    const FoundKey found = find_path(scenario_keys().form(), root, modes, path);
    if (!found.form) return std::nullopt;
    return Knob{path, found.node != nullptr ? flow_text(*found.node) : "", found.sentence, found.form};
}

}  // namespace tidemark
