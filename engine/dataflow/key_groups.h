#pragma once

#include "engine/job/job.h"
#include "engine/names.h"

#include <cstdint>
#include <vector>

namespace tidemark {

// Which of a stream's parallel tasks a key belongs to. A key falls into a key group by a stable hash of its name, and
// the groups are dealt to the tasks in ranges, as Flink does: another number of tasks moves whole groups, and another
// key moves none.
class KeyGroups {
public:
    static constexpr std::uint32_t count = 128;

    // Of the keys that `by` groups records by.
    KeyGroups(const Names& names, KeyBy by);

    std::uint32_t group(KeyId key) const { return groups_.empty() ? 0 : groups_[key.value]; }
    // In [0, tasks); `tasks` is 1 to `count`.
    std::uint32_t task(KeyId key, std::uint32_t tasks) const { return group(key) * tasks / count; }

private:
    std::vector<std::uint8_t> groups_;  // by key; empty: all the same
};

}  // namespace tidemark
