#include "gui/options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>

namespace tidemark::gui {
namespace {

struct Flag {
    const char* name;
    const char* value;  // empty: none
    const char* help;
};
constexpr Flag flags[] = {
    {"--at", "T", "stand at this instant: \"23:58:00\", \"D+1 00:06:00\", end"},
    {"--mode", "M", "whose plane and lanes"},
    {"--select", "ID", "what is told: event:bo1, window:23:00"},
    {"--layout", "L", "lesson, compare, engineer or lecture"},
    {"--set", "K=V", "change a setting, as in tidemark run; may be repeated"},
    {"--size", "WxH", "of the window, in pixels"},
    {"--scale", "X", "of text, from 0.8 to 2"},
    {"--light", "", "dark text on a light ground"},
    {"--screenshot", "F.png", "write a picture and end"},
    {"--bench", "", "measure frames, and a changed knob to its picture, and end"},
    {"--first", "", "begin with the first thirty seconds, as if never opened"},
    {"--help", "", "this"},
};

bool number(std::string_view text, int& value) {
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && rest == text.data() + text.size();
}

bool read_size(const std::string& text, Options& options) {
    const std::size_t x = text.find('x');
    if (x == std::string::npos) return false;
    options.sized = true;
    return number(std::string_view{text}.substr(0, x), options.width) &&
           number(std::string_view{text}.substr(x + 1), options.height) && options.width >= 400 &&
           options.height >= 300 && options.width <= 16'000 && options.height <= 16'000;
}

bool is_layout(std::string_view word) {
    return word == "lesson" || word == "compare" || word == "engineer" || word == "lecture";
}

// Whole numbers and one decimal point: no locale has a say.
bool read_scale(const std::string& text, Options& options) {
    const std::size_t dot = text.find('.');
    int whole = 0, tenths = 0;
    if (!number(std::string_view{text}.substr(0, dot), whole)) return false;
    if (dot != std::string::npos && (text.size() != dot + 2 || !number(std::string_view{text}.substr(dot + 1), tenths)))
        return false;
    options.scale = whole + tenths / 10.0;
    return options.scale >= 0.8 && options.scale <= 2.0;
}

}  // namespace

ReadOptions read_options(const std::vector<std::string>& words) {
    ReadOptions read;
    Options& options = read.options;
    const auto wrong = [&](std::string mistake) {
        read.mistake = std::move(mistake);
        return read;
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string word = words[i];
        if (word.size() < 2 || word[0] != '-') {
            if (!options.file.empty()) return wrong(fmt::format("one scenario at a time: '{}' is a second one", word));
            options.file = word;
            continue;
        }
        std::optional<std::string> value;
        if (const std::size_t equals = word.find('='); equals != std::string::npos) {
            value = word.substr(equals + 1);
            word.resize(equals);
        }
        const auto* flag =
            std::find_if(std::begin(flags), std::end(flags), [&](const Flag& f) { return word == f.name; });
        if (word == "-h") flag = std::end(flags) - 1;
        if (flag == std::end(flags)) return wrong(fmt::format("there is no option '{}'", word));
        const std::string name = flag->name;
        const bool takes = flag->value[0] != '\0';
        if (!takes && value) return wrong(fmt::format("{} takes no value", name));
        if (takes && !value) {
            if (++i >= words.size()) return wrong(fmt::format("{} needs a value: {}", name, flag->value));
            value = words[i];
        }
        if (name == "--help") options.help = true;
        if (name == "--light") options.light = true;
        if (name == "--first") options.first = true;
        if (name == "--bench") options.bench = true;
        if (name == "--at") options.at = value;
        if (name == "--mode") options.mode = value;
        if (name == "--select") options.select = value;
        if (name == "--screenshot") options.screenshot = *value;
        if (name == "--layout") {
            if (!is_layout(*value))
                return wrong(fmt::format("there is no layout '{}': lesson, compare, engineer or lecture", *value));
            options.layout = value;
        }
        if (name == "--set") {
            const std::optional<Setting> setting = parse_setting(*value);
            if (!setting) return wrong(fmt::format("--set takes KEY=VALUE, not '{}'", *value));
            options.settings.push_back(*setting);
        }
        if (name == "--size" && !read_size(*value, options))
            return wrong(fmt::format("'{}' is no size: --size 1600x1000", *value));
        if (name == "--scale" && !read_scale(*value, options))
            return wrong(fmt::format("'{}' is no scale: 0.8 to 2, as in 1.5", *value));
    }
    // A file may have a question mark in its name.
    std::error_code ignored;
    if (is_link(options.file) && !std::filesystem::exists(options.file, ignored)) {
        ReadLink link = read_link(options.file);
        if (!link.mistake.empty()) return wrong(std::move(link.mistake));
        if (std::string mistake = take_link(link.link, options); !mistake.empty()) return wrong(std::move(mistake));
    }
    return read;
}

// What is given beside a link goes before what stands in it.
std::string take_link(const Link& link, Options& options) {
    const auto take = [](std::optional<std::string>& into, const std::string& value) {
        if (!into && !value.empty()) into = value;
    };
    if (!link.layout.empty() && !is_layout(link.layout))
        return fmt::format("there is no layout '{}': lesson, compare, engineer or lecture", link.layout);
    options.file = link.file;
    options.settings.insert(options.settings.begin(), link.settings.begin(), link.settings.end());
    options.seed = link.seed;
    take(options.at, link.now);
    take(options.mode, link.mode);
    take(options.select, link.selection);
    take(options.layout, link.layout);
    return {};
}

std::string usage() {
    std::string text =
        "Usage: tidemark gui [FILE | LINK] [options]\n\nOpens the explorer. Without FILE: where it was closed last, at "
        "first "
        "the click from the subway.\nA LINK is what Ctrl+L copies: 'FILE?now=D+1T00:06:00&sel=event:bo1'.\n\n";
    for (const Flag& flag : flags)
        text += fmt::format("  {:<22} {}\n", fmt::format("{} {}", flag.name, flag.value), flag.help);
    return text;
}

}  // namespace tidemark::gui
