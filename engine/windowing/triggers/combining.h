#pragma once

#include "engine/windowing/triggers/machine.h"

#include <functional>

namespace tidemark {

// What triggers made of several others share: each child has its own cells, after those of the trigger itself.
class CombiningTrigger : public TriggerMachine {
public:
    CombiningTrigger(std::size_t own_cells, std::vector<SharedTrigger> children);

    std::size_t cells() const override { return total_cells_; }
    void merge(TriggerCells cells, ConstTriggerCells other) const override;
    void reset(TriggerCells cells) const override;
    bool has_on_time_pane() const override;
    bool uses_clock() const override;

protected:
    TriggerCells of_child(TriggerCells cells, std::size_t child) const {
        return cells.subspan(offsets_[child], children_[child]->cells());
    }
    ConstTriggerCells of_child(ConstTriggerCells cells, std::size_t child) const {
        return cells.subspan(offsets_[child], children_[child]->cells());
    }
    // "name(first, second)"
    std::string text_of(const char* name) const;

    std::vector<SharedTrigger> children_;

private:
    std::vector<std::size_t> offsets_;
    std::size_t total_cells_;
};

// The earlier of two deadlines, where there are any.
template <class Time>
std::optional<Time> earlier(std::optional<Time> a, std::optional<Time> b) {
    if (!a) return b;
    if (!b) return a;
    return *b < *a ? b : a;
}

}  // namespace tidemark
