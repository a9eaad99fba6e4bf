#pragma once

#include "engine/time.h"
#include "engine/windowing/window.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tidemark {

// What ends a window: the trigger `default` follows it.
enum class ClosedBy { watermark, clock, nothing };

// What a trigger sees of its window's world at an instant. The watermark has Flink's meaning.
struct TriggerContext {
    Window window{};
    EventTime watermark{event_time_min};
    ProcessingTime now{};      // the operator's clock: all timers up to it have fired
    ProcessingTime arrival{};  // of the newest record, not before `now`
    ClosedBy closed_by{ClosedBy::watermark};

    bool watermark_passed_end() const { return watermark >= window.max_timestamp(); }
    bool clock_passed_end() const { return now >= instant_of(window.max_timestamp()); }
};

// The memory of one trigger for one window and key; what `number` and `set` mean is the trigger's own business.
struct TriggerCell {
    std::int64_t number{0};
    bool set{false};
    friend bool operator==(const TriggerCell&, const TriggerCell&) = default;
};
using TriggerCells = std::span<TriggerCell>;
using ConstTriggerCells = std::span<const TriggerCell>;

// What became of a trigger when it fired.
struct TriggerFired {
    bool finished{false};  // it never fires again
    bool purge{false};     // the window's contents go with the pane
};

// One trigger: a small machine without memory of its own. Its state lies in cells that the window operator keeps per
// window and key; a trigger's own cell comes first, its children's follow in order.
//
// The operator asks `should_fire` when a record came and when a deadline that the trigger named has passed, never at
// other times: so a condition that stays true does not fire again and again.
class TriggerMachine {
public:
    virtual ~TriggerMachine() = default;

    // How many cells it and its children need.
    virtual std::size_t cells() const { return 1; }
    virtual void on_record(const TriggerContext&, EventTime /*at*/, TriggerCells) const {}
    virtual bool should_fire(const TriggerContext&, ConstTriggerCells) const = 0;
    virtual TriggerFired on_fire(const TriggerContext&, TriggerCells) const { return {}; }
    // Two windows became one: adds the other's memory to this one's (F-W14, B-4).
    virtual void merge(TriggerCells, ConstTriggerCells /*other*/) const {}
    // Forgets everything, to start anew.
    virtual void reset(TriggerCells) const {}

    // The next watermark, and the next instant of the clock, at which it might fire; none at or before the present one.
    virtual std::optional<EventTime> event_deadline(const TriggerContext&, ConstTriggerCells) const { return {}; }
    virtual std::optional<ProcessingTime> clock_deadline(const TriggerContext&, ConstTriggerCells) const { return {}; }

    // Whether one of its panes is the one for the watermark's passing the end (B-8).
    virtual bool has_on_time_pane() const { return false; }
    // Whether it waits for the operator's clock.
    virtual bool uses_clock() const { return false; }
    // Whether it fires exactly when the watermark passes the end and at each late record, and never finishes or purges:
    // windows need no memory for it.
    virtual bool fires_only_at_close() const { return false; }
    virtual std::string text() const = 0;
};

using SharedTrigger = std::shared_ptr<const TriggerMachine>;

// Triggers that wait for a window's end, or for nothing.
SharedTrigger make_default_trigger();
SharedTrigger make_event_time();
SharedTrigger make_processing_time();
SharedTrigger make_end_of_stream();
SharedTrigger make_never();
// Triggers that count, or wait.
SharedTrigger make_count(std::int64_t count);
SharedTrigger make_after_count(std::int64_t count);
SharedTrigger make_continuous_event_time(EventDuration interval);
SharedTrigger make_after_processing_time(ProcessingDuration delay);
// Triggers made of triggers.
SharedTrigger make_after_watermark(SharedTrigger early, SharedTrigger late);  // either may be null
SharedTrigger make_purging(SharedTrigger trigger);
SharedTrigger make_repeatedly(SharedTrigger trigger);
SharedTrigger make_after_any(std::vector<SharedTrigger> triggers);
SharedTrigger make_after_all(std::vector<SharedTrigger> triggers);
SharedTrigger make_after_each(std::vector<SharedTrigger> triggers);
SharedTrigger make_or_finally(SharedTrigger trigger, SharedTrigger until);

}  // namespace tidemark
