#include "sim/cli/commands/all.h"
#include "sim/cli/scenario_files.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace tidemark {
namespace {

// The explorer lies beside the command, so that the command needs no OpenGL.
std::string explorer_path() {
    std::error_code problem;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", problem);
    return (problem ? std::filesystem::path{"tidemark-gui"} : self.parent_path() / "tidemark-gui").string();
}

ExitCode run_gui(const Arguments& arguments, Console& console) {
    const std::string program = explorer_path();
    if (access(program.c_str(), X_OK) != 0) {
        const std::string file =
            arguments.operands.empty() ? scenarios_folder() + "/subway-2358.yaml" : arguments.operands.front();
        return console.misused(
            fmt::format("the explorer is not built or not installed ({} is not there)", program),
            fmt::format("./tidemark gui builds it; without a window: {}", console.command("run " + file)));
    }
    std::vector<std::string> words{program};
    for (const auto& [name, values] : arguments.options)
        for (const std::string& value : values) {
            words.push_back(name);
            if (name != "--light" && name != "--bench" && name != "--first") words.push_back(value);
        }
    for (const std::string& operand : arguments.operands)
        words.push_back(operand);
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    console.out.flush();
    execv(program.c_str(), pointers.data());
    return console.misused(fmt::format("{} could not be started: {}", program, std::strerror(errno)));
}

}  // namespace

Verb gui_verb() {
    VerbSpec spec;
    spec.name = "gui";
    spec.summary = "open the explorer";
    spec.operands = "[FILE|LINK]";
    spec.operands_max = 1;
    spec.about =
        "Opens the window: the plane of processing time against event time, with the watermark as a staircase, the "
        "lanes below it and the error of every mode. Without FILE it opens where it was closed last, at first with the click "
        "from the subway; a LINK is what Ctrl+L copies there. Where there is no "
        "display, it says so and which commands show the same in a terminal. Every key is listed under ?.";
    spec.options = {
        {"--at", "T", "stand at this instant: \"23:58:00\", \"D+1 00:06:00\", end", false, {}},
        {"--mode", "M", "whose plane and lanes", false, {}},
        {"--select", "ID", "what is told: event:bo1, window:23:00", false, {}},
        {"--layout", "L", "what is shown", false, {"lesson", "compare", "engineer", "lecture"}},
        {"--set", "K=V", "change a setting of the scenario", true, {}},
        {"--size", "WxH", "of the window, in pixels", false, {}},
        {"--scale", "X", "of text, from 0.8 to 2", false, {}},
        {"--light", "", "dark text on a light ground", false, {}},
        {"--first", "", "begin with the first thirty seconds, as if never opened", false, {}},
        {"--screenshot", "F.png", "write a picture and end", false, {}},
        {"--bench", "", "measure frames, and a changed setting to its picture, and end", false, {}},
    };
    spec.examples = {{"gui scenarios/subway-2358.yaml", "play it"},
                     {"gui scenarios/subway-2358.yaml --at \"D+1 00:06:00\" --mode stream --screenshot plane.png",
                      "a picture of an instant"}};
    return {std::move(spec), run_gui};
}

}  // namespace tidemark
