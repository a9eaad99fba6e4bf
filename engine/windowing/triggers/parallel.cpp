// after_any, after_all and or_finally: their children run side by side (B-5).
#include "engine/windowing/triggers/combining.h"

namespace tidemark {
namespace {

class ParallelTrigger : public CombiningTrigger {
public:
    explicit ParallelTrigger(std::vector<SharedTrigger> children) : CombiningTrigger(0, std::move(children)) {}

    void on_record(const TriggerContext& context, EventTime at, TriggerCells cells) const override {
        for (std::size_t i = 0; i < children_.size(); ++i)
            children_[i]->on_record(context, at, of_child(cells, i));
    }
    std::optional<EventTime> event_deadline(const TriggerContext& context, ConstTriggerCells cells) const override {
        std::optional<EventTime> first;
        for (std::size_t i = 0; i < children_.size(); ++i)
            first = earlier(first, children_[i]->event_deadline(context, of_child(cells, i)));
        return first;
    }
    std::optional<ProcessingTime> clock_deadline(const TriggerContext& context,
                                                 ConstTriggerCells cells) const override {
        std::optional<ProcessingTime> first;
        for (std::size_t i = 0; i < children_.size(); ++i)
            first = earlier(first, children_[i]->clock_deadline(context, of_child(cells, i)));
        return first;
    }

protected:
    std::size_t ready(const TriggerContext& context, ConstTriggerCells cells) const {
        std::size_t count = 0;
        for (std::size_t i = 0; i < children_.size(); ++i)
            count += children_[i]->should_fire(context, of_child(cells, i)) ? 1 : 0;
        return count;
    }
    struct Children {
        std::size_t finished{0};
        bool purge{false};
    };
    // Fires every child that is ready.
    Children fire_ready(const TriggerContext& context, TriggerCells cells) const {
        Children result;
        for (std::size_t i = 0; i < children_.size(); ++i) {
            const TriggerCells own = of_child(cells, i);
            if (!children_[i]->should_fire(context, own)) continue;
            const TriggerFired fired = children_[i]->on_fire(context, own);
            result.finished += fired.finished ? 1 : 0;
            result.purge = result.purge || fired.purge;
        }
        return result;
    }
};

class AfterAnyTrigger : public ParallelTrigger {
public:
    using ParallelTrigger::ParallelTrigger;
    bool should_fire(const TriggerContext& context, ConstTriggerCells cells) const override {
        return ready(context, cells) > 0;
    }
    TriggerFired on_fire(const TriggerContext& context, TriggerCells cells) const override {
        const Children fired = fire_ready(context, cells);
        return {.finished = fired.finished > 0, .purge = fired.purge};
    }
    std::string text() const override { return text_of("after_any"); }
};

class AfterAllTrigger final : public ParallelTrigger {
public:
    using ParallelTrigger::ParallelTrigger;
    bool should_fire(const TriggerContext& context, ConstTriggerCells cells) const override {
        return ready(context, cells) == children_.size();
    }
    TriggerFired on_fire(const TriggerContext& context, TriggerCells cells) const override {
        const Children fired = fire_ready(context, cells);
        return {.finished = fired.finished == children_.size(), .purge = fired.purge};
    }
    std::string text() const override { return text_of("after_all"); }
};

// Fires as the first does, until the second fires: then it is done.
class OrFinallyTrigger final : public AfterAnyTrigger {
public:
    using AfterAnyTrigger::AfterAnyTrigger;
    std::string text() const override { return text_of("or_finally"); }
};

}  // namespace

SharedTrigger make_after_any(std::vector<SharedTrigger> triggers) {
    return std::make_shared<AfterAnyTrigger>(std::move(triggers));
}
SharedTrigger make_after_all(std::vector<SharedTrigger> triggers) {
    return std::make_shared<AfterAllTrigger>(std::move(triggers));
}
SharedTrigger make_or_finally(SharedTrigger trigger, SharedTrigger until) {
    return std::make_shared<OrFinallyTrigger>(std::vector{std::move(trigger), std::move(until)});
}

}  // namespace tidemark
