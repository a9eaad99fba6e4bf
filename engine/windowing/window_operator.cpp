#include "engine/windowing/window_operator.h"

#include "engine/invariant.h"

namespace tidemark {
namespace {

using Path = std::variant<EventTimePath, GeneralPath, KafkaPath>;

Path path_for(const WindowOptions& options) {
    const std::vector<std::string> found = problems(options);
    INVARIANT(found.empty(), "no operator for these options: {}", found.front());
    if (options.profile == EngineName::kafka) return KafkaPath{options};
    if (EventTimePath::suits(options)) return EventTimePath{options};
    return GeneralPath{options};
}

constexpr EventDuration tick{1};

}  // namespace

WindowOperator::WindowOperator(WindowOptions options)
    : options_(std::move(options)), profile_(profile_of(options_.profile)), path_(path_for(options_)) {}

EventTime WindowOperator::inward(EventTime watermark) const {
    if (profile_.watermark_meaning == Profile::WatermarkMeaning::none_at_or_before || watermark == event_time_max)
        return watermark;
    return saturating_subtract(watermark, tick);
}

EventTime WindowOperator::outward(EventTime watermark) const {
    if (profile_.watermark_meaning == Profile::WatermarkMeaning::none_at_or_before || watermark == event_time_min)
        return watermark;
    return saturating_add(watermark, tick);
}

void WindowOperator::record(const Record& record, WindowOutput& output) {
    INVARIANT(record.at != event_time_min || options_.time == TimeDomain::processing, "a record without a timestamp");
    if (auto* path = std::get_if<EventTimePath>(&path_)) path->record(options_, record, output);
    else if (auto* general = std::get_if<GeneralPath>(&path_)) general->record(options_, record, output);
    else std::get<KafkaPath>(path_).record(options_, record, output);
}

void WindowOperator::watermark(EventTime watermark, WindowOutput& output) {
    if (auto* path = std::get_if<EventTimePath>(&path_)) path->watermark(options_, inward(watermark), output);
    else if (auto* general = std::get_if<GeneralPath>(&path_)) general->watermark(options_, inward(watermark), output);
    else std::get<KafkaPath>(path_).stream_time(watermark);
}

void WindowOperator::processing_time(ProcessingTime now, WindowOutput& output) {
    if (auto* general = std::get_if<GeneralPath>(&path_)) general->processing_time(options_, now, output);
    else if (auto* kafka = std::get_if<KafkaPath>(&path_)) kafka->processing_time(now);
}

void WindowOperator::arrival(ProcessingTime at) {
    if (auto* general = std::get_if<GeneralPath>(&path_)) general->arrival(at);
}

bool WindowOperator::uses_clock() const {
    return options_.time == TimeDomain::processing || options_.trigger.machine().uses_clock();
}

std::optional<ProcessingTime> WindowOperator::next_timer() const {
    const auto* general = std::get_if<GeneralPath>(&path_);
    return general ? general->next_timer() : std::nullopt;
}

EventTime WindowOperator::current_watermark() const {
    if (const auto* kafka = std::get_if<KafkaPath>(&path_)) return kafka->current_stream_time();
    const auto* path = std::get_if<EventTimePath>(&path_);
    return outward(path ? path->current_watermark() : std::get<GeneralPath>(path_).current_watermark());
}

bool WindowOperator::watermark_is_quiet(EventTime watermark) const {
    if (const auto* path = std::get_if<EventTimePath>(&path_)) return path->is_quiet(inward(watermark));
    if (const auto* general = std::get_if<GeneralPath>(&path_)) return general->is_quiet(inward(watermark));
    return true;
}

WindowOperator WindowOperator::snapshot() const {
    WindowOperator saved = *this;
    if (profile_.watermark_restored) return saved;
    if (auto* path = std::get_if<EventTimePath>(&saved.path_)) path->forget_watermark();
    else if (auto* general = std::get_if<GeneralPath>(&saved.path_)) general->forget_watermark();
    else std::get<KafkaPath>(saved.path_).forget_stream_time();
    return saved;
}

StateSize WindowOperator::state_size() const {
    return std::visit([](const auto& path) { return path.state_size(); }, path_);
}

std::uint64_t WindowOperator::held() const {
    return std::visit([](const auto& path) { return path.held(); }, path_);
}

std::uint64_t WindowOperator::held_closed() const {
    if (const auto* kafka = std::get_if<KafkaPath>(&path_)) return kafka->held_closed(options_);
    const auto* path = std::get_if<EventTimePath>(&path_);
    return path ? path->held_closed() : std::get<GeneralPath>(path_).held_closed();
}

WindowOperator::Unfired WindowOperator::unfired() const {
    return std::visit([](const auto& path) { return path.unfired(); }, path_);
}

std::uint64_t WindowOperator::digest() const {
    return std::visit([](const auto& path) { return path.digest(); }, path_);
}

}  // namespace tidemark
