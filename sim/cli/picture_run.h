#pragma once

#include "sim/cli/scenario_run.h"
#include "sim/scene/scene.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace tidemark {

// A run that is looked at in one of its modes. All modes run: the error chart shows them all. Never moved once made.
struct PictureRun {
    std::shared_ptr<const Scenario> scenario;
    Simulation simulation;
    std::unique_ptr<Scenes> scenes;
    std::size_t mode{0};
};

// Reads --mode, --seed and --set, loads and runs. Where that cannot be done, the reason is printed, and the code returned.
std::variant<std::unique_ptr<PictureRun>, ExitCode> run_for_picture(const Arguments& arguments, Console& console);

// "00:06:00" (on the day on which the clock comes by there, where it runs for a day at most), "D+1 00:06:00", "end". A
// mistake is a sentence.
std::variant<ProcessingTime, std::string> read_instant(std::string_view option, const std::string& text,
                                                       const Clock& clock);

}  // namespace tidemark
