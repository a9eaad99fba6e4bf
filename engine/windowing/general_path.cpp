#include "engine/windowing/general_path.h"

#include "engine/invariant.h"
#include "engine/windowing/assign.h"

#include <algorithm>

namespace tidemark {
namespace {

ClosedBy closing_time(const WindowOptions& options) {
    if (options.time == TimeDomain::processing) return ClosedBy::clock;
    const bool global = std::holds_alternative<Global>(options.window);
    const bool never = profile_of(options.profile).default_of_global == Profile::DefaultOfGlobal::never_fires;
    return global && never ? ClosedBy::nothing : ClosedBy::watermark;
}

}  // namespace

GeneralPath::GeneralPath(const WindowOptions& options)
    : profile_(profile_of(options.profile)),
      closed_by_(closing_time(options)),
      processing_(options.time == TimeDomain::processing),
      state_(std::make_shared<State>()) {}

GeneralPath::State& GeneralPath::writable() {
    if (state_.use_count() > 1) state_ = std::make_shared<State>(*state_);
    return *state_;
}

// In processing time lateness has no meaning: state goes when the window ends (F-W20).
EventTime GeneralPath::cleanup_of(const WindowOptions& options, const Window& window) const {
    return processing_ ? window.max_timestamp() : saturating_add(window.max_timestamp(), options.lateness);
}

// F-W4; nothing is late in processing time.
bool GeneralPath::has_expired(const WindowOptions& options, const Window& window) const {
    return !processing_ && cleanup_of(options, window) <= watermark_;
}

bool GeneralPath::has_closed(const Window& window) const {
    return processing_ ? context(window).clock_passed_end() : context(window).watermark_passed_end();
}

// ---- records -------------------------------------------------------------------------------------------------------

void GeneralPath::record(const WindowOptions& options, const Record& record, WindowOutput& output) {
    Record placed = record;
    if (processing_) placed.at = clock_reading(arrival_);
    if (std::holds_alternative<Session>(options.window)) {
        record_in_session(options, placed, output);
        return;
    }
    std::vector<Window> windows;
    assign_windows(options.window, profile_, placed.at, windows);
    std::vector<Refusal> refusals;
    for (const Window& window : windows) {
        if (has_expired(options, window)) {
            refusals.push_back({window, false});
            continue;
        }
        const auto at = find_or_begin({placed.key, window});
        if (at->second.finished) refusals.push_back({window, true});
        else add(options, at, placed, output);
    }
    // Without any window, late by its own time (F-W9).
    if (windows.empty() && !processing_ && saturating_add(placed.at, options.lateness) <= watermark_)
        output.refused.push_back({placed, std::nullopt, options.late == LatePolicy::side_output, false, false});
    report_refusals(options, placed, refusals, windows.size() - refusals.size(), output);
}

GeneralPath::Slots::iterator GeneralPath::find_or_begin(const Place& place) {
    State& state = writable();
    const auto [at, is_new] = state.slots.try_emplace(place);
    if (is_new) at->second.order = state.next_order++;
    return at;
}

// A record opens a session of its own, which merges with those of its key that it reaches. The profile says whether
// lateness is judged before (B-11) or after merging (F-W12: a live session may rescue a late record).
void GeneralPath::record_in_session(const WindowOptions& options, const Record& record, WindowOutput& output) {
    const Session& session = std::get<Session>(options.window);
    const Window own{record.at, saturating_add(record.at, session.gap)};
    State& state = writable();
    std::vector<Slots::iterator> reached;
    Window merged = own;
    // Sessions of one key lie apart, in the order of their ends: those that reach the record's are neighbours.
    for (auto at = state.slots.lower_bound({record.key, {event_time_min, own.start}});
         at != state.slots.end() && at->first.first == record.key && at->first.second.start <= own.end; ++at) {
        if (!sessions_merge(profile_, session, at->first.second, own)) continue;
        merged = span_of(merged, at->first.second);
        reached.push_back(at);
    }
    const bool judge_own = profile_.session_lateness == Profile::SessionLateness::own_window;
    if (has_expired(options, judge_own ? own : merged)) {
        report_refusals(options, record, {{own, false}}, 0, output);
        return;
    }
    const auto at = merge_into(options, {record.key, merged}, std::move(reached), output);
    if (at->second.finished) report_refusals(options, record, {{merged, true}}, 0, output);
    else add(options, at, record, output);
}

// The slot of the merged session, with what the others held. One that has the merged extent already keeps its pane
// numbers; a new one starts to count anew (B-16).
GeneralPath::Slots::iterator GeneralPath::merge_into(const WindowOptions& options, const Place& place,
                                                     std::vector<Slots::iterator> absorbed, WindowOutput& output) {
    const auto into = find_or_begin(place);
    Slot& slot = into->second;
    Merged merged{place.first, {}, place.second};
    bool lost = false;
    for (const auto& from : absorbed) {
        if (from == into) continue;
        merged.from.push_back(from->first.second);
        disarm(into);
        disarm(from);
        slot.order = std::min(slot.order, from->second.order);
        absorb(options, slot, from->second);
        state_->slots.erase(from);
    }
    if (merged.from.empty()) return into;
    // A finished session takes the others with it: what they held is never shown (B-3).
    if (slot.finished && slot.contents.count() > 0) {
        discard(slot);
        lost = true;
    }
    arm(options, into);
    output.merged.push_back(std::move(merged));
    if (lost && output.want_placements) output.cleared.emplace_back(place.first, place.second);
    return into;
}

void GeneralPath::absorb(const WindowOptions& options, Slot& into, const Slot& from) {
    state_->elements -= into.contents.elements() + from.contents.elements();
    into.contents.merge(options.aggregate, from.contents);
    state_->elements += into.contents.elements();
    into.fresh += from.fresh;
    into.finished = into.finished || from.finished;
    const TriggerMachine& trigger = options.trigger.machine();
    into.cells.resize(trigger.cells());
    if (!from.cells.empty()) trigger.merge(into.cells, from.cells);
    if (from.hold) {
        if (!into.hold) into.hold = from.hold;
        else if (options.timestamp == TimestampCombiner::earliest) into.hold = std::min(*into.hold, *from.hold);
        else into.hold = std::max(*into.hold, *from.hold);
    }
}

void GeneralPath::add(const WindowOptions& options, Slots::iterator at, const Record& record, WindowOutput& output) {
    Slot& slot = at->second;
    const Window& window = at->first.second;
    const TriggerMachine& trigger = options.trigger.machine();
    state_->elements -= slot.contents.elements();
    slot.contents.add(options.aggregate, record);
    state_->elements += slot.contents.elements();
    slot.fresh.add(record.id);
    state_->unfired.add(record.id);
    extend_hold(options, slot, record.at);
    slot.cells.resize(trigger.cells());
    trigger.on_record(context(window), record.at, slot.cells);
    if (output.want_placements) output.placed.push_back({record.id, record.key, window, has_closed(window)});
    if (trigger.should_fire(context(window), slot.cells)) fire(options, at, false, output);
    arm(options, at);
}

// Only records that are not behind the watermark when they come hold the pane's time (B-9).
void GeneralPath::extend_hold(const WindowOptions& options, Slot& slot, EventTime at) {
    if (options.timestamp == TimestampCombiner::end_of_window) return;
    const EventTime time = saturating_add(at, options.timestamp_shift);
    if (!processing_ && time <= watermark_) return;
    if (!slot.hold) slot.hold = time;
    else if (options.timestamp == TimestampCombiner::earliest) slot.hold = std::min(*slot.hold, time);
    else slot.hold = std::max(*slot.hold, time);
}

// ---- firing --------------------------------------------------------------------------------------------------------

// `by_closing_time`: the time that closes windows has moved, not a record and not the other clock (B-6).
void GeneralPath::fire(const WindowOptions& options, Slots::iterator at, bool by_closing_time, WindowOutput& output) {
    Slot& slot = at->second;
    const Window& window = at->first.second;
    const TriggerMachine& trigger = options.trigger.machine();
    const TriggerFired fired = trigger.on_fire(context(window), slot.cells);
    const PaneTiming timing = !has_closed(window)                                 ? PaneTiming::early
                              : by_closing_time && slot.nonspeculative_panes == 0 ? PaneTiming::on_time
                                                                                  : PaneTiming::late;
    // An empty pane is shown at most for the watermark's passing the end (B-8), and never by Flink (F-W10).
    const bool shown_empty = profile_.empty_on_time_pane == Profile::EmptyOnTimePane::after_data &&
                             timing == PaneTiming::on_time && trigger.has_on_time_pane();
    if (slot.contents.count() > 0 || shown_empty) emit(options, at, timing, fired.finished, output);
    state_->unfired -= slot.fresh;
    slot.fresh = {};
    if (fired.finished) slot.finished = true;
    if (fired.finished || fired.purge || options.accumulation == Accumulation::discarding) discard(slot);
    // While an empty pane may still come at the end, the time is held for it.
    const bool keeps_hold = timing == PaneTiming::early && trigger.has_on_time_pane() && !fired.finished;
    if (!keeps_hold) slot.hold.reset();
}

void GeneralPath::emit(const WindowOptions& options, Slots::iterator at, PaneTiming timing, bool finished,
                       WindowOutput& output) {
    Slot& slot = at->second;
    Pane pane;
    pane.key = at->first.first;
    pane.window = at->first.second;
    pane.value = slot.contents.value(options.aggregate);
    pane.at = slot.hold.value_or(pane.window.max_timestamp());
    pane.timing = timing;
    pane.index = slot.panes++;
    if (timing != PaneTiming::early) pane.nonspeculative_index = static_cast<std::int32_t>(slot.nonspeculative_panes++);
    pane.final = finished;
    pane.fresh_count = slot.fresh.count;
    pane.fresh_members = slot.fresh.members;
    output.panes.push_back(std::move(pane));
}

// Contents go; the window, its trigger's memory and its deadlines stay (F-W10).
void GeneralPath::discard(Slot& slot) {
    state_->elements -= slot.contents.elements();
    slot.contents.clear();
    state_->unfired -= slot.fresh;
    slot.fresh = {};
}

// ---- deadlines -----------------------------------------------------------------------------------------------------

// Registers what the trigger waits for, and the cleanup; none where that would be after the end of time (F-W3, F-W17).
void GeneralPath::arm(const WindowOptions& options, Slots::iterator at) {
    disarm(at);
    const auto& [key, window] = at->first;
    Slot& slot = at->second;
    slot.trigger_due.reset();
    slot.trigger_clock_due.reset();
    slot.cells.resize(options.trigger.machine().cells());
    if (!slot.finished) {
        slot.trigger_due = options.trigger.machine().event_deadline(context(window), slot.cells);
        slot.trigger_clock_due = options.trigger.machine().clock_deadline(context(window), slot.cells);
    }
    slot.event_timer = slot.trigger_due;
    slot.clock_timer = slot.trigger_clock_due;
    const EventTime cleanup = cleanup_of(options, window);
    if (cleanup != event_time_max) {
        if (processing_)
            slot.clock_timer = std::min(slot.clock_timer.value_or(processing_time_max), instant_of(cleanup));
        else slot.event_timer = std::min(slot.event_timer.value_or(event_time_max), cleanup);
    }
    if (slot.event_timer) state_->event_deadlines.insert({*slot.event_timer, window, slot.order, key});
    if (slot.clock_timer) state_->clock_deadlines.insert({*slot.clock_timer, window, slot.order, key});
}

void GeneralPath::disarm(Slots::iterator at) {
    const auto& [key, window] = at->first;
    Slot& slot = at->second;
    if (slot.event_timer) state_->event_deadlines.erase({*slot.event_timer, window, slot.order, key});
    if (slot.clock_timer) state_->clock_deadlines.erase({*slot.clock_timer, window, slot.order, key});
    slot.event_timer.reset();
    slot.clock_timer.reset();
}

void GeneralPath::watermark(const WindowOptions& options, EventTime watermark, WindowOutput& output) {
    if (watermark <= watermark_) return;
    const bool quiet = is_quiet(watermark);
    watermark_ = watermark;
    if (quiet) return;
    State& state = writable();
    while (!state.event_deadlines.empty() && state.event_deadlines.begin()->due <= watermark) {
        const auto deadline = *state.event_deadlines.begin();
        const auto at = state.slots.find({deadline.key, deadline.window});
        INVARIANT(at != state.slots.end(), "a deadline of a window that is not held");
        Slot& slot = at->second;
        // The pane comes first where both are due (F-W11).
        if (slot.trigger_due && *slot.trigger_due <= deadline.due) {
            if (options.trigger.machine().should_fire(context(deadline.window), slot.cells))
                fire(options, at, !processing_, output);
        }
        const EventTime cleanup = cleanup_of(options, deadline.window);
        if (!processing_ && cleanup <= deadline.due && cleanup != event_time_max) {
            erase(at, output);
            continue;
        }
        arm(options, at);
        INVARIANT(!slot.event_timer || *slot.event_timer > watermark || *slot.event_timer == cleanup,
                  "a trigger waits for a watermark that has passed");
    }
}

void GeneralPath::processing_time(const WindowOptions& options, ProcessingTime now, WindowOutput& output) {
    if (now <= now_) return;
    now_ = now;
    arrival_ = std::max(arrival_, now);
    if (state_->clock_deadlines.empty() || state_->clock_deadlines.begin()->due > now) return;
    State& state = writable();
    while (!state.clock_deadlines.empty() && state.clock_deadlines.begin()->due <= now) {
        const auto deadline = *state.clock_deadlines.begin();
        const auto at = state.slots.find({deadline.key, deadline.window});
        INVARIANT(at != state.slots.end(), "a timer of a window that is not held");
        Slot& slot = at->second;
        if (slot.trigger_clock_due && *slot.trigger_clock_due <= deadline.due) {
            if (options.trigger.machine().should_fire(context(deadline.window), slot.cells))
                fire(options, at, processing_, output);
        }
        const EventTime cleanup = cleanup_of(options, deadline.window);
        if (processing_ && cleanup != event_time_max && instant_of(cleanup) <= deadline.due) {
            erase(at, output);
            continue;
        }
        arm(options, at);
        INVARIANT(
            !slot.clock_timer || *slot.clock_timer > now || (processing_ && *slot.clock_timer == instant_of(cleanup)),
            "a trigger waits for an instant that has passed");
    }
}

void GeneralPath::erase(Slots::iterator at, WindowOutput& output) {
    disarm(at);
    discard(at->second);
    if (output.want_placements) output.cleared.push_back(at->first);
    state_->slots.erase(at);
}

bool GeneralPath::is_quiet(EventTime watermark) const {
    if (watermark <= watermark_) return true;
    return state_->event_deadlines.empty() || state_->event_deadlines.begin()->due > watermark;
}

std::optional<ProcessingTime> GeneralPath::next_timer() const {
    if (state_->clock_deadlines.empty()) return std::nullopt;
    return state_->clock_deadlines.begin()->due;
}

// ---- what it holds -------------------------------------------------------------------------------------------------

StateSize GeneralPath::state_size() const {
    return {state_->slots.size() + state_->elements, state_->slots.size() * 48 + state_->elements * 8};
}

std::uint64_t GeneralPath::held_closed() const {
    return static_cast<std::uint64_t>(std::count_if(state_->slots.begin(), state_->slots.end(),
                                                    [&](const auto& slot) { return has_closed(slot.first.second); }));
}

std::uint64_t GeneralPath::digest() const {
    Digest digest;
    for (const auto& [place, slot] : state_->slots) {
        digest.add(place.first).add(place.second).add(slot.order);
        slot.contents.add_to(digest);
        digest.add(slot.fresh.count).add(slot.fresh.members);
        for (const TriggerCell& cell : slot.cells)
            digest.add_signed(cell.number).add(std::uint64_t{cell.set ? 1U : 0U});
        digest.add(std::uint64_t{slot.panes}).add(std::uint64_t{slot.nonspeculative_panes}).add(slot.hold);
        digest.add(std::uint64_t{slot.finished ? 1U : 0U}).add(slot.trigger_due).add(slot.trigger_clock_due);
    }
    return digest.value();
}

}  // namespace tidemark
