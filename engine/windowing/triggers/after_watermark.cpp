#include "engine/windowing/triggers/combining.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

SharedTrigger repeatedly_or_never(const SharedTrigger& trigger) {
    return trigger ? make_repeatedly(trigger) : make_never();
}

// The early trigger, again and again, until the watermark passes the end; then once; then the late trigger, again and
// again. Without a late one it is done at the end: what comes later is dropped even within the lateness (B-3).
// The first cell is set once the end has been passed.
class AfterWatermarkTrigger final : public CombiningTrigger {
public:
    AfterWatermarkTrigger(SharedTrigger early, SharedTrigger late)
        : CombiningTrigger(1, {repeatedly_or_never(early), repeatedly_or_never(late)}),
          early_(std::move(early)),
          late_(std::move(late)) {}

    void on_record(const TriggerContext& context, EventTime at, TriggerCells cells) const override {
        const std::size_t phase = phase_of(cells);
        children_[phase]->on_record(context, at, of_child(cells, phase));
    }
    bool should_fire(const TriggerContext& context, ConstTriggerCells cells) const override {
        const std::size_t phase = phase_of(cells);
        if (phase == before_end && context.watermark_passed_end()) return true;
        return children_[phase]->should_fire(context, of_child(cells, phase));
    }
    TriggerFired on_fire(const TriggerContext& context, TriggerCells cells) const override {
        const std::size_t phase = phase_of(cells);
        if (phase == before_end && context.watermark_passed_end()) {
            cells[0].set = true;
            return {.finished = late_ == nullptr};
        }
        return children_[phase]->on_fire(context, of_child(cells, phase));
    }
    void merge(TriggerCells cells, ConstTriggerCells other) const override {
        CombiningTrigger::merge(cells, other);
        cells[0].set = cells[0].set || other[0].set;
    }
    void reset(TriggerCells cells) const override {
        CombiningTrigger::reset(cells);
        cells[0] = {};
    }
    std::optional<EventTime> event_deadline(const TriggerContext& context, ConstTriggerCells cells) const override {
        const std::size_t phase = phase_of(cells);
        const auto own = children_[phase]->event_deadline(context, of_child(cells, phase));
        if (phase == after_end || context.watermark_passed_end()) return own;
        return earlier(own, std::optional{context.window.max_timestamp()});
    }
    std::optional<ProcessingTime> clock_deadline(const TriggerContext& context,
                                                 ConstTriggerCells cells) const override {
        const std::size_t phase = phase_of(cells);
        return children_[phase]->clock_deadline(context, of_child(cells, phase));
    }
    bool has_on_time_pane() const override { return true; }
    std::string text() const override {
        if (early_ && late_) return fmt::format("after_watermark(early={}, late={})", early_->text(), late_->text());
        if (early_) return fmt::format("after_watermark(early={})", early_->text());
        if (late_) return fmt::format("after_watermark(late={})", late_->text());
        return "after_watermark";
    }

private:
    static constexpr std::size_t before_end = 0, after_end = 1;
    static std::size_t phase_of(ConstTriggerCells cells) { return cells[0].set ? after_end : before_end; }

    SharedTrigger early_, late_;  // as written; null where not
};

}  // namespace

SharedTrigger make_after_watermark(SharedTrigger early, SharedTrigger late) {
    return std::make_shared<AfterWatermarkTrigger>(std::move(early), std::move(late));
}

}  // namespace tidemark
