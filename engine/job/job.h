#pragma once

#include "engine/names.h"
#include "engine/record.h"
#include "engine/windowing/aggregate.h"
#include "engine/windowing/window.h"

#include <optional>
#include <string>
#include <vector>

namespace tidemark {

// Which records take part. Every condition that is given must hold; an empty filter lets all pass.
struct Filter {
    std::optional<std::int64_t> value_min, value_max;
    std::vector<std::string> keys;      // only these, where not empty
    std::vector<std::string> not_keys;  // none of these
    std::vector<std::string> users;
    std::vector<std::string> not_users;
    friend bool operator==(const Filter&, const Filter&) = default;
};

// value = value * multiply + add. Saturates at the ends of 64 bits.
struct Mapping {
    std::int64_t multiply{1};
    std::int64_t add{0};
    friend bool operator==(const Mapping&, const Mapping&) = default;
};

// Of records with one id, only the first counts.
struct Deduplication {
    std::optional<EventDuration>
        within;  // an id is forgotten when the watermark is so far behind its record; else never
    friend bool operator==(const Deduplication&, const Deduplication&) = default;
};

// What records are grouped by.
enum class KeyBy { key, user, none };

// One version of the question.
struct JobLogic {
    Filter filter;
    Mapping map;
    KeyBy key{KeyBy::key};
    std::optional<Deduplication> deduplicate;
    std::optional<WindowSpec> window;  // both or neither: without them the job passes rows on
    std::optional<AggregateSpec> aggregate;
    friend bool operator==(const JobLogic&, const JobLogic&) = default;
};

// What to compute, and nothing about when or how. Logic changes over time: versions are named, the first is "v1".
struct Job {
    std::string version{"v1"};
    JobLogic logic;
};

// Every reason why this job cannot be run, as sentences; empty when it can.
std::vector<std::string> problems(const Job& job);
// In words: "count per hour and key, of records with value >= 10".
std::string to_string(const Job& job);

// The per-record part of a job (filter, map, key), ready to run over the ids of one run.
// The key that a malformed record has: no scenario can write it. A job takes such records for nothing, whatever else it
// would do with them.
inline constexpr std::string_view unreadable_key{"unreadable\n"};

class RecordLogic {
public:
    RecordLogic(const JobLogic& logic, const Names& names);
    // The record as the window sees it (value mapped, key chosen), or nothing where it is filtered.
    std::optional<Record> apply(const Record& record) const;
    // True where `apply` returns every record unchanged.
    bool passes_all() const { return passes_all_; }

private:
    JobLogic logic_;
    std::vector<bool> key_passes_, user_passes_;  // by id; empty: all pass
    std::optional<KeyId> unreadable_;             // where there are any
    bool passes_all_{true};
};

}  // namespace tidemark
