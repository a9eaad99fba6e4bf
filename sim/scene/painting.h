#pragma once

#include "sim/scene/scene.h"
#include "sim/scene/tables.h"

#include <algorithm>
#include <cstdint>
#include <vector>

// The parts of a scene, each a function of the tables and the view that adds its marks.
namespace tidemark {

// How much a place is: what is closer than that cannot be told apart.
class Places {
public:
    explicit Places(const View& view)
        : from_(view.seen.from.time_since_epoch().count()),
          until_(view.seen.until.time_since_epoch().count()),
          bottom_(view.happened.from.time_since_epoch().count()),
          top_(view.happened.until.time_since_epoch().count()),
          columns_(std::max<std::int64_t>(view.columns, 1)),
          rows_(std::max<std::int64_t>(view.rows, 1)) {}
    std::int64_t from() const { return from_; }
    std::int64_t until() const { return until_; }
    std::int64_t bottom() const { return bottom_; }
    std::int64_t top() const { return top_; }
    std::int64_t columns() const { return columns_; }
    std::int64_t rows() const { return rows_; }
    // So many columns as microseconds, so many rows as milliseconds; at least 1.
    std::int64_t wide(std::int64_t columns) const {
        return std::max<std::int64_t>(1, (until_ - from_) / columns_ * columns);
    }
    std::int64_t high(std::int64_t rows) const { return std::max<std::int64_t>(1, (top_ - bottom_) / rows_ * rows); }
    std::int64_t x(ProcessingTime at) const {
        return std::clamp<std::int64_t>(at.time_since_epoch().count(), from_, until_);
    }
    std::int64_t y(EventTime at) const {
        return std::clamp<std::int64_t>(at.time_since_epoch().count(), bottom_, top_);
    }

private:
    std::int64_t from_, until_, bottom_, top_, columns_, rows_;
};

// The end of what is shown: now, or the right edge.
inline ProcessingTime shown_until(const View& view) { return std::min(view.now, view.seen.until); }

Mark mark_at(const View& view, MarkKind kind, ProcessingTime from, ProcessingTime until, std::int64_t y0,
             std::int64_t y1);

// The plane, from the back to the front.
void add_bands(SceneTables& tables, const View& view, std::vector<Mark>& marks);
void add_watermarks(SceneTables& tables, const View& view, std::vector<Mark>& marks);
void add_firings(SceneTables& tables, const View& view, std::vector<Mark>& marks);
void add_batches(SceneTables& tables, const View& view, std::vector<Mark>& marks);
void add_event_marks(SceneTables& tables, const View& view, std::vector<Mark>& marks);
void add_faults(SceneTables& tables, const View& view, std::vector<Mark>& marks);

// Lanes; nothing where the mode has no such thing.
std::optional<Lane> in_flight_lane(SceneTables& tables, const View& view);
std::optional<Lane> log_lane(SceneTables& tables, const View& view);
std::optional<Lane> operator_lane(SceneTables& tables, const View& view);
std::optional<Lane> checkpoint_lane(SceneTables& tables, const View& view);
std::optional<Lane> state_lane(SceneTables& tables, const View& view);
std::optional<Lane> sink_lane(SceneTables& tables, const View& view);
std::optional<Lane> fault_lane(SceneTables& tables, const View& view);

ErrorChart error_chart(SceneTables& tables, const View& view);

}  // namespace tidemark
