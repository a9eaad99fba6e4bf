// Triggers that wait for an instant of their own. A window merged from others waits for the earliest of theirs.
#include "engine/windowing/triggers/machine.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

class Waiting : public TriggerMachine {
public:
    void merge(TriggerCells cells, ConstTriggerCells other) const override {
        if (!other[0].set) return;
        cells[0].number = cells[0].set ? std::min(cells[0].number, other[0].number) : other[0].number;
        cells[0].set = true;
    }
    void reset(TriggerCells cells) const override { cells[0] = {}; }
};

// At each multiple of the interval that the watermark reaches, and at the window's end (F-W16). A watermark that passes
// several multiples at once fires once: the panes would be the same.
class ContinuousEventTimeTrigger final : public Waiting {
public:
    explicit ContinuousEventTimeTrigger(EventDuration interval) : interval_(interval) {}

    void on_record(const TriggerContext& context, EventTime at, TriggerCells cells) const override {
        if (context.watermark_passed_end() || cells[0].set) return;
        wait(context, std::max(at, context.watermark), cells);
    }
    bool should_fire(const TriggerContext& context, ConstTriggerCells cells) const override {
        return context.watermark_passed_end() || (cells[0].set && context.watermark >= next(cells));
    }
    TriggerFired on_fire(const TriggerContext& context, TriggerCells cells) const override {
        if (!context.watermark_passed_end()) wait(context, context.watermark, cells);
        return {};
    }
    std::optional<EventTime> event_deadline(const TriggerContext& context, ConstTriggerCells cells) const override {
        if (context.watermark_passed_end()) return std::nullopt;
        const EventTime end = context.window.max_timestamp();
        return cells[0].set && next(cells) > context.watermark ? std::min(next(cells), end) : end;
    }
    bool has_on_time_pane() const override { return true; }
    std::string text() const override { return fmt::format("continuous_event_time({})", to_string(interval_)); }

private:
    static EventTime next(ConstTriggerCells cells) { return EventTime{EventDuration{cells[0].number}}; }
    void wait(const TriggerContext& context, EventTime after, TriggerCells cells) const {
        const EventTime multiple = saturating_add(floor_to(after, interval_, EventDuration{0}), interval_);
        cells[0].number = std::min(multiple, context.window.max_timestamp()).time_since_epoch().count();
        cells[0].set = true;
    }
    EventDuration interval_;
};

// So long after the first record on the operator's clock, and then it is done.
class AfterProcessingTimeTrigger final : public Waiting {
public:
    explicit AfterProcessingTimeTrigger(ProcessingDuration delay) : delay_(delay) {}

    void on_record(const TriggerContext& context, EventTime, TriggerCells cells) const override {
        if (cells[0].set) return;
        cells[0] = {saturating_add(context.arrival, delay_).time_since_epoch().count(), true};
    }
    bool should_fire(const TriggerContext& context, ConstTriggerCells cells) const override {
        return cells[0].set && context.now >= due(cells);
    }
    TriggerFired on_fire(const TriggerContext&, TriggerCells) const override { return {.finished = true}; }
    std::optional<ProcessingTime> clock_deadline(const TriggerContext& context,
                                                 ConstTriggerCells cells) const override {
        if (!cells[0].set || due(cells) <= context.now) return std::nullopt;
        return due(cells);
    }
    bool uses_clock() const override { return true; }
    std::string text() const override { return fmt::format("after_processing_time({})", to_string(delay_)); }

private:
    static ProcessingTime due(ConstTriggerCells cells) { return ProcessingTime{ProcessingDuration{cells[0].number}}; }
    ProcessingDuration delay_;
};

}  // namespace

SharedTrigger make_continuous_event_time(EventDuration interval) {
    return std::make_shared<ContinuousEventTimeTrigger>(interval);
}
SharedTrigger make_after_processing_time(ProcessingDuration delay) {
    return std::make_shared<AfterProcessingTimeTrigger>(delay);
}

}  // namespace tidemark
