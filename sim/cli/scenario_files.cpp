#include "sim/cli/scenario_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace tidemark {

namespace fs = std::filesystem;

std::vector<std::string> scenario_files(const std::vector<std::string>& paths, std::vector<std::string>& missing) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        std::error_code error;
        if (!fs::is_directory(path, error)) {
            if (path == "-" || fs::exists(path, error)) {
                files.push_back(path);
            } else {
                missing.push_back(path);
            }
            continue;
        }
        std::vector<std::string> found;
        fs::recursive_directory_iterator walk(path, fs::directory_options::skip_permission_denied, error);
        for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
            const fs::path& file = walk->path();
            const bool scenario = file.extension() == ".yaml" || file.extension() == ".yml";
            if (scenario && walk->is_regular_file()) found.push_back(file.lexically_normal().string());
        }
        std::sort(found.begin(), found.end());
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

std::string scenarios_folder() {
    const std::string here = "scenarios";
    std::error_code error;
    if (fs::is_directory(here, error)) return here;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error) return here;
    const fs::path installed = program.parent_path().parent_path() / "share" / "tidemark" / "scenarios";
    return fs::is_directory(installed, error) ? installed.string() : here;
}

bool matches_pattern(std::string_view name, std::string_view pattern) {
    // Goes back to the last star when something does not fit: linear for every pattern people write.
    std::size_t n = 0, p = 0, star = std::string_view::npos, resume = 0;
    while (n < name.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n]) && pattern[p] != '*') {
            ++n;
            ++p;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

std::string name_of_file(const std::string& path) { return fs::path(path).stem().string(); }

}  // namespace tidemark
