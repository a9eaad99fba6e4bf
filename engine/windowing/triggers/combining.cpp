#include "engine/windowing/triggers/combining.h"

#include <algorithm>

namespace tidemark {

CombiningTrigger::CombiningTrigger(std::size_t own_cells, std::vector<SharedTrigger> children)
    : children_(std::move(children)), total_cells_(own_cells) {
    for (const SharedTrigger& child : children_) {
        offsets_.push_back(total_cells_);
        total_cells_ += child->cells();
    }
}

void CombiningTrigger::merge(TriggerCells cells, ConstTriggerCells other) const {
    for (std::size_t i = 0; i < children_.size(); ++i)
        children_[i]->merge(of_child(cells, i), of_child(other, i));
}

void CombiningTrigger::reset(TriggerCells cells) const {
    for (std::size_t i = 0; i < children_.size(); ++i)
        children_[i]->reset(of_child(cells, i));
}

bool CombiningTrigger::has_on_time_pane() const {
    return std::any_of(children_.begin(), children_.end(), [](const auto& child) { return child->has_on_time_pane(); });
}

bool CombiningTrigger::uses_clock() const {
    return std::any_of(children_.begin(), children_.end(), [](const auto& child) { return child->uses_clock(); });
}

std::string CombiningTrigger::text_of(const char* name) const {
    std::string text = name;
    for (std::size_t i = 0; i < children_.size(); ++i)
        text += (i == 0 ? "(" : ", ") + children_[i]->text();
    return text + ")";
}

}  // namespace tidemark
