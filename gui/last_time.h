#pragma once

#include <optional>
#include <string>

// Where the window stood when it was closed, so that the next start opens there. Looks only: nothing of it reaches a run.
namespace tidemark::gui {

struct LastTime {
    std::string link;  // as in link.h
    bool light{false};
    double scale{1};
};

// $XDG_STATE_HOME/tidemark/window, or ~/.local/state/tidemark/window; none where neither is known.
std::optional<std::string> last_time_path();
// None where there is no such file, or it says nothing of use.
std::optional<LastTime> read_last_time(const std::string& path);
// Makes the folders that are missing. False where it cannot be written: then the next start is a first one.
bool write_last_time(const std::string& path, const LastTime& last);

}  // namespace tidemark::gui
