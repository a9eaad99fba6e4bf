#pragma once

#include "engine/job/job.h"
#include "engine/record.h"

#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace tidemark {

// Knows the ids of the records that it was shown, and tells the first of an id from its copies. Where it forgets, it does
// so by event time, as Spark's dropDuplicatesWithinWatermark and Beam's Deduplicate do: an id goes once the watermark has
// passed its record's time by `within`, and a copy that comes after that is a first again. A plain value.
class Deduplicator {
public:
    explicit Deduplicator(Deduplication how) : how_(how) {}

    // Whether no record of this id is known; it is from now on.
    bool is_first(const Record& record);
    // Nothing before this time will matter any more: ids whose time has come are forgotten.
    void forget(EventTime watermark);

    std::uint64_t known() const { return known_.size(); }
    std::uint64_t bytes() const { return known_.size() * bytes_of_an_id; }
    // Equal state, equal digest; 0 where nothing is known.
    std::uint64_t digest() const;

private:
    static constexpr std::uint64_t bytes_of_an_id = 16;  // the id and its time

    Deduplication how_;
    std::map<EventId, EventTime> known_;                // the time of the first record
    std::set<std::pair<EventTime, EventId>> in_order_;  // the same, by time; empty where nothing is forgotten
};

}  // namespace tidemark
