#include "sim/cli/output_files.h"

#include "sim/cli/interrupt.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace tidemark {
namespace {

std::string cannot(std::string_view verb, const std::string& path, int reason) {
    return fmt::format("cannot {} {}: {}", verb, path, std::strerror(reason));
}

}  // namespace

std::optional<std::string> write_file(const std::string& path, std::string_view content) {
    if (path == "-") {
        const bool written =
            std::fwrite(content.data(), 1, content.size(), stdout) == content.size() && std::fflush(stdout) == 0;
        return written ? std::nullopt : std::optional{cannot("write", "the standard output", errno)};
    }
    const std::string unfinished = path + ".unfinished";
    const RemovedOnInterrupt guard(unfinished);
    std::FILE* file = std::fopen(unfinished.c_str(), "wb");
    if (file == nullptr) return cannot("write", path, errno);
    const bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
    const bool closed = std::fclose(file) == 0;
    if (!written || !closed || std::rename(unfinished.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        std::remove(unfinished.c_str());
        return cannot("write", path, reason);
    }
    return std::nullopt;
}

std::optional<std::string> read_file(const std::string& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

std::optional<std::string> make_folder(const std::string& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) return fmt::format("cannot make the folder {}: {}", path, error.message());
    return std::nullopt;
}

}  // namespace tidemark
