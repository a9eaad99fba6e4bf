#include "engine/modes/batch/fold.h"

#include "engine/windowing/accumulator.h"
#include "engine/windowing/assign.h"

#include <map>

namespace tidemark {

EventDuration reach_back(const JobLogic& job) {
    const auto* sliding = job.window ? std::get_if<Sliding>(&*job.window) : nullptr;
    return sliding && sliding->size > sliding->period ? sliding->size - sliding->period : EventDuration{};
}

PartitionFold fold_records(const JobLogic& job, const RecordLogic& logic, const std::vector<Record>& records,
                           const Window& partition, bool want_placements) {
    const Profile profile = profile_of(EngineName::flink);
    const AggregateSpec spec = job.aggregate.value_or(AggregateSpec{AggregateKind::sum, {}});
    PartitionFold fold;
    std::map<std::pair<Window, KeyId>, Accumulator> cells;
    std::vector<Window> windows;
    for (const Record& read : records) {
        const std::optional<Record> record = logic.apply(read);
        if (!record) continue;
        windows.clear();
        if (job.window) assign_windows(*job.window, profile, record->at, windows);
        else windows.push_back({record->at, saturating_add(record->at, EventDuration{1})});
        for (const Window& window : windows) {
            const EventTime last = window.max_timestamp();
            if (last < partition.start || last >= partition.end) continue;
            if (want_placements) fold.placements.push_back({record->id, record->key, window});
            if (job.window) {
                cells[{window, record->key}].add(spec, *record);
                continue;
            }
            Accumulator alone;
            alone.add(spec, *record);
            Row row{record->key, window, alone.value(spec), PaneTiming::on_time, record->at, {}, false};
            row.fresh.add(record->id);
            fold.rows.push_back(std::move(row));
        }
    }
    for (const auto& [cell, accumulator] : cells)
        fold.rows.push_back({cell.second,
                             cell.first,
                             accumulator.value(spec),
                             PaneTiming::on_time,
                             cell.first.max_timestamp(),
                             {accumulator.count(), accumulator.members()},
                             false});
    return fold;
}

}  // namespace tidemark
