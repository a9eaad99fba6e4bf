#pragma once

#include "sim/scenario/scenario.h"

#include <array>
#include <string_view>
#include <vector>

namespace tidemark {

// What a query gives.
enum class ValueType {
    answer,    // a whole number, a decimal (of a mean), a list (of a list), or none
    share,     // 98.5%
    panes,     // a list of {at, value, kind}
    window,    // the start of a window, or none
    word,      // a fate
    events,    // the ids of events, or their number
    instant,   // a clock time, or none
    duration,  // or none
    number,    // a whole number
    decimal,
};

// A query as the list of them says it: the closed list behind `of`.
struct QueryRule {
    QueryKind kind;
    std::string_view word;
    bool of_mode;  // asked of a mode; only truth is not
    bool needs_window, needs_event;
    ValueType type;
    std::string_view definition;
};
// In the order of QueryKind.
const std::vector<QueryRule>& query_rules();
const QueryRule& rule_of(QueryKind kind);
// "stream.panes", "truth".
std::string to_string(const Query& query);

// The invariants that an expectation can name, and the probes of `sometimes`.
struct NamedClaim {
    std::string_view name, definition;
};
const std::vector<NamedClaim>& invariants();
const std::vector<NamedClaim>& probes();

}  // namespace tidemark
