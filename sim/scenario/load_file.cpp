// The part of the loader that touches the disk.
#include "sim/scenario/load.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

namespace tidemark {
namespace {

// A scenario is refused above 1 MiB by a better sentence; this only bounds what is read at all.
constexpr std::size_t scenario_most = 16u * 1024 * 1024;
constexpr std::size_t trace_most = 256u * 1024 * 1024;

FileText read_stream(std::FILE* file, std::size_t most) {
    std::string text;
    char buffer[65536];
    while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, file)) {
        text.append(buffer, n);
        if (text.size() > most) return {std::nullopt, fmt::format("has more than {} MiB", most / (1024 * 1024))};
    }
    if (std::ferror(file) != 0) return {std::nullopt, fmt::format("cannot be read: {}", std::strerror(errno))};
    return {std::move(text), {}};
}

FileText read_file(const std::filesystem::path& path, std::size_t most) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) return {std::nullopt, "there is no such file"};
    if (status.type() == std::filesystem::file_type::directory) return {std::nullopt, "is a directory, not a file"};
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    const std::unique_ptr<std::FILE, Close> file{std::fopen(path.c_str(), "rb")};
    if (!file) return {std::nullopt, fmt::format("cannot be opened: {}", std::strerror(errno))};
    return read_stream(file.get(), most);
}

}  // namespace

Loaded load_scenario_file(const std::string& path, const std::vector<Setting>& settings) {
    const bool standard_input = path == "-";
    const std::string name = standard_input ? "<stdin>" : path;
    FileText file = standard_input ? read_stream(stdin, scenario_most) : read_file(path, scenario_most);
    if (!file.text) {
        Loaded loaded;
        loaded.file_name = name;
        loaded.problems.push_back({name, {}, std::move(file.error), {}, {}});
        return loaded;
    }
    const std::filesystem::path folder =
        standard_input ? std::filesystem::path{"."} : std::filesystem::path{path}.parent_path();
    return load_scenario_text(name, *file.text, settings,
                              [&folder](const std::string& beside) { return read_file(folder / beside, trace_most); });
}

}  // namespace tidemark
