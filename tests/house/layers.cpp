#include "tests/house/rules.h"
#include "tests/house/scan.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark::house {
namespace {

// Which folders (and single files) of the project a folder may include, besides itself. A folder that is not listed may
// not exist: a new layer is a decision. What stands in sim/ itself is the door to a run.
struct Layer {
    std::string folder;
    std::vector<std::string> below;
};
const std::vector<Layer>& layers() {
    static const std::vector<Layer> all{
        {"engine", {}},
        {"sim/world", {"engine", "sim/scenario/scenario.h", "sim/judge/trace.h"}},  // it writes the trace
        {"sim/judge",
         {"engine", "sim/world", "sim/scenario/scenario.h", "sim/simulation.h"}},  // a finished run, as a value
        {"sim/scenario", {"engine", "sim/world"}},
        {"sim/transcript", {"engine"}},
        {"sim/scene", {"engine", "sim/world", "sim/judge", "sim/scenario"}},
        {"sim/lesson", {"engine", "sim/world", "sim/judge", "sim/scenario"}},
        {"sim/glossary", {}},  // the words of the field, for the command line and the window
        {"sim", {"engine", "sim/world", "sim/judge", "sim/scenario"}},
        {"sim/campaign", {"engine", "sim"}},
        {"sim/cli", {"engine", "sim"}},
        {"gui", {"engine", "sim"}},
        {"tests", {"engine", "sim", "gui"}},
    };
    return all;
}

// Who alone may include what: a library, or a file of the project.
struct Secret {
    std::string header;  // the beginning of what is included
    std::vector<std::string> folders;
};
const std::vector<Secret>& secrets() {
    static const std::vector<Secret> all{
        {"libfyaml.h", {"sim/scenario"}},
        {"boost/", {"sim/cli", "sim/campaign", "gui"}},
        {"CLI/", {"sim/cli"}},
        {"imgui", {"gui", "tests/gui"}},
        {"GLFW/", {"gui"}},
        {"gtest/", {"tests"}},
        {"sim/world/random.h", {"sim/world", "tests"}},
        {"sim/cli/", {"sim/cli", "tests"}},
    };
    return all;
}

// The folder's, or its nearest listed parent's; directly in sim/ is not below sim/world. Null where none is listed.
const Layer* layer_of(const std::string& file) {
    for (const Layer& layer : layers()) {
        const bool whole = layer.folder != "sim" || file.find('/', layer.folder.size() + 1) == std::string::npos;
        if (is_below(file, layer.folder) && whole) return &layer;
    }
    return nullptr;
}

bool may_include(const Layer& layer, const std::string& path) {
    const Layer* other = layer_of(path);
    if (other == nullptr || other == &layer) return true;  // a library, or itself
    return std::any_of(layer.below.begin(), layer.below.end(),
                       [&](const std::string& below) { return path == below || is_below(path, below); });
}

}  // namespace

std::vector<Finding> broken_layers(const std::string& file, const std::string& text) {
    if (!is_source(file)) return {};
    const Layer* layer = layer_of(file);
    if (layer == nullptr)
        return {{file, 1, "a new folder", "tests/house/layers.cpp lists them, and what each may include"}};
    std::vector<Finding> findings;
    for (const Include& include : includes_of(text)) {
        if (!may_include(*layer, include.path))
            findings.push_back({file, include.line, include.path,
                                fmt::format("{} includes only: itself{}{}", layer->folder,
                                            layer->below.empty() ? "" : ", ", fmt::join(layer->below, ", "))});
        for (const Secret& secret : secrets())
            if (include.path.starts_with(secret.header) &&
                std::none_of(secret.folders.begin(), secret.folders.end(),
                             [&](const std::string& f) { return is_below(file, f); }))
                findings.push_back(
                    {file, include.line, include.path, fmt::format("only for {}", fmt::join(secret.folders, ", "))});
        const bool foreign = layer_of(include.path) == nullptr && include.path.find('/') != std::string::npos;
        if (layer->folder == "engine" && foreign && !include.path.starts_with("fmt/"))
            findings.push_back(
                {file, include.line, include.path, "the engine knows only fmt and the standard library"});
    }
    return findings;
}

}  // namespace tidemark::house
