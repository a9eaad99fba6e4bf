#include "engine/windowing/assign.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

constexpr EventDuration tick{1};

Window window_from(EventTime start, EventDuration size) { return {start, saturating_add(start, size)}; }

// Latest first, as Flink's loop goes (F-A2). In the gaps of period > size there is none.
void assign_sliding(const Sliding& sliding, EventTime at, std::vector<Window>& windows) {
    EventTime start = floor_to(at, sliding.period, sliding.offset);
    const EventTime first_too_early = saturating_subtract(at, sliding.size);
    while (start > first_too_early) {
        windows.push_back(window_from(start, sliding.size));
        start = saturating_subtract(start, sliding.period);
    }
}

// Kafka's hopping windows: max(0, at - size + advance) / advance * advance, then upwards (K-11).
void assign_ascending(EventDuration size, EventDuration advance, EventTime at, std::vector<Window>& windows) {
    if (at < EventTime{}) return;
    const std::int64_t time = at.time_since_epoch().count();
    const std::int64_t step = advance.count();
    std::int64_t start = std::max<std::int64_t>(0, time - size.count() + step) / step * step;
    while (true) {
        windows.push_back(window_from(EventTime{EventDuration{start}}, size));
        if (time - start < step) return;
        start += step;
    }
}

struct Assign {
    const Profile& profile;
    EventTime at;
    std::vector<Window>& windows;

    bool ascending() const { return profile.engine == EngineName::kafka; }

    void operator()(const Tumbling& tumbling) const {
        if (ascending()) assign_ascending(tumbling.size, tumbling.size, at, windows);
        else windows.push_back(window_from(floor_to(at, tumbling.size, tumbling.offset), tumbling.size));
    }
    void operator()(const Sliding& sliding) const {
        if (ascending()) assign_ascending(sliding.size, sliding.period, at, windows);
        else assign_sliding(sliding, at, windows);
    }
    void operator()(const Session& session) const {
        if (ascending()) {
            if (at >= EventTime{}) windows.push_back(window_from(at, tick));
        } else {
            windows.push_back(window_from(at, session.gap));
        }
    }
    void operator()(const Global&) const {
        if (!ascending() || at >= EventTime{}) windows.push_back(global_window);
    }
};

struct FindProblems {
    EngineName profile;
    std::vector<std::string>& found;

    void positive(const char* what, EventDuration duration) const {
        if (duration.count() <= 0) found.push_back(fmt::format("the window's {} must be longer than 0", what));
    }
    void offset_within(EventDuration offset, const char* what, EventDuration length) const {
        if (length.count() > 0 && (offset >= length || offset <= -length))
            found.push_back(fmt::format("the window's offset must be shorter than its {}", what));
        if (profile == EngineName::kafka && offset.count() != 0)
            found.push_back("profile kafka has no windows with an offset");
    }
    void operator()(const Tumbling& tumbling) const {
        positive("size", tumbling.size);
        offset_within(tumbling.offset, "size", tumbling.size);
    }
    void operator()(const Sliding& sliding) const {
        positive("size", sliding.size);
        positive("period", sliding.period);
        offset_within(sliding.offset, "period", sliding.period);
        if (profile == EngineName::kafka && sliding.period > sliding.size)
            found.push_back(
                "profile kafka has no windows with gaps between them: the period must not be longer than the size");
    }
    void operator()(const Session& session) const { positive("gap", session.gap); }
    void operator()(const Global&) const {}
};

}  // namespace

std::vector<std::string> problems(const WindowSpec& spec, EngineName profile) {
    std::vector<std::string> found;
    std::visit(FindProblems{profile, found}, spec);
    return found;
}

std::uint64_t windows_per_record(const WindowSpec& spec) {
    const auto* sliding = std::get_if<Sliding>(&spec);
    if (!sliding || sliding->period.count() <= 0) return 1;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, sliding->size.count()) / sliding->period.count()) + 1;
}

void assign_windows(const WindowSpec& spec, const Profile& profile, EventTime at, std::vector<Window>& windows) {
    std::visit(Assign{profile, at, windows}, spec);
}

bool sessions_merge(const Profile& profile, const Session& session, const Window& a, const Window& b) {
    switch (profile.session_touch) {
        case Profile::SessionTouch::merge_when_touching:
            return a.start <= b.end && b.start <= a.end;
        case Profile::SessionTouch::merge_when_overlapping:
            return a.start < b.end && b.start < a.end;
        case Profile::SessionTouch::merge_within_inclusive_gap:
            return a.start <= saturating_add(b.max_timestamp(), session.gap) &&
                   b.start <= saturating_add(a.max_timestamp(), session.gap);
    }
    return false;
}

Window span_of(const Window& a, const Window& b) { return {std::min(a.start, b.start), std::max(a.end, b.end)}; }

std::vector<Window> merge_sessions(const Profile& profile, const Session& session, std::vector<Window> windows) {
    std::sort(windows.begin(), windows.end(),
              [](const Window& a, const Window& b) { return a.start != b.start ? a.start < b.start : a.end < b.end; });
    std::vector<Window> merged;
    for (const Window& window : windows) {
        if (!merged.empty() && sessions_merge(profile, session, merged.back(), window))
            merged.back() = span_of(merged.back(), window);
        else merged.push_back(window);
    }
    return merged;
}

}  // namespace tidemark
