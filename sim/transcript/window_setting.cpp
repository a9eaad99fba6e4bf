#include "sim/transcript/window_setting.h"

#include "engine/windowing/assign.h"

#include <fmt/format.h>

namespace tidemark::transcript {
namespace {

constexpr std::uint64_t windows_per_record_max = 1000;

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (true) {
        const std::size_t start = text.find_first_not_of(" \t");
        if (start == std::string_view::npos) return words;
        text = text.substr(start);
        const std::size_t end = text.find_first_of(" \t");
        words.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return words;
        text = text.substr(end);
    }
}

// Takes `word DURATION` from the front of `words`; an empty word stands for none.
std::optional<EventDuration> take(std::vector<std::string_view>& words, std::string_view word) {
    const std::size_t length = word.empty() ? 1 : 2;
    if (words.size() < length || (!word.empty() && words.front() != word)) return std::nullopt;
    const std::optional<EventDuration> duration = parse_event_duration(words[length - 1]);
    if (duration) words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(length));
    return duration;
}

std::optional<WindowSpec> read_spec(std::vector<std::string_view> words) {
    if (words.empty()) return std::nullopt;
    const std::string_view kind = words.front();
    words.erase(words.begin());
    std::optional<WindowSpec> spec;
    if (kind == "global") {
        spec = Global{};
    } else if (const auto length = take(words, "")) {
        if (kind == "tumbling") spec = Tumbling{*length, take(words, "offset").value_or(EventDuration{0})};
        if (kind == "session") spec = Session{*length};
        if (kind == "sliding") {
            if (const auto period = take(words, "every"))
                spec = Sliding{*length, *period, take(words, "offset").value_or(EventDuration{0})};
        }
    }
    return words.empty() ? spec : std::nullopt;
}

}  // namespace

EngineName read_profile(Settings& settings) {
    constexpr EngineName engines[] = {EngineName::flink, EngineName::beam, EngineName::kafka};
    return engines[settings.choice("profile", {"flink", "beam", "kafka"})];
}

WindowSpec parse_window_setting(Settings& settings, const Setting& setting, EngineName profile) {
    const std::optional<WindowSpec> spec = read_spec(words_of(setting.value));
    if (!spec) {
        settings.fail(setting,
                      "expected tumbling SIZE, sliding SIZE every PERIOD, session GAP or global; then offset TIME");
        return Tumbling{EventDuration{1}, {}};
    }
    const std::vector<std::string> found = problems(*spec, profile);
    if (!found.empty()) settings.fail(setting, found.front());
    else if (windows_per_record(*spec) > windows_per_record_max)
        settings.fail(setting, fmt::format("a record would have more than {} windows", windows_per_record_max));
    return *spec;
}

WindowSpec read_window(Settings& settings, EngineName profile) {
    if (const Setting* const setting = settings.find("window"))
        return parse_window_setting(settings, *setting, profile);
    settings.fail(settings.at(), "this operator needs the setting 'window'");
    return Tumbling{EventDuration{1}, {}};
}

}  // namespace tidemark::transcript
