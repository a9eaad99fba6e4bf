// Triggers that wait for a window's end, or for nothing: they need no memory but what the times say.
#include "engine/windowing/triggers/machine.h"

namespace tidemark {
namespace {

std::optional<EventTime> end_unless_passed(const TriggerContext& context) {
    if (context.watermark_passed_end()) return std::nullopt;
    return context.window.max_timestamp();
}

std::optional<ProcessingTime> end_on_the_clock_unless_passed(const TriggerContext& context) {
    if (context.clock_passed_end()) return std::nullopt;
    return instant_of(context.window.max_timestamp());
}

class WithoutMemory : public TriggerMachine {
public:
    std::size_t cells() const override { return 0; }
};

// When the watermark reaches the last instant of the window (F-W1), and at once for each late record (F-W5).
class EventTimeTrigger final : public WithoutMemory {
public:
    bool should_fire(const TriggerContext& context, ConstTriggerCells) const override {
        return context.watermark_passed_end();
    }
    std::optional<EventTime> event_deadline(const TriggerContext& context, ConstTriggerCells) const override {
        return end_unless_passed(context);
    }
    bool has_on_time_pane() const override { return true; }
    bool fires_only_at_close() const override { return true; }
    std::string text() const override { return "event_time"; }
};

// When the operator's clock reaches the last instant of the window (F-W20).
class ProcessingTimeTrigger final : public WithoutMemory {
public:
    bool should_fire(const TriggerContext& context, ConstTriggerCells) const override {
        return context.clock_passed_end();
    }
    std::optional<ProcessingTime> clock_deadline(const TriggerContext& context, ConstTriggerCells) const override {
        return end_on_the_clock_unless_passed(context);
    }
    bool has_on_time_pane() const override { return true; }
    bool uses_clock() const override { return true; }
    std::string text() const override { return "processing_time"; }
};

// At the window's end, by whichever time closes it; a window that nothing closes never fires (F-W17).
class DefaultTrigger final : public WithoutMemory {
public:
    bool should_fire(const TriggerContext& context, ConstTriggerCells) const override {
        switch (context.closed_by) {
            case ClosedBy::watermark:
                return context.watermark_passed_end();
            case ClosedBy::clock:
                return context.clock_passed_end();
            case ClosedBy::nothing:
                return false;
        }
        return false;
    }
    std::optional<EventTime> event_deadline(const TriggerContext& context, ConstTriggerCells) const override {
        if (context.closed_by != ClosedBy::watermark) return std::nullopt;
        return end_unless_passed(context);
    }
    std::optional<ProcessingTime> clock_deadline(const TriggerContext& context, ConstTriggerCells) const override {
        if (context.closed_by != ClosedBy::clock) return std::nullopt;
        return end_on_the_clock_unless_passed(context);
    }
    bool has_on_time_pane() const override { return true; }
    bool fires_only_at_close() const override { return true; }
    std::string text() const override { return "default"; }
};

// When nothing more will come (F-W17).
class EndOfStreamTrigger final : public WithoutMemory {
public:
    bool should_fire(const TriggerContext& context, ConstTriggerCells) const override {
        return context.watermark == event_time_max;
    }
    std::optional<EventTime> event_deadline(const TriggerContext& context, ConstTriggerCells) const override {
        if (context.watermark == event_time_max) return std::nullopt;
        return event_time_max;
    }
    std::string text() const override { return "end_of_stream"; }
};

class NeverTrigger final : public WithoutMemory {
public:
    bool should_fire(const TriggerContext&, ConstTriggerCells) const override { return false; }
    std::string text() const override { return "never"; }
};

}  // namespace

SharedTrigger make_default_trigger() { return std::make_shared<DefaultTrigger>(); }
SharedTrigger make_event_time() { return std::make_shared<EventTimeTrigger>(); }
SharedTrigger make_processing_time() { return std::make_shared<ProcessingTimeTrigger>(); }
SharedTrigger make_end_of_stream() { return std::make_shared<EndOfStreamTrigger>(); }
SharedTrigger make_never() { return std::make_shared<NeverTrigger>(); }

}  // namespace tidemark
