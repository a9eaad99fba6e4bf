#pragma once

#include <functional>
#include <string>

namespace tidemark::gui {

// A key as the window system numbers it by its place on the keyboard (GLFW's codes: letters and digits are their ASCII
// capitals), and what is held with it.
struct Key {
    int code{0};
    bool control{false}, shift{false}, alt{false};
    friend bool operator==(const Key&, const Key&) = default;
};

// GLFW's codes of the keys that are no characters; the window holds that they agree.
namespace key_code {
inline constexpr int space = 32, comma = 44, minus = 45, period = 46, slash = 47, equal = 61, left_bracket = 91,
                     right_bracket = 93, escape = 256, enter = 257, tab = 258, backspace = 259, right = 262, left = 263,
                     page_up = 266, page_down = 267, home = 268, end = 269, f1 = 290, keypad_enter = 335;
}

// What is printed on a key, where the keyboard says so ("z" on a German one for Y); empty: the usual one is taken.
using KeyNames = std::function<std::string(int code)>;

// "Ctrl+S", "Space", "Shift+,".
std::string key_text(const Key& key, const KeyNames& names = {});

}  // namespace tidemark::gui
