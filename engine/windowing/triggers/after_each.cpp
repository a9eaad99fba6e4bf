#include "engine/windowing/triggers/combining.h"

#include <algorithm>

namespace tidemark {
namespace {

// Its children one after the other; done after the last (B-5). The first cell holds whose turn it is.
class AfterEachTrigger final : public CombiningTrigger {
public:
    explicit AfterEachTrigger(std::vector<SharedTrigger> children) : CombiningTrigger(1, std::move(children)) {}

    void on_record(const TriggerContext& context, EventTime at, TriggerCells cells) const override {
        if (const std::size_t i = turn(cells); i < children_.size())
            children_[i]->on_record(context, at, of_child(cells, i));
    }
    bool should_fire(const TriggerContext& context, ConstTriggerCells cells) const override {
        const std::size_t i = turn(cells);
        return i < children_.size() && children_[i]->should_fire(context, of_child(cells, i));
    }
    TriggerFired on_fire(const TriggerContext& context, TriggerCells cells) const override {
        const std::size_t i = turn(cells);
        if (i >= children_.size()) return {.finished = true};
        const TriggerFired fired = children_[i]->on_fire(context, of_child(cells, i));
        if (fired.finished) ++cells[0].number;
        return {.finished = turn(cells) == children_.size(), .purge = fired.purge};
    }
    void merge(TriggerCells cells, ConstTriggerCells other) const override {
        CombiningTrigger::merge(cells, other);
        cells[0].number = std::max(cells[0].number, other[0].number);  // the furthest of the merged windows
    }
    void reset(TriggerCells cells) const override {
        CombiningTrigger::reset(cells);
        cells[0] = {};
    }
    std::optional<EventTime> event_deadline(const TriggerContext& context, ConstTriggerCells cells) const override {
        const std::size_t i = turn(cells);
        if (i >= children_.size()) return std::nullopt;
        return children_[i]->event_deadline(context, of_child(cells, i));
    }
    std::optional<ProcessingTime> clock_deadline(const TriggerContext& context,
                                                 ConstTriggerCells cells) const override {
        const std::size_t i = turn(cells);
        if (i >= children_.size()) return std::nullopt;
        return children_[i]->clock_deadline(context, of_child(cells, i));
    }
    std::string text() const override { return text_of("after_each"); }

private:
    static std::size_t turn(ConstTriggerCells cells) { return static_cast<std::size_t>(cells[0].number); }
};

}  // namespace

SharedTrigger make_after_each(std::vector<SharedTrigger> triggers) {
    return std::make_shared<AfterEachTrigger>(std::move(triggers));
}

}  // namespace tidemark
