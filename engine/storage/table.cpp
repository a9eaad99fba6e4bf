#include "engine/storage/table.h"

#include "engine/invariant.h"

namespace tidemark {

void Table::write(WriteKind kind, const std::optional<Window>& partition, const std::vector<Row>& rows) {
    INVARIANT((kind == WriteKind::overwrite) == partition.has_value(), "only an overwrite names its partition");
    if (partition) {
        for (auto cell = cells_.begin(); cell != cells_.end();) {
            const EventTime last = cell->first.first.max_timestamp();
            if (last < partition->start || last >= partition->end) {
                ++cell;
                continue;
            }
            rows_ -= cell->second.size();
            cell = cells_.erase(cell);
        }
    }
    for (const Row& row : rows) {
        std::vector<Row>& cell = cells_[{row.window, row.key}];
        if (kind == WriteKind::upsert) {
            rows_ -= cell.size();
            cell.clear();
        }
        if (row.tombstone) continue;
        cell.push_back(row);
        ++rows_;
    }
}

const Row* Table::current(const Window& window, KeyId key) const {
    const auto cell = cells_.find({window, key});
    return cell == cells_.end() || cell->second.empty() ? nullptr : &cell->second.back();
}

}  // namespace tidemark
