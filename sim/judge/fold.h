#pragma once

#include "engine/job/job.h"
#include "engine/record.h"
#include "sim/scenario/scenario.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The judges' own arithmetic. Naive on purpose, and shared with no operator of the engine: what judges an operator must
// not be able to make its mistakes.
namespace tidemark {

// A record as the job sees it, by the judges' own reading of filter, map and key; nothing where the job filters it.
std::optional<Record> judged_record(const JobLogic& job, const Names& names, const Record& record);

// What a record is grouped by.
KeyId key_in(const JobLogic& job, const Record& record);
// Whose names keys are: of keys, of users, or of nobody ("").
std::string key_name(const JobLogic& job, const Names& names, KeyId key);
std::optional<KeyId> find_key(const JobLogic& job, const Names& names, const std::string& name);

// The windows of a tumbling, sliding or global window spec that contain an instant, ordered by end; of a session, the
// window of this instant alone.
std::vector<Window> windows_containing(const WindowSpec& spec, EventTime at);

// An aggregate of some records, computed in the plainest way.
class Fold {
public:
    explicit Fold(const AggregateSpec& spec) : spec_(spec) {}
    void add(const Record& record) { records_.push_back(record); }
    AggregateValue value() const;

private:
    AggregateSpec spec_;
    std::vector<Record> records_;
};

// What a reader gets who puts two answers together: of two keys, or of two rows of an append sink. Counts, sums and
// distinct counts add up; mean adds sums and counts; min and max take the least and the greatest; lists follow one
// another. An answer with count 0 changes nothing.
AggregateValue combined(const AggregateSpec& spec, const AggregateValue& a, const AggregateValue& b);

// The answer as one number: a mean in millionths, rounded half away from zero; of a list, how many elements it has. None
// for the mean, least and greatest of nothing.
std::optional<std::int64_t> number_of(const AggregateSpec& spec, const AggregateValue& answer);
// The answer as one value: an integer, a mean in millionths, a list as text; Nothing where there is no number.
Value value_of(const AggregateSpec& spec, const AggregateValue& answer);

}  // namespace tidemark
