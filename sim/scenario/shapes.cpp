#include "sim/scenario/shape.h"

#include <algorithm>

namespace tidemark {
namespace {

Form scalar_form(std::string type, std::string pattern = {}) {
    Form form;
    form.type = std::move(type);
    form.pattern = std::move(pattern);
    return form;
}

constexpr const char* duration_pattern = "^-?[0-9]+(us|ms|s|m|h|d)$";
constexpr const char* clock_pattern =
    "^((D[+-][0-9]+ )?[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?"
    "|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?Z?)$";
constexpr const char* decimal_pattern = "^-?[0-9]+(\\.[0-9]{1,6})?$";

std::string duration_type(const DurationRange& range) {
    if (range.minimum.count() > 0)
        return range.minimum.count() == 1 ? "a duration above 0" : "a duration of at least " + to_string(range.minimum);
    return range.minimum.count() < 0 ? "a duration, either way" : "a duration";
}

Parsed<ProcessingDuration> in_range(Parsed<ProcessingDuration> parsed, const std::string& text,
                                    const DurationRange& range) {
    if (!parsed.value) return parsed;
    using Result = Parsed<ProcessingDuration>;
    if (*parsed.value < range.minimum) {
        if (range.minimum.count() == 0)
            return Result::bad(fmt::format("{} is before 0", text), "a duration from 0s on");
        if (range.minimum.count() == 1) return Result::bad(fmt::format("{} is not above 0", text));
        return Result::bad(fmt::format("{} is too short", text), "at least " + to_string(range.minimum));
    }
    if (*parsed.value > range.maximum)
        return Result::bad(fmt::format("{} is too long", text), "at most " + to_string(range.maximum));
    return parsed;
}

bool is_name(std::string_view text) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !text.empty() && text.size() <= 64 && letter(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-'; });
}

}  // namespace

Shape<std::int64_t> whole_number(Range range) {
    Form form = scalar_form("a whole number");
    form.number = true;
    form.minimum = range.minimum;
    form.maximum = range.maximum;
    return scalar<std::int64_t>(
        std::move(form),
        [range](const std::string& text, const Reader&) { return integer_from(text, range.minimum, range.maximum); },
        [](const std::int64_t& value, const Writer&) { return Node::scalar(std::to_string(value)); });
}

Shape<std::uint64_t> any_unsigned() {
    Form form = scalar_form("a whole number from 0 on");
    form.number = true;
    form.minimum = 0;
    return scalar<std::uint64_t>(
        std::move(form), [](const std::string& text, const Reader&) { return unsigned_from(text); },
        [](const std::uint64_t& value, const Writer&) { return Node::scalar(std::to_string(value)); });
}

Shape<bool> yes_or_no() {
    Form form = scalar_form("true or false");
    form.boolean = true;
    return scalar<bool>(
        std::move(form),
        [](const std::string& text, const Reader&) {
            if (text == "true" || text == "false") return Parsed<bool>::good(text == "true");
            const bool yes = text == "yes" || text == "on" || text == "True" || text == "TRUE" || text == "1";
            const bool no = text == "no" || text == "off" || text == "False" || text == "FALSE" || text == "0";
            return Parsed<bool>::bad(fmt::format("{} is neither true nor false", describe(Node::scalar(text))),
                                     yes  ? "did you mean 'true'?"
                                     : no ? "did you mean 'false'?"
                                          : "");
        },
        [](const bool& value, const Writer&) { return Node::scalar(value ? "true" : "false"); });
}

Shape<std::string> text(std::size_t most) {
    Form form = scalar_form("text");
    form.anything = true;
    return scalar<std::string>(
        std::move(form),
        [most](const std::string& text, const Reader&) {
            if (text.size() > most)
                return Parsed<std::string>::bad(fmt::format("{} bytes of text", text.size()),
                                                fmt::format("at most {}", most));
            return Parsed<std::string>::good(text);
        },
        [](const std::string& value, const Writer&) { return Node::scalar(value, true); });
}

Shape<std::string> name() {
    return scalar<std::string>(
        scalar_form("a name", "^[A-Za-z][A-Za-z0-9_-]{0,63}$"),
        [](const std::string& text, const Reader&) {
            if (is_name(text)) return Parsed<std::string>::good(text);
            return Parsed<std::string>::bad(fmt::format("{} is not a name", describe(Node::scalar(text))),
                                            "letters, digits, '_' and '-', a letter first, at most 64");
        },
        [](const std::string& value, const Writer&) { return Node::scalar(value, true); });
}

Shape<std::string> label() {
    Form form = scalar_form("text on one line");
    form.anything = true;
    return scalar<std::string>(
        std::move(form),
        [](const std::string& text, const Reader&) {
            using Result = Parsed<std::string>;
            if (text.empty()) return Result::bad("is empty");
            if (text.size() > 256) return Result::bad(fmt::format("{} bytes of text", text.size()), "at most 256");
            if (text.find_first_of("\n\t") != std::string::npos) return Result::bad("holds a line break or a tab");
            return Result::good(text);
        },
        [](const std::string& value, const Writer&) { return Node::scalar(value, true); });
}

Shape<ProcessingDuration> duration(DurationRange range) {
    return scalar<ProcessingDuration>(
        scalar_form(duration_type(range), duration_pattern),
        [range](const std::string& text, const Reader&) { return in_range(duration_from(text), text, range); },
        [](const ProcessingDuration& value, const Writer&) { return Node::scalar(to_string(value)); });
}

Shape<EventDuration> event_duration(DurationRange range) {
    return scalar<EventDuration>(
        scalar_form(duration_type(range), duration_pattern),
        [range](const std::string& text, const Reader&) {
            using Result = Parsed<EventDuration>;
            auto parsed = in_range(duration_from(text), text, range);
            if (!parsed.value) return Result::bad(parsed.why, parsed.hint);
            if (parsed.value->count() % 1000 != 0)
                return Result::bad(fmt::format("{} is not whole milliseconds", text), "event time counts milliseconds");
            return Result::good(EventDuration{parsed.value->count() / 1000});
        },
        [](const EventDuration& value, const Writer&) { return Node::scalar(to_string(value)); });
}

Shape<ProcessingTime> clock_time() {
    return scalar<ProcessingTime>(
        scalar_form("a clock time", clock_pattern),
        [](const std::string& text, const Reader& reader) { return clock_from(text, reader.day0); },
        [](const ProcessingTime& value, const Writer& writer) {
            return Node::scalar(clock_text(value, writer.day0), true);
        });
}

Shape<EventTime> event_clock_time() {
    return scalar<EventTime>(
        scalar_form("a clock time", clock_pattern),
        [](const std::string& text, const Reader& reader) {
            using Result = Parsed<EventTime>;
            auto parsed = clock_from(text, reader.day0);
            if (!parsed.value) return Result::bad(parsed.why, parsed.hint);
            if (instant_of(clock_reading(*parsed.value)) != *parsed.value)
                return Result::bad(fmt::format("{} is not whole milliseconds", text), "event time counts milliseconds");
            return Result::good(clock_reading(*parsed.value));
        },
        [](const EventTime& value, const Writer& writer) {
            return Node::scalar(clock_text(instant_of(value), writer.day0), true);
        });
}

Shape<ProcessingTime> date() {
    return scalar<ProcessingTime>(
        scalar_form("a day", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        [](const std::string& text, const Reader&) { return date_from(text); },
        [](const ProcessingTime& value, const Writer&) { return Node::scalar(date_text(value), true); });
}

Shape<Millionths> decimal(Millionths minimum, Millionths maximum) {
    Form form = scalar_form("a decimal number", decimal_pattern);
    form.number = true;
    return scalar<Millionths>(
        std::move(form),
        [minimum, maximum](const std::string& text, const Reader&) {
            auto parsed = decimal_from(text);
            if (parsed.value && *parsed.value < minimum)
                return Parsed<Millionths>::bad(fmt::format("{} is too small", text),
                                               "at least " + decimal_text(minimum));
            if (parsed.value && *parsed.value > maximum)
                return Parsed<Millionths>::bad(fmt::format("{} is too large", text),
                                               "at most " + decimal_text(maximum));
            return parsed;
        },
        [](const Millionths& value, const Writer&) { return Node::scalar(decimal_text(value)); });
}

Shape<Millionths> share() {
    return scalar<Millionths>(
        scalar_form("a share", "^[0-9]+(\\.[0-9]{1,4})?%$"),
        [](const std::string& text, const Reader&) { return share_from(text); },
        [](const Millionths& value, const Writer&) { return Node::scalar(share_text(value)); });
}

Shape<std::int64_t> rate() {
    return scalar<std::int64_t>(
        scalar_form("a rate", "^[0-9]+(\\.[0-9]{1,6})?/s$"),
        [](const std::string& text, const Reader&) { return rate_from(text); },
        [](const std::int64_t& value, const Writer&) { return Node::scalar(rate_text(value)); });
}

}  // namespace tidemark
