#pragma once

#include "engine/dataflow/tally.h"
#include "engine/windowing/accumulator.h"
#include "engine/windowing/refusal.h"
#include "engine/windowing/triggers/machine.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace tidemark {

// The window operator in full: sessions, every trigger, every aggregate, both time domains, for Flink and Beam. State
// per key and window lies in ordered maps, deadlines in ordered sets. A copy shares everything until either side writes.
class GeneralPath {
public:
    explicit GeneralPath(const WindowOptions& options);

    // Watermarks here have Flink's meaning, whatever the profile.
    void record(const WindowOptions& options, const Record& record, WindowOutput& output);
    void watermark(const WindowOptions& options, EventTime watermark, WindowOutput& output);
    void processing_time(const WindowOptions& options, ProcessingTime now, WindowOutput& output);
    void arrival(ProcessingTime at) { arrival_ = std::max(at, now_); }
    bool is_quiet(EventTime watermark) const;
    std::optional<ProcessingTime> next_timer() const;
    EventTime current_watermark() const { return watermark_; }
    void forget_watermark() { watermark_ = event_time_min; }

    StateSize state_size() const;
    std::uint64_t held() const { return state_->slots.size(); }
    std::uint64_t held_closed() const;
    Tally unfired() const { return state_->unfired; }
    std::uint64_t digest() const;

private:
    // Everything about one window of one key.
    struct Slot {
        std::uint64_t order{0};  // when it was first seen: firing order within a window
        Accumulator contents;
        Tally fresh;  // what no pane has shown
        std::vector<TriggerCell> cells;
        std::uint32_t panes{0}, nonspeculative_panes{0};
        std::optional<EventTime> hold;  // the pane's own time so far, where records decide it (B-9)
        bool finished{false};           // the trigger is done: a tombstone until cleanup (B-3)
        // Deadlines as they were registered: a restore keeps them, whatever the watermark (F-W18).
        std::optional<EventTime> trigger_due, event_timer;
        std::optional<ProcessingTime> trigger_clock_due, clock_timer;
    };
    using Place = std::pair<KeyId, Window>;
    template <class Time>
    struct DeadlineOf {
        Time due{};
        Window window{};
        std::uint64_t order{0};
        KeyId key{};
        friend bool operator<(const DeadlineOf& a, const DeadlineOf& b) {
            return std::tie(a.due, a.window, a.order, a.key) < std::tie(b.due, b.window, b.order, b.key);
        }
    };
    struct State {
        std::map<Place, Slot> slots;
        std::set<DeadlineOf<EventTime>> event_deadlines;
        std::set<DeadlineOf<ProcessingTime>> clock_deadlines;
        Tally unfired;
        std::uint64_t elements{0};
        std::uint64_t next_order{0};
    };
    using Slots = std::map<Place, Slot>;

    State& writable();
    TriggerContext context(const Window& window) const { return {window, watermark_, now_, arrival_, closed_by_}; }
    EventTime cleanup_of(const WindowOptions& options, const Window& window) const;
    bool has_expired(const WindowOptions& options, const Window& window) const;
    bool has_closed(const Window& window) const;

    Slots::iterator find_or_begin(const Place& place);
    void record_in_session(const WindowOptions& options, const Record& record, WindowOutput& output);
    Slots::iterator merge_into(const WindowOptions& options, const Place& place, std::vector<Slots::iterator> absorbed,
                               WindowOutput& output);
    void absorb(const WindowOptions& options, Slot& into, const Slot& from);
    void add(const WindowOptions& options, Slots::iterator at, const Record& record, WindowOutput& output);
    void extend_hold(const WindowOptions& options, Slot& slot, EventTime at);
    void fire(const WindowOptions& options, Slots::iterator at, bool by_closing_time, WindowOutput& output);
    void emit(const WindowOptions& options, Slots::iterator at, PaneTiming timing, bool finished, WindowOutput& output);
    void discard(Slot& slot);
    void arm(const WindowOptions& options, Slots::iterator at);
    void disarm(Slots::iterator at);
    void erase(Slots::iterator at, WindowOutput& output);

    Profile profile_;
    ClosedBy closed_by_;
    bool processing_{false};
    EventTime watermark_{event_time_min};
    ProcessingTime now_{};
    ProcessingTime arrival_{};
    std::shared_ptr<State> state_;
};

}  // namespace tidemark
