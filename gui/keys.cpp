#include "gui/keys.h"

#include <array>
#include <cctype>
#include <utility>

namespace tidemark::gui {
namespace {

std::string name_of(int code, const KeyNames& names) {
    static constexpr std::array<std::pair<int, const char*>, 12> words{{{key_code::space, "Space"},
                                                                        {key_code::escape, "Esc"},
                                                                        {key_code::enter, "Enter"},
                                                                        {key_code::keypad_enter, "Enter"},
                                                                        {key_code::tab, "Tab"},
                                                                        {key_code::backspace, "Backspace"},
                                                                        {key_code::right, "Right"},
                                                                        {key_code::left, "Left"},
                                                                        {key_code::page_up, "PageUp"},
                                                                        {key_code::page_down, "PageDown"},
                                                                        {key_code::home, "Home"},
                                                                        {key_code::end, "End"}}};
    for (const auto& [known, word] : words)
        if (known == code) return word;
    if (code >= key_code::f1 && code < key_code::f1 + 12) return "F" + std::to_string(code - key_code::f1 + 1);
    std::string printed = names ? names(code) : std::string{};
    if (printed.empty() && code > 32 && code < 127) printed = std::string(1, static_cast<char>(code));
    if (printed.size() == 1) printed[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(printed[0])));
    return printed;
}

}  // namespace

std::string key_text(const Key& key, const KeyNames& names) {
    if (key.code == key_code::slash && key.shift && !key.control) return "?";
    if (key.code == key_code::equal && key.control) return "Ctrl++";
    std::string text;
    if (key.control) text += "Ctrl+";
    if (key.alt) text += "Alt+";
    if (key.shift) text += "Shift+";
    text += name_of(key.code, names);
    return text;
}

}  // namespace tidemark::gui
