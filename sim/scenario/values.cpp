#include "sim/scenario/values.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace tidemark {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t count_digits(std::string_view text) {
    std::size_t n = 0;
    while (n < text.size() && is_digit(text[n]))
        ++n;
    return n;
}

// All of `text` as a number without sign; nothing where it is something else or too large.
template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty() || !is_digit(text.front()))
        return std::nullopt;
    return value;
}

struct Unit {
    std::string_view name;
    std::int64_t size;
};
constexpr std::array<Unit, 6> duration_units{
    {{"us", 1}, {"ms", 1000}, {"s", 1'000'000}, {"m", 60'000'000}, {"h", 3'600'000'000}, {"d", 86'400'000'000}}};

std::string_view nearest_unit(std::string_view word) {
    struct Alias {
        std::string_view word, unit;
    };
    constexpr std::array<Alias, 18> aliases{{{"sec", "s"},
                                             {"secs", "s"},
                                             {"second", "s"},
                                             {"seconds", "s"},
                                             {"S", "s"},
                                             {"min", "m"},
                                             {"mins", "m"},
                                             {"minute", "m"},
                                             {"minutes", "m"},
                                             {"M", "m"},
                                             {"hr", "h"},
                                             {"hour", "h"},
                                             {"hours", "h"},
                                             {"H", "h"},
                                             {"day", "d"},
                                             {"days", "d"},
                                             {"D", "d"},
                                             {"msec", "ms"}}};
    for (const Alias& alias : aliases)
        if (alias.word == word) return alias.unit;
    return {};
}

constexpr std::string_view unit_list = "us, ms, s, m, h, d";

// Digits with an optional fraction, in units of 10^-decimals.
Parsed<std::int64_t> fixed_point(std::string_view text, std::size_t decimals, std::string_view whole) {
    const bool negative = !text.empty() && text.front() == '-';
    if (negative) text.remove_prefix(1);
    const std::size_t integer_digits = count_digits(text);
    std::string_view fraction;
    if (integer_digits < text.size() && text[integer_digits] == '.') fraction = text.substr(integer_digits + 1);
    const bool shaped = integer_digits > 0 &&
                        integer_digits + (fraction.data() != nullptr ? 1 + fraction.size() : 0) == text.size() &&
                        count_digits(fraction) == fraction.size() && (fraction.data() == nullptr || !fraction.empty());
    if (!shaped)
        return Parsed<std::int64_t>::bad(fmt::format("'{}' is not a decimal number", whole), "such as 0.5 or 12");
    if (integer_digits > 1 && text.front() == '0')
        return Parsed<std::int64_t>::bad(fmt::format("'{}' has a leading zero", whole));
    if (fraction.size() > decimals)
        return Parsed<std::int64_t>::bad(fmt::format("'{}' has more than {} decimals", whole, decimals));
    if (integer_digits > 12) return Parsed<std::int64_t>::bad(fmt::format("'{}' is too large", whole));
    std::int64_t value = *number<std::int64_t>(text.substr(0, integer_digits));
    for (std::size_t i = 0; i < decimals; ++i)
        value = value * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    return Parsed<std::int64_t>::good(negative ? -value : value);
}

std::string fixed_point_text(std::int64_t value, std::size_t decimals) {
    std::int64_t scale = 1;
    for (std::size_t i = 0; i < decimals; ++i)
        scale *= 10;
    const std::uint64_t size = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    const std::uint64_t unit = static_cast<std::uint64_t>(scale);
    std::string text = fmt::format("{}{}", value < 0 ? "-" : "", size / unit);
    if (size % unit == 0) return text;
    text += fmt::format(".{:0{}}", size % unit, decimals);
    while (text.back() == '0')
        text.pop_back();
    return text;
}

constexpr std::int64_t day_us = 86'400'000'000;

// "HH:MM[:SS[.ffffff]]" from midnight; nothing where it is not one.
std::optional<std::int64_t> time_of_day(std::string_view text) {
    const auto two = [](std::string_view t, std::int64_t below) -> std::optional<std::int64_t> {
        if (t.size() < 2 || !is_digit(t[0]) || !is_digit(t[1])) return std::nullopt;
        const std::int64_t n = (t[0] - '0') * 10 + (t[1] - '0');
        if (n >= below) return std::nullopt;
        return n;
    };
    const auto hours = two(text, 24);
    if (!hours || text.size() < 5 || text[2] != ':') return std::nullopt;
    const auto minutes = two(text.substr(3), 60);
    if (!minutes) return std::nullopt;
    std::int64_t us = (*hours * 60 + *minutes) * 60'000'000;
    text.remove_prefix(5);
    if (text.empty()) return us;
    if (text[0] != ':') return std::nullopt;
    const auto seconds = two(text.substr(1), 60);
    if (!seconds) return std::nullopt;
    us += *seconds * 1'000'000;
    text.remove_prefix(3);
    if (text.empty()) return us;
    if (text[0] != '.' || text.size() < 2 || text.size() > 7 || count_digits(text.substr(1)) != text.size() - 1)
        return std::nullopt;
    std::int64_t fraction = *number<std::int64_t>(text.substr(1));
    for (std::size_t i = text.size(); i < 7; ++i)
        fraction *= 10;
    return us + fraction;
}

// "2024-04-10", with a check that the day exists.
std::optional<std::int64_t> day_number(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number<std::int64_t>(text.substr(0, 4));
    const auto month = number<unsigned>(text.substr(5, 2));
    const auto day = number<unsigned>(text.substr(8, 2));
    if (!year || !month || !day || *year < 1 || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
    const std::int64_t days = days_from_civil(*year, *month, *day);
    const CivilDate back = civil_from_days(days);
    if (back.year != *year || back.month != *month || back.day != *day) return std::nullopt;
    return days;
}

}  // namespace

Parsed<std::int64_t> integer_from(std::string_view text, std::int64_t minimum, std::int64_t maximum) {
    using Result = Parsed<std::int64_t>;
    const bool negative = !text.empty() && text.front() == '-';
    const std::string_view digits = negative ? text.substr(1) : text;
    if (digits.empty() || count_digits(digits) != digits.size())
        return Result::bad(fmt::format("'{}' is not a whole number", text));
    if (digits.size() > 1 && digits.front() == '0') return Result::bad(fmt::format("'{}' has a leading zero", text));
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && value < minimum)
        return Result::bad(fmt::format("{} is too small", text), fmt::format("at least {}", minimum));
    if (error != std::errc{} && negative)
        return Result::bad(fmt::format("{} is too small", text), fmt::format("at least {}", minimum));
    if (error != std::errc{} || value > maximum)
        return Result::bad(fmt::format("{} is too large", text), fmt::format("at most {}", maximum));
    return Result::good(value);
}

Parsed<std::uint64_t> unsigned_from(std::string_view text) {
    using Result = Parsed<std::uint64_t>;
    if (text.empty() || count_digits(text) != text.size())
        return Result::bad(fmt::format("'{}' is not a whole number from 0 on", text));
    if (text.size() > 1 && text.front() == '0') return Result::bad(fmt::format("'{}' has a leading zero", text));
    const auto value = number<std::uint64_t>(text);
    return value ? Result::good(*value)
                 : Result::bad(fmt::format("{} is too large", text), "at most 18446744073709551615");
}

Parsed<ProcessingDuration> duration_from(std::string_view text) {
    using Result = Parsed<ProcessingDuration>;
    const bool negative = !text.empty() && text.front() == '-';
    const std::string_view rest = negative ? text.substr(1) : text;
    const std::size_t digits = count_digits(rest);
    const std::string_view unit = rest.substr(digits);
    const auto units = fmt::format("a whole number and a unit ({}), no blank: 90s", unit_list);
    if (digits == 0) return Result::bad(fmt::format("'{}' is not a duration", text), units);
    if (unit.empty()) return Result::bad(fmt::format("'{}' has no unit", text), fmt::format("units are {}", unit_list));
    if (unit.front() == '.')
        return Result::bad(fmt::format("'{}' is not a whole number and a unit", text), "1500ms rather than 1.5s");
    if (unit.front() == ' ') return Result::bad(fmt::format("'{}' has a blank", text), units);
    for (const Unit& known : duration_units) {
        if (known.name != unit) continue;
        const auto amount = number<std::int64_t>(rest.substr(0, digits));
        if (!amount || *amount > duration_most.count() / known.size)
            return Result::bad(fmt::format("{} is too long", text), "at most 100 years (36525d)");
        const std::int64_t us = *amount * known.size;
        return Result::good(ProcessingDuration{negative ? -us : us});
    }
    const std::string_view meant = nearest_unit(unit);
    return Result::bad(fmt::format("unknown unit '{}' in '{}'", unit, text),
                       meant.empty() ? fmt::format("units are {}", unit_list)
                                     : fmt::format("did you mean '{}{}'?", rest.substr(0, digits), meant));
}

ProcessingDuration precision_of_duration(std::string_view text) {
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    text.remove_prefix(count_digits(text));
    for (const Unit& unit : duration_units)
        if (unit.name == text) return ProcessingDuration{unit.size};
    return ProcessingDuration{1};
}

Parsed<ProcessingTime> clock_from(std::string_view text, ProcessingTime day0) {
    using Result = Parsed<ProcessingTime>;
    const auto refuse = [&](std::string hint = "write \"23:58:00\", \"D+1 00:03:00\" or \"2024-04-10T23:58:00Z\"") {
        return Result::bad(fmt::format("'{}' is not a clock time", text), std::move(hint));
    };
    std::string_view clock = text;
    ProcessingTime midnight = day0;
    if (clock.size() > 1 && clock[0] == 'D') {
        const std::size_t digits = count_digits(clock.substr(2));
        const auto days = number<std::int64_t>(clock.substr(2, digits));
        if ((clock[1] != '+' && clock[1] != '-') || !days || clock.size() < digits + 3 || clock[digits + 2] != ' ')
            return refuse();
        if (*days > 36'525) return Result::bad(fmt::format("{} is further than 100 years from day 0", text));
        midnight += ProcessingDuration{(clock[1] == '-' ? -*days : *days) * day_us};
        clock.remove_prefix(digits + 3);
    } else if (clock.size() >= 10 && clock[4] == '-') {
        const auto days = day_number(clock.substr(0, 10));
        if (!days) return Result::bad(fmt::format("there is no day {}", clock.substr(0, 10)));
        midnight = ProcessingTime{ProcessingDuration{*days * day_us}};
        clock.remove_prefix(10);
        if (clock.empty() || (clock[0] != 'T' && clock[0] != ' '))
            return refuse("a day is not a time: 2024-04-10T00:00:00Z");
        clock.remove_prefix(1);
        if (!clock.empty() && clock.back() == 'Z') clock.remove_suffix(1);
        if (clock.size() > 6 && (clock[clock.size() - 6] == '+' || clock[clock.size() - 6] == '-'))
            return refuse("times are UTC: end in Z, no offset");
    }
    if (clock.substr(0, 3) == "24:") return refuse("midnight is 00:00:00 of the next day, \"D+1 00:00:00\"");
    const auto us = time_of_day(clock);
    if (!us) return refuse();
    return Result::good(midnight + ProcessingDuration{*us});
}

Parsed<ProcessingTime> instant_from(std::string_view text, const Clock& clock) {
    const ProcessingTime end = clock.until.value_or(clock.from);
    if (text == "end") return Parsed<ProcessingTime>::good(end);
    Parsed<ProcessingTime> parsed = clock_from(text, clock.day0);
    constexpr ProcessingDuration day = std::chrono::hours{24};
    const bool says_day = text.find_first_of("D-T") != std::string_view::npos;
    if (parsed.value && !says_day && *parsed.value < clock.from && *parsed.value + day <= end) *parsed.value += day;
    return parsed;
}

ProcessingDuration precision_of_clock(std::string_view text) {
    if (!text.empty() && text.back() == 'Z') text.remove_suffix(1);
    const std::size_t clock_begins = text.find(':');
    if (clock_begins == std::string_view::npos) return ProcessingDuration{1};
    const std::string_view after_hours = text.substr(clock_begins);  // ":58", ":58:00", ":58:00.25"
    if (after_hours.size() <= 3) return std::chrono::minutes{1};
    if (after_hours.size() <= 6) return std::chrono::seconds{1};
    std::int64_t us = 1'000'000;
    for (std::size_t i = 7; i < after_hours.size(); ++i)
        us /= 10;
    return ProcessingDuration{us};
}

std::string clock_text(ProcessingTime at, ProcessingTime day0) {
    const std::int64_t since = (at - day0).count();
    std::int64_t days = since / day_us;
    std::int64_t us = since % day_us;
    if (us < 0) {
        us += day_us;
        --days;
    }
    std::string clock = fmt::format("{:02}:{:02}:{:02}", us / 3'600'000'000, us / 60'000'000 % 60, us / 1'000'000 % 60);
    if (us % 1'000'000 != 0) {
        clock += fmt::format(".{:06}", us % 1'000'000);
        while (clock.back() == '0')
            clock.pop_back();
    }
    if (days == 0) return clock;
    if (days >= -36'525 && days <= 36'525) return fmt::format("D{:+} {}", days, clock);
    return fmt::format("{}T{}Z", date_text(day0 + ProcessingDuration{days * day_us}), clock);
}

Parsed<ProcessingTime> date_from(std::string_view text) {
    if (const auto days = day_number(text))
        return Parsed<ProcessingTime>::good(ProcessingTime{ProcessingDuration{*days * day_us}});
    return Parsed<ProcessingTime>::bad(fmt::format("'{}' is not a day", text), "year, month and day: 2024-04-10");
}

std::string date_text(ProcessingTime midnight) { return to_iso(midnight).substr(0, 10); }

Parsed<Millionths> decimal_from(std::string_view text) {
    Parsed<std::int64_t> parsed = fixed_point(text, 6, text);
    if (!parsed.value) return Parsed<Millionths>::bad(std::move(parsed.why), std::move(parsed.hint));
    return Parsed<Millionths>::good(Millionths{*parsed.value});
}

std::string decimal_text(Millionths value) { return fixed_point_text(value.value, 6); }

Parsed<Millionths> share_from(std::string_view text) {
    using Result = Parsed<Millionths>;
    if (text.empty() || text.back() != '%')
        return Result::bad(fmt::format("'{}' is not a share", text), "write it in percent: 5%");
    Parsed<std::int64_t> parsed = fixed_point(text.substr(0, text.size() - 1), 4, text);
    if (!parsed.value) return Result::bad(std::move(parsed.why), "such as 5% or 0.05%");
    if (*parsed.value < 0 || *parsed.value > 1'000'000)
        return Result::bad(fmt::format("{} is not a share", text), "between 0% and 100%");
    return Result::good(Millionths{*parsed.value});
}

std::string share_text(Millionths share) { return fixed_point_text(share.value, 4) + "%"; }

Parsed<std::int64_t> rate_from(std::string_view text) {
    using Result = Parsed<std::int64_t>;
    if (text.size() < 3 || text.substr(text.size() - 2) != "/s")
        return Result::bad(fmt::format("'{}' is not a rate", text), "so many a second: 100/s or 0.5/s");
    Parsed<std::int64_t> parsed = fixed_point(text.substr(0, text.size() - 2), 6, text);
    if (!parsed.value) return Result::bad(std::move(parsed.why), "so many a second: 100/s or 0.5/s");
    if (*parsed.value <= 0) return Result::bad(fmt::format("a rate is above 0, not {}", text));
    if (*parsed.value > 1'000'000'000'000'000)
        return Result::bad(fmt::format("{} is too fast", text), "at most 1000000000/s");
    return Result::good(*parsed.value);
}

std::string rate_text(std::int64_t millionths_a_second) { return fixed_point_text(millionths_a_second, 6) + "/s"; }

}  // namespace tidemark
