#pragma once

#include "sim/scenario/scenario.h"

#include <array>
#include <cstdint>
#include <optional>

namespace tidemark {

// Consecutive events of one source, in columns: each stage of their way fills its own. Users and keys go by their number
// in the source.
struct EventBlock {
    static constexpr std::size_t size = 256;
    template <class T>
    using Column = std::array<T, size>;

    std::size_t count{0};
    // The source:
    Column<EventTime> happened;
    Column<std::uint32_t> number;  // of a listed event: its place in the list; else in the order of happening
    Column<std::int64_t> value;
    Column<std::uint32_t> user, key;
    Column<const ListedEvent*> listed;  // where the author wrote it, or null; meaningless unless `has_listed`
    bool has_listed{false};
    // Its users' devices:
    Column<EventTime> at;                          // the timestamp inside the event
    Column<ProcessingTime> sent;                   // when it left the device
    Column<bool> offline;                          // it was kept for a while
    Column<std::optional<std::uint32_t>> kept_by;  // the fault that did; meaningless where the plan has no outages
    Column<std::uint32_t> place;                   // among what is sent at the same instant: the least first
    // The network:
    Column<ProcessingTime> arrives;  // when the first copy reaches the log
    Column<std::uint32_t> copies;
};

}  // namespace tidemark
