#include "engine/dataflow/input_gate.h"

#include <algorithm>

namespace tidemark {

namespace {
constexpr std::size_t tracked_max = 50;  // F-C6
}

GateEvents InputGate::barrier(CheckpointId checkpoint, std::size_t channel) {
    return mode_ == BarrierMode::aligned ? barrier_aligned(checkpoint, channel) : barrier_tracked(checkpoint, channel);
}

GateEvents InputGate::cancel(CheckpointId checkpoint, std::size_t channel) {
    return mode_ == BarrierMode::aligned ? cancel_aligned(checkpoint) : cancel_tracked(checkpoint, channel);
}

GateEvents InputGate::end(std::size_t channel) {
    ended_.at(channel) = true;
    GateEvents events;
    if (mode_ == BarrierMode::aligned) complete_if_aligned(events);
    else complete_highest(events);
    return events;
}

InputGate::Pending InputGate::begin(CheckpointId checkpoint, std::size_t channel) const {
    Pending pending{checkpoint, std::vector<bool>(ended_.size(), false), false};
    pending.arrived.at(channel) = true;
    return pending;
}

bool InputGate::all_arrived(const Pending& pending) const {
    for (std::size_t i = 0; i < ended_.size(); ++i)
        if (!pending.arrived[i] && !ended_[i]) return false;
    return true;
}

// ---- aligned -------------------------------------------------------------------------------------------------------

GateEvents InputGate::barrier_aligned(CheckpointId checkpoint, std::size_t channel) {
    GateEvents events;
    const bool of_pending = !pending_.empty() && pending_.front().checkpoint == checkpoint;
    if (!of_pending && !newer_than_seen(checkpoint)) return events;  // F-C3
    if (of_pending) {
        pending_.front().arrived.at(channel) = true;
    } else {
        if (!pending_.empty()) events.aborted.push_back(pending_.front().checkpoint);  // F-C2: subsumed
        abandon(events);
        pending_.push_back(begin(checkpoint, channel));
        latest_ = checkpoint;
    }
    complete_if_aligned(events);
    if (!pending_.empty()) {
        blocked_.at(channel) = true;
        events.blocked = channel;
    }
    return events;
}

GateEvents InputGate::cancel_aligned(CheckpointId checkpoint) {
    GateEvents events;
    const bool of_pending = !pending_.empty() && pending_.front().checkpoint == checkpoint;
    if (!of_pending && !newer_than_seen(checkpoint)) return events;  // F-C3
    if (!of_pending && !pending_.empty()) events.aborted.push_back(pending_.front().checkpoint);
    events.aborted.push_back(checkpoint);  // F-C4, also before any barrier of it
    abandon(events);
    latest_ = checkpoint;
    return events;
}

void InputGate::complete_if_aligned(GateEvents& events) {
    if (pending_.empty() || !all_arrived(pending_.front())) return;
    events.checkpoint = pending_.front().checkpoint;
    abandon(events);
}

// Nothing is pending any more, and nothing waits for it.
void InputGate::abandon(GateEvents& events) {
    pending_.clear();
    if (std::find(blocked_.begin(), blocked_.end(), true) == blocked_.end()) return;
    blocked_.assign(blocked_.size(), false);
    events.unblocked = true;
}

// ---- tracked -------------------------------------------------------------------------------------------------------

GateEvents InputGate::barrier_tracked(CheckpointId checkpoint, std::size_t channel) {
    GateEvents events;
    const auto found = std::find_if(pending_.begin(), pending_.end(),
                                    [&](const Pending& pending) { return pending.checkpoint == checkpoint; });
    if (found != pending_.end()) {
        found->arrived.at(channel) = true;
    } else {
        if (!newer_than_seen(checkpoint)) return events;
        latest_ = checkpoint;
        pending_.push_back(begin(checkpoint, channel));
        if (pending_.size() > tracked_max) pending_.pop_front();
    }
    complete_highest(events);
    return events;
}

GateEvents InputGate::cancel_tracked(CheckpointId checkpoint, std::size_t channel) {
    GateEvents events;
    // Every earlier one is given up as well (F-C7).
    while (!pending_.empty() && pending_.front().checkpoint < checkpoint) {
        if (!pending_.front().aborted) events.aborted.push_back(pending_.front().checkpoint);
        pending_.pop_front();
    }
    if (!pending_.empty() && pending_.front().checkpoint == checkpoint) {
        Pending& pending = pending_.front();
        if (!pending.aborted) events.aborted.push_back(checkpoint);
        pending.aborted = true;
        pending.arrived.at(channel) = true;  // remembered until all its barriers were seen
    } else if (newer_than_seen(checkpoint)) {
        events.aborted.push_back(checkpoint);
        latest_ = checkpoint;
        pending_.push_back(begin(checkpoint, channel));
        pending_.back().aborted = true;
    }
    complete_highest(events);
    return events;
}

// Of the checkpoints whose barriers are all there the highest is taken, unless it was aborted; it and all before it are
// over (F-C6, F-C7). At most one can have become complete by a barrier; by an end, several.
void InputGate::complete_highest(GateEvents& events) {
    const auto highest =
        std::find_if(pending_.rbegin(), pending_.rend(), [&](const Pending& pending) { return all_arrived(pending); });
    if (highest == pending_.rend()) return;
    if (!highest->aborted) events.checkpoint = highest->checkpoint;
    pending_.erase(pending_.begin(), highest.base());
}

}  // namespace tidemark
