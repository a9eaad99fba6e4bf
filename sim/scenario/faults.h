#pragma once

#include "sim/scenario/scenario.h"

#include <string>
#include <vector>

namespace tidemark {

// A kind of fault, for people: what `tidemark list faults` and the reference say of it.
struct FaultInfo {
    std::string name;        // "crash": the key that its entry begins with
    std::string id;          // "TASK-1"
    std::string target;      // what the key's value names
    std::string parameters;  // "at, for, share": its other keys
    std::string sentence;    // what happens
};
// Every fault that scenarios can name, in the order of the catalogue.
std::vector<FaultInfo> fault_catalogue();

// The entry as a line of a file: {loss: all, at: "12:00:00", for: 5m, share: 5%}
std::string fault_entry(const Fault& fault, const Clock& clock);

}  // namespace tidemark
