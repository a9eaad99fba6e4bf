#pragma once

#include "sim/scenario/load.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::gui {

class Session;

// What stands on the screen, as a text that the command line takes back:
// "subway.yaml?set=stream.allowed_lateness=0s&mode=stream&now=D+1T00:06:00&sel=event:bo1".
struct Link {
    std::string file;
    std::vector<Setting> settings;
    std::optional<std::uint64_t> seed;
    std::string mode, now, selection, layout;  // `now` as --at takes it; each empty: as the window opens
};

std::string to_text(const Link& link);

// Whether the text is a link at all: a file, a question mark, and a word of links behind it.
bool is_link(std::string_view text);
// A mistake is a sentence.
struct ReadLink {
    Link link;
    std::string mistake;
};
ReadLink read_link(std::string_view text);

Link link_to(const Session& session);
// Ready to be pasted into a terminal.
std::string command_of(const Link& link);

}  // namespace tidemark::gui
