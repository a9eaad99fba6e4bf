#pragma once

#include "sim/judge/fold.h"
#include "sim/world/tape.h"

#include <optional>
#include <utility>
#include <vector>

namespace tidemark {

// The true answer for one window and key, and the events that make it up.
struct TruthCell {
    Window window{};
    KeyId key{};
    AggregateValue value{};
    std::vector<EventId> members;  // in order of id, which is the order of happening
};

// What the answer is, by definition: a plain fold over all generated events. An event belongs where its true instant
// says, whatever its device's clock showed; copies of one event are one event. Sessions follow the touching rule of a
// profile. Needs the tape's events (levels `answers` and `full`).
class Truth {
public:
    Truth(const Tape& tape, const JobLogic& job, EngineName session_rule);

    const JobLogic& job() const { return job_; }
    // Ordered by window, then key. Empty for a job without a window, and for the global window, which has no truth.
    const std::vector<TruthCell>& cells() const { return cells_; }
    const TruthCell* find(const Window& window, KeyId key) const;
    // The windows that start at this instant, in order; several only for sessions.
    std::vector<Window> windows_from(EventTime start) const;
    // Every window in which something happened, in order; and the cells of one of them.
    std::vector<Window> windows() const;
    std::pair<const TruthCell*, const TruthCell*> cells_in(const Window& window) const;
    // All keys of a window together, as a reader would put them together; count 0 where nothing happened in it.
    AggregateValue over_keys(const Window& window) const;
    // The cells that an event belongs to, as indices into cells().
    std::vector<std::uint32_t> cells_of(EventId event) const;

    // Whether the job takes the event: false where it filters it.
    bool takes(EventId event) const { return takes_[event.value]; }
    // How many events the job takes that happened in [from, until): the truth of a job that passes rows on.
    std::uint64_t happened_in(EventTime from, EventTime until) const;

private:
    JobLogic job_;
    std::vector<TruthCell> cells_;
    std::vector<std::uint32_t> first_cell_, cell_of_;  // by event: cell_of_[first_cell_[e] .. first_cell_[e + 1])
    std::vector<bool> takes_;
    std::vector<EventTime> taken_;  // when they happened, ascending
};

}  // namespace tidemark
