#include "sim/scene/words.h"

#include "sim/judge/clock_text.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

constexpr std::string_view minus = "\u2212";

std::string with_real_minus(std::string text) {
    for (std::size_t at = 0; (at = text.find('-', at)) != std::string::npos; at += minus.size())
        text.replace(at, 1, minus);
    return text;
}

}  // namespace

std::string moment_text(ProcessingTime at, const Clock& clock) { return clock_text(at, clock); }

std::string moment_text(EventTime at, const Clock& clock) {
    if (at == event_time_max) return "the end";
    if (at == event_time_min) return "the beginning";
    return moment_text(instant_of(at), clock);
}

std::string extent_text(const Window& window, const Clock& clock) {
    if (window == global_window) return "all of time";
    return fmt::format("{}\u2013{}", label_text(window.start, clock), label_text(window.end, clock));
}

std::string signed_text(std::int64_t number) {
    if (number == 0) return "0";
    std::string text = fmt::format("{:+}", number);
    if (number < 0) text.replace(0, 1, minus);
    return text;
}

std::string value_text(const JobLogic& job, const AggregateValue& value) {
    if (!job.aggregate) return fmt::format("{}", value.count);
    std::string text = to_string(*job.aggregate, value);
    constexpr std::size_t longest = 24;
    if (text.size() > longest) text = text.substr(0, longest - 1) + "\u2026";
    if (job.aggregate->kind == AggregateKind::mean && text.find('.') != std::string::npos) {
        while (text.back() == '0')
            text.pop_back();
        if (text.back() == '.') text.pop_back();
    }
    return with_real_minus(std::move(text));
}

std::string error_text(const JobLogic& job, std::int64_t error) {
    if (!job.aggregate || job.aggregate->kind != AggregateKind::mean || error == 0) return signed_text(error);
    const std::uint64_t size = error < 0 ? 0 - static_cast<std::uint64_t>(error) : static_cast<std::uint64_t>(error);
    std::string text = fmt::format("{}{}.{:06}", error < 0 ? minus : "+", size / 1'000'000, size % 1'000'000);
    while (text.back() == '0')
        text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string events_text(std::uint64_t count) {
    return fmt::format("{} event{}", count_text(count), count == 1 ? "" : "s");
}

std::string_view fate_words(MarkKind kind) {
    switch (kind) {
        case MarkKind::event_in_flight:
            return "in flight: verdict unknown";
        case MarkKind::event_arrived:
            return "in the log";
        case MarkKind::event_on_time:
        case MarkKind::crowd:
            return "on time";
        case MarkKind::event_late:
            return "late, accepted";
        case MarkKind::event_dropped:
            return "dropped";
        case MarkKind::event_side_output:
            return "too late: side output";
        case MarkKind::event_duplicate:
            return "another copy";
        case MarkKind::event_lost:
            return "lost";
        case MarkKind::event_filtered:
            return "filtered";
        case MarkKind::event_elsewhere:
            return "in another window than its own";
        default:
            return "";
    }
}

std::string event_id(const Judgement& judgement, EventId event) {
    return fmt::format("event:{}", judgement.event_name(event));
}

std::string window_id(const Judgement& judgement, std::size_t mode, const Window& window, std::optional<KeyId> key) {
    return fmt::format("window:{}", judgement.cell_name(mode, window, key));
}

}  // namespace tidemark
