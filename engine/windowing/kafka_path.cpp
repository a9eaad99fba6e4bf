#include "engine/windowing/kafka_path.h"

#include "engine/windowing/assign.h"

#include <algorithm>

namespace tidemark {
namespace {

bool answers_updates(const WindowOptions& options) { return options.emit != EmitStrategy::final; }

EventDuration gap_of(const WindowOptions& options) {
    const auto* session = std::get_if<Session>(&options.window);
    return session ? session->gap : EventDuration{0};
}

}  // namespace

KafkaPath::KafkaPath(const WindowOptions& options)
    : profile_(profile_of(options.profile)), state_(std::make_shared<State>()) {}

KafkaPath::State& KafkaPath::writable() {
    if (state_.use_count() > 1) state_ = std::make_shared<State>(*state_);
    return *state_;
}

void KafkaPath::stream_time(EventTime time) {
    if (time != event_time_max) stream_time_ = std::max(stream_time_, time);
}

void KafkaPath::processing_time(ProcessingTime now) { now_ = std::max(now_, now); }

// The window takes no more records: K-2 for windows, K-5 for sessions, with their strict bound (K-6).
bool KafkaPath::has_closed(const WindowOptions& options, const Window& window) const {
    if (std::holds_alternative<Session>(options.window)) {
        const EventTime last_to_come =
            saturating_add(saturating_add(window.max_timestamp(), gap_of(options)), options.lateness);
        return last_to_come < stream_time_;
    }
    return saturating_add(window.end, options.lateness) <= stream_time_;
}

// The stream time has passed the window's end: what changes it now corrects it.
bool KafkaPath::has_ended(const WindowOptions& options, const Window& window) const {
    return saturating_add(window.end, gap_of(options)) <= stream_time_;
}

// ---- records -------------------------------------------------------------------------------------------------------

void KafkaPath::record(const WindowOptions& options, const Record& record, WindowOutput& output) {
    Record placed = record;
    if (options.time == TimeDomain::processing) placed.at = clock_reading(now_);
    if (!profile_.negative_time_accepted && placed.at < EventTime{}) {
        refuse(options, placed, std::nullopt, output);
        return;
    }
    stream_time_ = std::max(stream_time_, placed.at);
    if (std::holds_alternative<Session>(options.window)) {
        record_in_session(options, placed, output);
        close_sessions(options, output);
    } else {
        record_in_windows(options, placed, output);
        close_windows(options, output);
    }
}

void KafkaPath::refuse(const WindowOptions& options, const Record& record, std::optional<Window> window,
                       WindowOutput& output) const {
    output.refused.push_back({record, window, options.late == LatePolicy::side_output, false, false});
}

void KafkaPath::record_in_windows(const WindowOptions& options, const Record& record, WindowOutput& output) {
    std::vector<Window> windows;
    assign_windows(options.window, profile_, record.at, windows);
    for (const Window& window : windows) {
        if (has_closed(options, window)) {
            refuse(options, record, window, output);
            continue;
        }
        State& state = writable();
        Slots& slots = state.windows[window];
        const std::uint32_t number = slots.index.find_or_enter(record.key);
        if (number == slots.slots.size()) {
            Slot& slot = slots.slots.emplace_back();
            slot.key = record.key;
            slot.order = state.next_order++;
            ++state.held;
        }
        add(options, window, slots.slots[number], record, output);
    }
}

// Sessions of its key that lie within the gap of the record become one with it, each withdrawn by a tombstone, unless
// the session's extent stays what the record alone would be (K-5).
void KafkaPath::record_in_session(const WindowOptions& options, const Record& record, WindowOutput& output) {
    const Session& session = std::get<Session>(options.window);
    std::vector<Window> own;
    assign_windows(options.window, profile_, record.at, own);
    State& state = writable();
    Window merged = own.front();
    std::vector<std::map<Place, Slot>::iterator> reached;
    const EventTime earliest_end = saturating_subtract(own.front().start, session.gap);
    for (auto at = state.sessions.lower_bound({record.key, {event_time_min, earliest_end}});
         at != state.sessions.end() && at->first.first == record.key &&
         at->first.second.start <= saturating_add(own.front().max_timestamp(), session.gap);
         ++at) {
        if (!sessions_merge(profile_, session, at->first.second, own.front())) continue;
        merged = span_of(merged, at->first.second);
        reached.push_back(at);
    }
    if (has_closed(options, merged)) {
        refuse(options, record, merged, output);
        return;
    }
    Slot slot;
    slot.key = record.key;
    slot.order = state.next_order++;
    Merged into{record.key, {}, merged};
    for (const auto& from : reached) {
        const Window& window = from->first.second;
        Slot& old = from->second;
        state.closings.erase({window, old.order, old.key});
        state.elements -= old.contents.elements();
        slot.contents.merge(options.aggregate, old.contents);
        slot.fresh += old.fresh;
        slot.latest = std::max(slot.latest, old.latest);
        slot.order = std::min(slot.order, old.order);
        if (window == merged) {
            slot.updates = old.updates;
            slot.late_updates = old.late_updates;
        } else {
            into.from.push_back(window);
        }
        if (answers_updates(options) && merged != own.front()) {
            Pane& pane = emit(options, window, old, output);
            pane.value = {};
            pane.tombstone = true;
            pane.fresh_count = pane.fresh_members = 0;
        }
        state.sessions.erase(from);
        --state.held;
    }
    state.elements += slot.contents.elements();
    if (!into.from.empty()) output.merged.push_back(std::move(into));
    ++state.held;
    state.closings.insert({merged, slot.order, slot.key});
    add(options, merged, state.sessions.insert_or_assign({record.key, merged}, std::move(slot)).first->second, record,
        output);
}

void KafkaPath::add(const WindowOptions& options, const Window& window, Slot& slot, const Record& record,
                    WindowOutput& output) {
    state_->elements -= slot.contents.elements();
    slot.contents.add(options.aggregate, record);
    state_->elements += slot.contents.elements();
    slot.latest = std::max(slot.latest, record.at);
    slot.fresh.add(record.id);
    state_->unfired.add(record.id);
    const bool late = has_ended(options, window);
    if (output.want_placements) output.placed.push_back({record.id, record.key, window, late});
    if (!answers_updates(options)) return;
    emit(options, window, slot, output);  // K-12: each record is answered
    ++slot.updates;
    slot.late_updates += late ? 1 : 0;
    state_->unfired -= slot.fresh;
    slot.fresh = {};
}

Pane& KafkaPath::emit(const WindowOptions& options, const Window& window, const Slot& slot,
                      WindowOutput& output) const {
    Pane& pane = output.panes.emplace_back();
    pane.key = slot.key;
    pane.window = window;
    pane.value = slot.contents.value(options.aggregate);
    pane.at = slot.latest;
    const bool late = has_ended(options, window);
    pane.timing = late ? PaneTiming::late : PaneTiming::early;
    pane.index = slot.updates;
    pane.nonspeculative_index = late ? static_cast<std::int32_t>(slot.late_updates) : -1;
    pane.fresh_count = slot.fresh.count;
    pane.fresh_members = slot.fresh.members;
    return pane;
}

// ---- closing -------------------------------------------------------------------------------------------------------

// With emit `final` this is where a window is answered, once (K-3).
void KafkaPath::close(const WindowOptions& options, const Window& window, Slot& slot, WindowOutput& output) {
    if (!answers_updates(options)) {
        Pane& pane = emit(options, window, slot, output);
        pane.timing = PaneTiming::on_time;
        pane.nonspeculative_index = 0;
        pane.final = true;
    }
    state_->unfired -= slot.fresh;
    state_->elements -= slot.contents.elements();
    --state_->held;
    if (output.want_placements) output.cleared.emplace_back(slot.key, window);
}

void KafkaPath::close_windows(const WindowOptions& options, WindowOutput& output) {
    while (!state_->windows.empty() && has_closed(options, state_->windows.begin()->first)) {
        State& state = writable();
        const auto first = state.windows.begin();
        for (Slot& slot : first->second.slots)
            close(options, first->first, slot, output);
        state.windows.erase(first);
    }
}

void KafkaPath::close_sessions(const WindowOptions& options, WindowOutput& output) {
    while (!state_->closings.empty() && has_closed(options, state_->closings.begin()->window)) {
        State& state = writable();
        const Closing first = *state.closings.begin();
        const auto at = state.sessions.find({first.key, first.window});
        close(options, first.window, at->second, output);
        state.sessions.erase(at);
        state.closings.erase(state.closings.begin());
    }
}

// ---- what it holds -------------------------------------------------------------------------------------------------

StateSize KafkaPath::state_size() const {
    return {state_->held + state_->elements, state_->held * 48 + state_->elements * 8};
}

std::uint64_t KafkaPath::held_closed(const WindowOptions& options) const {
    std::uint64_t closed = 0;
    for (const auto& [window, slots] : state_->windows)
        if (has_ended(options, window)) closed += slots.slots.size();
    for (const auto& [place, slot] : state_->sessions)
        closed += has_ended(options, place.second) ? 1 : 0;
    return closed;
}

std::uint64_t KafkaPath::digest() const {
    Digest digest;
    const auto add = [&](const Window& window, const Slot& slot) {
        digest.add(window).add(slot.key).add(slot.order).add(slot.latest).add(slot.fresh.count).add(slot.fresh.members);
        digest.add(std::uint64_t{slot.updates}).add(std::uint64_t{slot.late_updates});
        slot.contents.add_to(digest);
    };
    for (const auto& [window, slots] : state_->windows)
        for (const Slot& slot : slots.slots)
            add(window, slot);
    for (const auto& [place, slot] : state_->sessions)
        add(place.second, slot);
    return digest.value();
}

}  // namespace tidemark
