#pragma once

#include "gui/keys.h"
#include "gui/session.h"

#include <string>
#include <string_view>
#include <vector>

namespace tidemark::gui {

// Everything that can be done by a key or a button: the one table behind the keys, the buttons, the palette and the help.
struct Command {
    std::string_view id;     // "play": what a lesson highlights
    std::string_view group;  // a heading of the help
    std::string title;       // "play or pause"
    std::vector<Key> keys;   // the first is the one that is shown
    void (*act)(Session&);
    bool (*can)(const Session&);  // null: always
};
const std::vector<Command>& commands();
// An id that is not in the table is a mistake of ours.
const Command& command(std::string_view id);
bool can(const Command& command, const Session& session);
// "Space"; empty where it has no key.
std::string keys_text(const Command& command, const KeyNames& names = {});

// Does what the key stands for. False where nothing does, or it cannot be done now.
bool press(Session& session, const Key& key);

// "1" to "9" and mode numbers: a command for each of the first nine modes.
inline constexpr std::size_t modes_with_keys = 9;

}  // namespace tidemark::gui
