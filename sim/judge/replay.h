#pragma once

#include "sim/judge/trace.h"

#include <array>
#include <cstdint>
#include <optional>

namespace tidemark {

// The columns of a mode's trace from which the books are made.
enum class TraceColumn : std::uint8_t {
    faults,
    jobs,
    checkpoints,
    reads,
    filtered,
    merged,
    placed,
    refused,
    fired,
    cleared,
    rows,
    side_output,
    skipped,
    transactions
};
inline constexpr std::size_t columns = static_cast<std::size_t>(TraceColumn::transactions) + 1;

// One entry of one column.
struct Happening {
    TraceColumn column{};
    std::uint32_t index{0};
};

// Goes through a mode's trace in the order in which it happened: least (at, sequence) first, over all columns.
class Replay {
public:
    explicit Replay(const ModeTrace& trace);
    std::optional<Happening> next();
    // The head of an entry.
    const Stamp& stamp(Happening happening) const;

private:
    std::size_t size(TraceColumn column) const;
    void choose();

    const ModeTrace& trace_;
    std::array<std::uint32_t, columns> next_{};
    std::array<std::uint32_t, columns> sizes_{};
    TraceColumn current_{};
    std::optional<Happening> runner_up_;  // the current column goes on until this one comes
    bool done_{false};
};

// Whether a comes before b.
inline bool earlier(const Stamp& a, const Stamp& b) { return a.at != b.at ? a.at < b.at : a.sequence < b.sequence; }

}  // namespace tidemark
