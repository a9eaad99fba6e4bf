#include "sim/transcript/player.h"

#include "engine/invariant.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark::transcript {
namespace {

bool needs_quotes(std::string_view text) {
    return text.empty() || text.find_first_of(" \t\"[](),") != std::string_view::npos;
}

// "event_time, watermark": the choices, for a message.
std::string listed(const std::vector<std::string_view>& choices) { return fmt::format("{}", fmt::join(choices, ", ")); }

}  // namespace

std::string to_text(const OutputLine& line, bool brief) {
    std::string text = line.word;
    for (const OutputField& field : line.fields) {
        if (brief && !field.shape.brief) continue;
        const bool quoted = field.shape.type == ValueType::word && needs_quotes(field.text);
        text += ' ';
        if (!field.shape.name.empty()) text += fmt::format("{}=", field.shape.name);
        text += quoted ? fmt::format("\"{}\"", field.text) : field.text;
    }
    return text;
}

// ---- replies -------------------------------------------------------------------------------------------------------

Reply& Reply::line(std::string_view word) {
    const auto shape = std::find_if(shapes_.begin(), shapes_.end(), [&](const auto& one) { return one.word == word; });
    INVARIANT(shape != shapes_.end(), "this operator has no output '{}'", word);
    shape_ = &*shape;
    lines_.push_back({std::string{word}, {}});
    return *this;
}

Reply& Reply::field(std::string_view name, std::string text) {
    const auto& fields = shape_->fields;
    const auto shape = std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return one.name == name; });
    INVARIANT(shape != fields.end(), "output '{}' has no field '{}'", shape_->word, name);
    std::optional<std::string> same = canonical(shape->type, text);
    INVARIANT(same, "'{}' is no value for '{}'", text, name);
    lines_.back().fields.push_back({*shape, std::move(text), std::move(*same)});
    return *this;
}

bool Reply::spend(Position at, std::uint64_t work) {
    if (budget_.spend(work)) return true;
    fail(at, "this file asks for more work than a transcript may");
    return false;
}

// ---- arguments -----------------------------------------------------------------------------------------------------

const Argument* Arguments::find(std::string_view name) {
    for (std::size_t i = 0; i < line_.arguments.size(); ++i) {
        if (taken_[i] || line_.arguments[i].name != name) continue;
        taken_[i] = true;
        return &line_.arguments[i];
    }
    return nullptr;
}

const Argument* Arguments::need(std::string_view name, const char* what) {
    const Argument* const found = find(name);
    if (!found)
        reply_.fail(line_.at,
                    name.empty() ? fmt::format("expected {}", what) : fmt::format("expected {}={}", name, what));
    return found;
}

std::optional<EventTime> Arguments::time(std::string_view name) {
    const Argument* const found = need(name, "TIME");
    if (!found) return std::nullopt;
    const std::optional<EventTime> at = parse_time(found->text);
    if (!at)
        reply_.fail(found->value_at,
                    fmt::format("'{}' is no event time (an integer and ms, s, m, h or d; min; max; max-1s)",
                                visible(found->text)));
    return at;
}

std::optional<ProcessingTime> Arguments::processing_time(std::string_view name) {
    const Argument* const found = need(name, "TIME");
    if (!found) return std::nullopt;
    const std::optional<ProcessingDuration> since_epoch = parse_duration(found->text);
    if (!since_epoch)
        reply_.fail(found->value_at, fmt::format("'{}' is no processing time (an integer and us, ms, s, m, h or d)",
                                                 visible(found->text)));
    return since_epoch ? std::optional{ProcessingTime{*since_epoch}} : std::nullopt;
}

std::optional<std::int64_t> Arguments::integer(std::string_view name, std::int64_t least, std::int64_t most) {
    const Argument* const found = need(name, "NUMBER");
    if (!found) return std::nullopt;
    const std::optional<std::int64_t> number = parse_integer(found->text);
    if (number && *number >= least && *number <= most) return number;
    reply_.fail(found->value_at, fmt::format("'{}' is no integer from {} to {}", visible(found->text), least, most));
    return std::nullopt;
}

bool Arguments::complete() {
    for (std::size_t i = 0; i < line_.arguments.size(); ++i) {
        if (taken_[i]) continue;
        const Argument& extra = line_.arguments[i];
        const std::string shown = extra.name.empty() ? extra.text : extra.name;
        reply_.fail(extra.at, fmt::format("`{}` takes no '{}' here", visible(line_.word), visible(shown)));
    }
    return !reply_.problem();
}

// ---- settings ------------------------------------------------------------------------------------------------------

Settings::Settings(const Case& of, std::optional<Problem>& problem)
    : case_(of), problem_(problem), taken_(of.settings.size(), false) {
    std::vector<std::string_view> keys;
    for (const Setting& setting : of.settings) {
        if (std::find(keys.begin(), keys.end(), setting.key) != keys.end())
            fail(setting.at, fmt::format("'{}' is set twice", visible(setting.key)));
        if (keys.size() < 64) keys.push_back(setting.key);
    }
}

const Setting* Settings::find(std::string_view key) {
    for (std::size_t i = 0; i < case_.settings.size(); ++i) {
        if (case_.settings[i].key != key) continue;
        taken_[i] = true;
        return &case_.settings[i];
    }
    return nullptr;
}

std::string Settings::text(std::string_view key, std::string_view otherwise) {
    const Setting* const found = find(key);
    return found ? found->value : std::string{otherwise};
}

bool Settings::on(std::string_view key) { return choice(key, {"off", "on"}) == 1; }

std::size_t Settings::choice(std::string_view key, const std::vector<std::string_view>& choices) {
    const Setting* const found = find(key);
    if (!found) return 0;
    for (std::size_t i = 0; i < choices.size(); ++i)
        if (choices[i] == found->value) return i;
    fail(*found, fmt::format("'{}' is no {} ({})", visible(found->value), key, listed(choices)));
    return 0;
}

std::int64_t Settings::integer(std::string_view key, std::int64_t least, std::int64_t most) {
    const Setting* const found = find(key);
    if (!found) {
        fail(at(), fmt::format("this operator needs the setting '{}'", key));
        return least;
    }
    const std::optional<std::int64_t> number = parse_integer(found->value);
    if (number && *number >= least && *number <= most) return *number;
    fail(*found, fmt::format("'{}' is no integer from {} to {}", visible(found->value), least, most));
    return least;
}

std::optional<EventDuration> Settings::duration(std::string_view key) {
    const Setting* const found = find(key);
    if (!found) return std::nullopt;
    const std::optional<EventDuration> duration = parse_event_duration(found->value);
    if (!duration)
        fail(*found, fmt::format("'{}' is no duration (an integer and ms, s, m, h or d)", visible(found->value)));
    return duration;
}

void Settings::complete() {
    for (std::size_t i = 0; i < case_.settings.size(); ++i)
        if (!taken_[i]) fail(case_.settings[i].at, fmt::format("unknown setting '{}'", visible(case_.settings[i].key)));
}

}  // namespace tidemark::transcript
