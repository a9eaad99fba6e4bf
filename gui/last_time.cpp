#include "gui/last_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace tidemark::gui {

namespace fs = std::filesystem;

std::optional<std::string> last_time_path() {
    const char* state = std::getenv("XDG_STATE_HOME");
    // The standard says that a path which is not absolute is to be passed over.
    if (state != nullptr && *state == '/') return (fs::path{state} / "tidemark" / "window").string();
    const char* home = std::getenv("HOME");
    if (home == nullptr || *home != '/') return std::nullopt;
    return (fs::path{home} / ".local/state/tidemark/window").string();
}

std::optional<LastTime> read_last_time(const std::string& path) {
    std::ifstream file(path);
    LastTime last;
    std::string line;
    while (std::getline(file, line)) {
        const std::size_t equals = line.find('=');
        if (equals == std::string::npos) continue;
        const std::string word = line.substr(0, equals), value = line.substr(equals + 1);
        if (word == "link") last.link = value;
        if (word == "light") last.light = value == "yes";
        if (word == "tenths") {
            int tenths = 0;
            for (const char c : value.substr(0, 3))
                if (c >= '0' && c <= '9') tenths = tenths * 10 + (c - '0');
            last.scale = std::clamp(tenths / 10.0, 0.8, 2.0);
        }
    }
    return last.link.empty() ? std::nullopt : std::optional{last};
}

bool write_last_time(const std::string& path, const LastTime& last) {
    std::error_code problem;
    fs::create_directories(fs::path{path}.parent_path(), problem);
    const std::string partial = path + ".partial";
    {
        std::ofstream file(partial, std::ios::trunc);
        file << fmt::format("link={}\nlight={}\ntenths={}\n", last.link, last.light ? "yes" : "no",
                            static_cast<int>(last.scale * 10 + 0.5));
        file.close();
        if (file.fail()) return false;
    }
    fs::rename(partial, path, problem);
    return !problem;
}

}  // namespace tidemark::gui
