#include "sim/judge/clock_text.h"
#include "sim/judge/query.h"

#include <fmt/format.h>

// Values as people read them.
namespace tidemark {
namespace {

std::string decimal_text(std::int64_t millionths) {
    const bool negative = millionths < 0;
    const std::uint64_t size =
        negative ? 0 - static_cast<std::uint64_t>(millionths) : static_cast<std::uint64_t>(millionths);
    std::string text = fmt::format("{}{}.{:06}", negative ? "-" : "", size / 1'000'000, size % 1'000'000);
    while (text.back() == '0')
        text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string pane_text(const ExpectedPane& pane, const Clock& clock) {
    std::string text = pane.value ? fmt::format("{}", *pane.value) : "any value";
    if (pane.kind) text += fmt::format(" {}", to_string(*pane.kind));
    if (pane.at) text += fmt::format(" at {}", clock_text(*pane.at, clock));
    return text;
}

template <class... Cases>
struct Visitor : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Visitor(Cases...) -> Visitor<Cases...>;

// "[a, b]", and "and N more" after the first dozen.
template <class List, class Say>
std::string list_text(const List& list, Say say) {
    constexpr std::size_t most = 12;
    std::string text = "[";
    for (std::size_t i = 0; i < list.size() && i < most; ++i)
        text += (i == 0 ? "" : ", ") + say(list[i]);
    if (list.size() > most) text += fmt::format(" and {} more", list.size() - most);
    return text + "]";
}

}  // namespace

std::string to_text(const Value& value, const Clock& clock) {
    return std::visit(Visitor{
                          [](const Nothing&) -> std::string { return "nothing"; },
                          [](std::int64_t number) { return fmt::format("{}", number); },
                          [](const Millionths& decimal) { return decimal_text(decimal.value); },
                          [&](const ProcessingTime& at) { return clock_text(at, clock); },
                          [&](const EventTime& at) { return clock_text(at, clock); },
                          [](const ProcessingDuration& duration) { return duration_text(duration); },
                          [](const std::string& word) { return word; },
                          [](const std::vector<std::string>& names) {
                              return list_text(names, [](const std::string& name) { return name; });
                          },
                          [&](const std::vector<ExpectedPane>& panes) {
                              return list_text(panes, [&](const ExpectedPane& pane) { return pane_text(pane, clock); });
                          },
                      },
                      value);
}

}  // namespace tidemark
