#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// The scenario files among these paths, folders searched through; in the order of the paths, within a folder by name.
// `missing` gets the paths that are not there.
std::vector<std::string> scenario_files(const std::vector<std::string>& paths, std::vector<std::string>& missing);

// Where scenarios are looked for when nobody says: `scenarios` here; else those that were installed with the program.
std::string scenarios_folder();

// Whether a name matches a shell pattern of `*`, `?` and plain letters.
bool matches_pattern(std::string_view name, std::string_view pattern);

// "scenarios/late.yaml" -> "late".
std::string name_of_file(const std::string& path);

}  // namespace tidemark
