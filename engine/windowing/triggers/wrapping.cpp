// Triggers around one other trigger: the first of its cells is the other's.
#include "engine/windowing/triggers/machine.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

class Wrapping : public TriggerMachine {
public:
    explicit Wrapping(SharedTrigger inner) : inner_(std::move(inner)) {}

    std::size_t cells() const override { return inner_->cells(); }
    void on_record(const TriggerContext& context, EventTime at, TriggerCells cells) const override {
        inner_->on_record(context, at, cells);
    }
    bool should_fire(const TriggerContext& context, ConstTriggerCells cells) const override {
        return inner_->should_fire(context, cells);
    }
    void merge(TriggerCells cells, ConstTriggerCells other) const override { inner_->merge(cells, other); }
    void reset(TriggerCells cells) const override { inner_->reset(cells); }
    std::optional<EventTime> event_deadline(const TriggerContext& context, ConstTriggerCells cells) const override {
        return inner_->event_deadline(context, cells);
    }
    std::optional<ProcessingTime> clock_deadline(const TriggerContext& context,
                                                 ConstTriggerCells cells) const override {
        return inner_->clock_deadline(context, cells);
    }
    bool has_on_time_pane() const override { return inner_->has_on_time_pane(); }
    bool uses_clock() const override { return inner_->uses_clock(); }

protected:
    SharedTrigger inner_;
};

// FIRE becomes FIRE_AND_PURGE (F-W7).
class PurgingTrigger final : public Wrapping {
public:
    using Wrapping::Wrapping;
    TriggerFired on_fire(const TriggerContext& context, TriggerCells cells) const override {
        return {.finished = inner_->on_fire(context, cells).finished, .purge = true};
    }
    std::string text() const override { return fmt::format("purging({})", inner_->text()); }
};

// Starts its trigger anew whenever that has finished (B-4).
class RepeatedlyTrigger final : public Wrapping {
public:
    using Wrapping::Wrapping;
    TriggerFired on_fire(const TriggerContext& context, TriggerCells cells) const override {
        const TriggerFired fired = inner_->on_fire(context, cells);
        if (fired.finished) inner_->reset(cells);
        return {.finished = false, .purge = fired.purge};
    }
    std::string text() const override { return fmt::format("repeatedly({})", inner_->text()); }
};

}  // namespace

SharedTrigger make_purging(SharedTrigger trigger) { return std::make_shared<PurgingTrigger>(std::move(trigger)); }
SharedTrigger make_repeatedly(SharedTrigger trigger) { return std::make_shared<RepeatedlyTrigger>(std::move(trigger)); }

}  // namespace tidemark
