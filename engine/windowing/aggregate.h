#pragma once

#include "engine/record.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// What is computed over the records of a window. `mean` is kept as sum and count; `distinct` is exact.
enum class AggregateKind { count, sum, min, max, mean, distinct, list };
std::string_view to_string(AggregateKind kind);

// Whose values `distinct` counts.
enum class DistinctOf { value, user };

struct AggregateSpec {
    AggregateKind kind{AggregateKind::count};
    DistinctOf distinct_of{DistinctOf::value};
    friend bool operator==(const AggregateSpec&, const AggregateSpec&) = default;
};

// The value of an aggregate at an instant. `members` is the sum of the scattered ids of its records, modulo 2^64: two
// aggregates of the same records have the same members.
struct AggregateValue {
    std::uint64_t count{0};
    std::int64_t number{0};  // count, sum, min, max, distinct; mean: the sum
    std::uint64_t members{0};
    std::shared_ptr<const std::vector<std::int64_t>> values;  // list: the values in order of arrival; else null
};

// As answers show it: an integer, "7.500000" for a mean, "[1,2,3]" for a list (sorted).
std::string to_string(const AggregateSpec& spec, const AggregateValue& value);

}  // namespace tidemark
