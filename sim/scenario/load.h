#pragma once

#include "sim/scenario/diagnostic.h"
#include "sim/scenario/scenario.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// One `--set PATH=VALUE`, split at the first '='. The value is YAML; the path is the YAML path, with names or numbers
// (from 0) for the items of lists; a mode's name alone is short for modes.NAME.
struct Setting {
    std::string path, value;
};
// "stream.allowed_lateness=10m" -> a Setting; nothing where there is no '='.
std::optional<Setting> parse_setting(std::string_view text);

// Gives the files that a scenario names, by the path written there.
struct FileText {
    std::optional<std::string> text;  // nothing: `error` says why, as a sentence
    std::string error;
};
using FileReader = std::function<FileText(const std::string& path)>;

// A scenario, or every mistake that was found.
struct Loaded {
    std::optional<Scenario> scenario;  // only where there are no problems
    std::vector<Diagnostic> problems;  // in the order of the texts
    std::string file_name;
    std::string text;  // as read, settings not applied
};

// Reads a scenario from memory. `file_name` is what messages call it. Settings are checked by the same table of keys as
// the file. Never throws, whatever the text.
Loaded load_scenario_text(std::string_view file_name, std::string_view text, const std::vector<Setting>& settings,
                          const FileReader& read_file);

// Reads a scenario file, and the traces that it names, beside it. "-" is the standard input.
Loaded load_scenario_file(const std::string& path, const std::vector<Setting>& settings = {});

// The scenario with every default filled in, as YAML: loading it gives an equal scenario. Modes stand for themselves
// (`like` is gone), firings of a schedule are listed.
std::string resolved(const Scenario& scenario);

// JSON Schema (draft 7) of scenario files, for editors; and the reference page, in Markdown.
std::string scenario_schema();
std::string scenario_reference();

}  // namespace tidemark
