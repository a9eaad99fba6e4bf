#include "engine/windowing/event_time_path.h"

#include "engine/windowing/assign.h"
#include "engine/windowing/triggers/machine.h"

#include <algorithm>

namespace tidemark {

namespace {
constexpr std::size_t spares_max = 4;

// For so many panes more, and as ever at least twice what there was.
void make_room(std::vector<Pane>& panes, std::size_t more) {
    const std::size_t needed = panes.size() + more;
    if (needed > panes.capacity()) panes.reserve(std::max(needed, 2 * panes.capacity()));
}
}  // namespace

bool EventTimePath::suits(const WindowOptions& options) {
    const bool windows =
        std::holds_alternative<Tumbling>(options.window) || std::holds_alternative<Sliding>(options.window);
    const bool number =
        options.aggregate.kind != AggregateKind::list && options.aggregate.kind != AggregateKind::distinct;
    return options.profile != EngineName::kafka && options.time == TimeDomain::event && windows && number &&
           options.trigger.machine().fires_only_at_close() && options.timestamp == TimestampCombiner::end_of_window;
}

EventTimePath::EventTimePath(const WindowOptions& options) : profile_(profile_of(options.profile)) {}

Tally EventTimePath::Table::shown_of(std::size_t nth) const {
    switch (shown) {
        case Shown::nothing:
            return {};
        case Shown::everything:
            return {slots.nth(nth).count, slots.nth(nth).members};
        case Shown::partly:
            return nth < shown_parts.size() ? shown_parts[nth] : Tally{};
    }
    return {};
}

void EventTimePath::Table::clear() {
    slots.clear();
    shown_parts.clear();
    shown = Shown::nothing;
}

// ---- records -------------------------------------------------------------------------------------------------------

// The window's table, by itself: a copy of the operator may share it.
[[gnu::always_inline]] inline EventTimePath::Table& EventTimePath::writable(std::size_t at) {
    std::shared_ptr<Table>& table = windows_[at].table;
    if (table.use_count() > 1) [[unlikely]]
        table = std::make_shared<Table>(*table);
    return *table;
}

inline void EventTimePath::add(const WindowOptions& options, std::size_t at, const Record& record,
                               WindowOutput& output) {
    Table& table = writable(at);
    const bool late = at < closed_;
    if (!late && table.shown == Shown::everything) [[unlikely]] {
        for (std::size_t i = table.shown_parts.size(); i < table.slots.size(); ++i)
            table.shown_parts.push_back(table.shown_of(i));
        table.shown = Shown::partly;
    }
    Slot& slot = table.slots.find_or_enter(record.key);
    if (slot.count == 0 && slot.panes() == 0) ++held_;
    fold(options.aggregate.kind, record.value, slot.count, slot.number);
    const Tally one{1, scatter(record.id)};
    ++slot.count;
    slot.members += one.members;
    if (output.want_placements) [[unlikely]]
        output.placed.push_back({record.id, record.key, windows_[at].window, late});
    if (late) [[unlikely]]
        show(options, windows_[at].window, slot, one, false, output);  // F-W5: at once, for each
    else unfired_ += one;
}

void EventTimePath::record(const WindowOptions& options, const Record& record, WindowOutput& output) {
    if (record.at >= hot_.start && record.at < hot_.end) [[likely]] {
        add(options, hot_at_, record, output);
        return;
    }
    const auto* tumbling = std::get_if<Tumbling>(&options.window);
    if (!tumbling) {
        add_to_all(options, record, output);
        return;
    }
    const EventTime start = floor_to(record.at, tumbling->size, tumbling->offset);
    const Window window{start, saturating_add(start, tumbling->size)};
    const std::size_t at = locate(options, window);
    if (at == expired) {
        output.refused.push_back({record, std::nullopt, options.late == LatePolicy::side_output, false, false});
        return;
    }
    hot_ = window;
    hot_at_ = at;
    add(options, at, record, output);
}

void EventTimePath::add_to_all(const WindowOptions& options, const Record& record, WindowOutput& output) {
    assigned_.clear();
    refusals_.clear();
    assign_windows(options.window, profile_, record.at, assigned_);
    for (const Window& window : assigned_) {
        const std::size_t at = locate(options, window);
        if (at == expired) refusals_.push_back({window, false});
        else add(options, at, record, output);
    }
    // Without any window, late by its own time (F-W9).
    if (assigned_.empty() && saturating_add(record.at, options.lateness) <= watermark_)
        output.refused.push_back({record, std::nullopt, options.late == LatePolicy::side_output, false, false});
    report_refusals(options, record, refusals_, assigned_.size() - refusals_.size(), output);
}

// Where the window is, which begins here if it is new; `expired` where it takes no more records (F-W4).
std::size_t EventTimePath::locate(const WindowOptions& options, const Window& window) {
    const auto found =
        std::lower_bound(windows_.begin(), windows_.end(), window,
                         [](const OpenWindow& open, const Window& other) { return open.window < other; });
    const std::size_t at = static_cast<std::size_t>(found - windows_.begin());
    const EventTime cleanup = saturating_add(window.max_timestamp(), options.lateness);
    if (cleanup <= watermark_) return expired;
    if (found != windows_.end() && found->window == window) return at;

    hot_ = nowhere;
    windows_.insert(found, {window, cleanup, fresh_table()});
    if (window.max_timestamp() <= watermark_) {
        windows_[at].table->shown = Shown::everything;
        ++closed_;
    }
    return at;
}

// ---- watermarks ----------------------------------------------------------------------------------------------------

void EventTimePath::watermark(const WindowOptions& options, EventTime watermark, WindowOutput& output) {
    if (watermark <= watermark_) return;
    watermark_ = watermark;
    if (watermark == event_time_max) hot_ = nowhere;  // every record is late from now on
    while (closed_ < windows_.size() && windows_[closed_].window.max_timestamp() <= watermark) {
        fire(options, closed_, output);
        ++closed_;
    }
    drop_expired(output);
}

// The window's end has been passed: a pane for every key with something new, in the order in which they came.
void EventTimePath::fire(const WindowOptions& options, std::size_t at, WindowOutput& output) {
    if (windows_[at].table->shown == Shown::everything) return;
    Table& table = writable(at);
    make_room(output.panes, table.slots.size());
    for (std::size_t i = 0; i < table.slots.size(); ++i) {
        table.slots.prefetch_nth(i + 16);
        Slot& slot = table.slots.nth(i);
        const Tally fresh = Tally{slot.count, slot.members} - table.shown_of(i);
        if (fresh.count == 0) continue;
        unfired_ -= fresh;
        show(options, windows_[at].window, slot, fresh, true, output);
    }
    table.shown_parts.clear();
    table.shown = Shown::everything;
}

void EventTimePath::show(const WindowOptions& options, const Window& window, Slot& slot, Tally fresh, bool by_watermark,
                         WindowOutput& output) {
    Pane& pane = output.panes.emplace_back();
    pane.key = slot.key;
    pane.window = window;
    pane.value.count = slot.count;
    pane.value.number = slot.number;
    pane.value.members = slot.members;
    pane.at = window.max_timestamp();
    pane.timing = by_watermark && slot.panes() == 0 ? PaneTiming::on_time : PaneTiming::late;
    pane.index = slot.panes();
    pane.nonspeculative_index = static_cast<std::int32_t>(slot.panes());
    pane.fresh_count = fresh.count;
    pane.fresh_members = fresh.members;
    ++slot.taken;
    if (options.accumulation == Accumulation::discarding) slot = {slot.key, slot.taken, 0, 0, 0};
}

// At end + lateness a window's state goes; one whose cleanup would be after the end of time stays (F-W3).
void EventTimePath::drop_expired(WindowOutput& output) {
    std::size_t count = 0;
    while (count < closed_ && windows_[count].cleanup <= watermark_ && windows_[count].cleanup != event_time_max)
        ++count;
    if (count == 0) return;
    for (std::size_t i = 0; i < count; ++i) {
        OpenWindow& open = windows_[i];
        held_ -= open.table->slots.size();
        if (output.want_placements)
            for (std::size_t n = 0; n < open.table->slots.size(); ++n)
                output.cleared.emplace_back(open.table->slots.nth(n).key, open.window);
        if (open.table.use_count() == 1 && spares_.tables.size() < spares_max)
            spares_.tables.push_back(std::move(open.table));
    }
    windows_.erase(windows_.begin(), windows_.begin() + static_cast<std::ptrdiff_t>(count));
    closed_ -= count;
    hot_ = nowhere;
}

std::shared_ptr<EventTimePath::Table> EventTimePath::fresh_table() {
    if (spares_.tables.empty()) return std::make_shared<Table>();
    std::shared_ptr<Table> table = std::move(spares_.tables.back());
    spares_.tables.pop_back();
    table->clear();
    return table;
}

void EventTimePath::forget_watermark() {
    watermark_ = event_time_min;
    closed_ = 0;
}

// ---- what it holds -------------------------------------------------------------------------------------------------

std::uint64_t EventTimePath::held_closed() const {
    std::uint64_t held = 0;
    for (std::size_t i = 0; i < closed_; ++i)
        held += windows_[i].table->slots.size();
    return held;
}

std::uint64_t EventTimePath::digest() const {
    Digest digest;
    for (const OpenWindow& open : windows_) {
        digest.add(open.window);
        for (std::size_t i = 0; i < open.table->slots.size(); ++i) {
            const Slot& slot = open.table->slots.nth(i);
            const Tally shown = open.table->shown_of(i);
            digest.add(slot.key).add(std::uint64_t{slot.panes()});
            digest.add(slot.count).add_signed(slot.number).add(slot.members).add(shown.count).add(shown.members);
        }
    }
    return digest.value();
}

}  // namespace tidemark
