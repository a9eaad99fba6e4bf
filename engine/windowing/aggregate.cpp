#include "engine/windowing/aggregate.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

// Six decimals, rounded half away from zero, in integers alone. The count stays below 9 * 10^12 by far.
std::string mean(std::int64_t sum, std::uint64_t count) {
    if (count == 0) return "null";
    const bool negative = sum < 0;
    const std::uint64_t size = negative ? 0 - static_cast<std::uint64_t>(sum) : static_cast<std::uint64_t>(sum);
    std::uint64_t whole = size / count;
    std::uint64_t millionths = ((size % count) * 2'000'000 + count) / (2 * count);
    if (millionths == 1'000'000) {
        ++whole;
        millionths = 0;
    }
    return fmt::format("{}{}.{:06}", negative && (whole != 0 || millionths != 0) ? "-" : "", whole, millionths);
}

std::string list(const AggregateValue& value) {
    if (!value.values) return "[]";
    std::vector<std::int64_t> sorted = *value.values;
    std::sort(sorted.begin(), sorted.end());
    return fmt::format("[{}]", fmt::join(sorted, ","));
}

}  // namespace

std::string_view to_string(AggregateKind kind) {
    switch (kind) {
        case AggregateKind::count:
            return "count";
        case AggregateKind::sum:
            return "sum";
        case AggregateKind::min:
            return "min";
        case AggregateKind::max:
            return "max";
        case AggregateKind::mean:
            return "mean";
        case AggregateKind::distinct:
            return "distinct";
        case AggregateKind::list:
            return "list";
    }
    return "?";
}

std::string to_string(const AggregateSpec& spec, const AggregateValue& value) {
    switch (spec.kind) {
        case AggregateKind::count:
        case AggregateKind::sum:
        case AggregateKind::distinct:
            return fmt::format("{}", value.number);
        case AggregateKind::min:
        case AggregateKind::max:
            return value.count == 0 ? "null" : fmt::format("{}", value.number);
        case AggregateKind::mean:
            return mean(value.number, value.count);
        case AggregateKind::list:
            return list(value);
    }
    return "?";
}

}  // namespace tidemark
