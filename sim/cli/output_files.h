#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tidemark {

// Writes a whole file, or nothing: to a temporary name beside it, which then takes the final one. "-" is the standard
// output. Returns why it could not, as a sentence.
std::optional<std::string> write_file(const std::string& path, std::string_view content);

// The whole of a file; nothing where it cannot be read.
std::optional<std::string> read_file(const std::string& path);

// Makes a folder and those above it. Returns why it could not.
std::optional<std::string> make_folder(const std::string& path);

}  // namespace tidemark
