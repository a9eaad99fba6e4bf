#pragma once

#include "sim/scenario/form.h"
#include "sim/scenario/scenario.h"

#include <optional>
#include <string>

namespace tidemark {

// One setting of a scenario, for somebody who wants to turn it: what stands there and what may.
struct Knob {
    std::string path;      // "stream.watermark.delay", as `--set` and lessons write it
    std::string value;     // as a file would write it: "30s", "{kind: upsert}"; empty where nothing stands there
    std::string sentence;  // what it says: "how far the watermark stays behind the newest event"
    FormPointer form;      // what may stand there
};

// The knob at a path; nothing where the path names no key of the table for this scenario.
std::optional<Knob> knob_at(const Scenario& scenario, const std::string& path);

}  // namespace tidemark
