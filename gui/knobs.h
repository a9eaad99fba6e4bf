#pragma once

#include "gui/loaded_run.h"

#include <optional>
#include <string>
#include <vector>

namespace tidemark::gui {

// The value of a key as a scenario writes it ("10m", "drop"); empty where nothing stands there. Paths
// are those of `--set`: "stream.allowed_lateness", "modes.stream.watermark.delay".
std::string run_value(const LoadedRun& run, const std::string& path);   // with the changes and every default
std::string file_value(const LoadedRun& run, const std::string& path);  // as the file says, without the changes

// A duration as scenarios write it: "90s", "15m".
std::string compact_text(ProcessingDuration duration);

// The file with settings in it. Where they name scalars that the file writes, these are replaced and all else, comments
// too, stays as it is; else the whole resolved scenario. Loading the text gives the same scenario as the run's.
std::string text_with(const LoadedRun& run);

// "scenarios/subway-2358-changed.yaml" for "scenarios/subway-2358.yaml".
std::string changed_name(const std::string& file);

}  // namespace tidemark::gui
