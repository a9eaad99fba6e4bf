#pragma once

#include "engine/ids.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

namespace tidemark {

// What a barrier, a cancellation or an end caused at a gate, in this order: checkpoints that are over without being
// taken; the checkpoint to take now; whether the channels that were blocked before are free again; a channel that is
// blocked from now on.
struct GateEvents {
    std::vector<CheckpointId> aborted;
    std::optional<CheckpointId> checkpoint;
    bool unblocked{false};
    std::optional<std::size_t> blocked;
};

// aligned: exactly once, a channel waits behind its barrier for the others. tracked: at least once, none ever waits.
enum class BarrierMode { aligned, tracked };

// The inputs of one task, as checkpoint barriers see them: which barriers have come, which channels must wait, when it
// is time for a snapshot. A plain value. Rules: SEMANTICS F-C1 to F-C7.
class InputGate {
public:
    InputGate(std::size_t channels, BarrierMode mode)
        : mode_(mode), ended_(channels, false), blocked_(channels, false) {}

    GateEvents barrier(CheckpointId checkpoint, std::size_t channel);
    // A marker in the place of a barrier: this checkpoint was given up upstream.
    GateEvents cancel(CheckpointId checkpoint, std::size_t channel);
    // The channel has no more input; it counts as aligned from now on (F-C5).
    GateEvents end(std::size_t channel);

    bool blocked(std::size_t channel) const { return blocked_.at(channel); }
    bool ended(std::size_t channel) const { return ended_.at(channel); }
    std::size_t channels() const { return ended_.size(); }

private:
    // A checkpoint of which some barriers have come.
    struct Pending {
        CheckpointId checkpoint{};
        std::vector<bool> arrived;
        bool aborted{false};
    };

    GateEvents barrier_aligned(CheckpointId checkpoint, std::size_t channel);
    GateEvents cancel_aligned(CheckpointId checkpoint);
    void complete_if_aligned(GateEvents& events);
    void abandon(GateEvents& events);

    GateEvents barrier_tracked(CheckpointId checkpoint, std::size_t channel);
    GateEvents cancel_tracked(CheckpointId checkpoint, std::size_t channel);
    void complete_highest(GateEvents& events);

    Pending begin(CheckpointId checkpoint, std::size_t channel) const;
    bool all_arrived(const Pending& pending) const;
    bool newer_than_seen(CheckpointId checkpoint) const { return !latest_ || checkpoint > *latest_; }

    BarrierMode mode_;
    std::vector<bool> ended_, blocked_;
    std::deque<Pending> pending_;         // ascending; aligned: one at most
    std::optional<CheckpointId> latest_;  // the newest that began, completed or was aborted
};

}  // namespace tidemark
