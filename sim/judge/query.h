#pragma once

#include "sim/scenario/scenario.h"
#include "sim/world/tape.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

class Judgement;

// What can be asked of a run, as `tidemark list queries` shows it.
struct QueryInfo {
    QueryKind kind;
    std::string_view name;        // "final"
    std::string_view type;        // "number", "time", "duration", "word", "events", "panes", "share", "node-hours"
    std::string_view where;       // what it can be asked with: "window, key, as_of"
    std::string_view definition;  // one sentence or two
};
std::vector<QueryInfo> query_catalogue();
const QueryInfo& info_of(QueryKind kind);

// The least that a run must keep for this question to have an answer.
TraceLevel level_needed(const Query& query);

// An answer, or why there is none: "no mode 'strem' in this run", "the window 23:10 is none of the job's".
struct Evaluation {
    Value value;                         // Nothing where the run has no such value (no answer yet, never)
    std::optional<std::string> problem;  // the question cannot be asked of this run
};
Evaluation evaluate(Judgement& judgement, const Query& query);

// A value as people read it: "13", "D+1 00:32:00", "5.5s", "[dan1]", "nothing".
std::string to_text(const Value& value, const Clock& clock);
// The question as people write it: "stream.final window 23:00:00".
std::string to_text(const Query& query, const Clock& clock);

}  // namespace tidemark
