#pragma once

#include "engine/job/job.h"
#include "engine/storage/table.h"

#include <vector>

namespace tidemark {

// Where a record of a fold went.
struct FoldPlacement {
    EventId event{};
    KeyId key{};
    Window window{};
};

// What a batch job computes: the answer of every window and key over the records that it was given, ordered by window,
// then key. Only windows whose last instant lies in `partition` are answered. Without a window, a row for each record.
struct PartitionFold {
    std::vector<Row> rows;
    std::vector<FoldPlacement> placements;  // only where asked for
};
PartitionFold fold_records(const JobLogic& job, const RecordLogic& logic, const std::vector<Record>& records,
                           const Window& partition, bool want_placements);

// How much earlier than its partition a batch has to read, so that every window which ends in it is whole.
EventDuration reach_back(const JobLogic& job);

}  // namespace tidemark
