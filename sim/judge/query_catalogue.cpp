#include "sim/judge/clock_text.h"
#include "sim/judge/query.h"

#include <array>

// What can be asked, and how a question is written.
namespace tidemark {
namespace {

constexpr std::array catalogue{
    QueryInfo{QueryKind::truth, "truth", "number", "window, key",
              "What the answer is, by definition: a plain fold over all generated events, by their true instants."},
    QueryInfo{QueryKind::answer, "answer", "number", "window, key, as_of",
              "What a reader of the mode's table saw at an instant; of an append sink, the sum of the window's rows."},
    QueryInfo{QueryKind::final, "final", "number", "window, key", "The last answer that a reader could have seen."},
    QueryInfo{QueryKind::completeness, "completeness", "share", "window, key, cohort, as_of",
              "Of the events that belong to the window, the share that its answer counts. Without a window: of all."},
    QueryInfo{
        QueryKind::panes, "panes", "panes", "window, key, as_of",
        "The window's rows in the order in which readers could see them: when, which value, which kind of firing."},
    QueryInfo{QueryKind::error, "error", "number", "window, key, as_of",
              "Answer minus truth; none before the first answer. Without a window: the sum of the errors' sizes."},
    QueryInfo{
        QueryKind::window_of, "window_of", "word", "event, as_of",
        "The start of the window in whose answer readers saw the event; 'both' for two windows, 'neither' for none."},
    QueryInfo{QueryKind::fate, "fate", "word", "event, window, as_of",
              "What became of the event, for the window or for all its own: counted_on_time, side_output, lost, ..."},
    QueryInfo{QueryKind::side_output, "side_output", "events", "window, key, cohort, as_of",
              "The events in the mode's side output, in the order in which they came."},
    QueryInfo{QueryKind::dropped, "dropped", "events", "window, key, cohort, as_of",
              "The events that were refused as too late and are in no side output."},
    QueryInfo{QueryKind::lost, "lost", "events", "window, key, cohort, as_of",
              "The events that a fault or a setting has lost for a window of theirs; refused ones are not among them."},
    QueryInfo{QueryKind::duplicates, "duplicates", "events", "window, key, cohort, as_of",
              "The events that readers saw more than once in the answer of one window."},
    QueryInfo{QueryKind::first_answer_at, "first_answer_at", "time", "window, key",
              "When readers could first see an answer. Without a window: the earliest of all."},
    QueryInfo{QueryKind::final_answer_at, "final_answer_at", "time", "window, key",
              "Since when the last answer has stood unchanged. Without a window: the latest of all."},
    QueryInfo{
        QueryKind::freshness, "freshness", "duration", "window, key",
        "From the window's end to its first answer. Without a window: the longest of all. Of a job without windows: "
        "from an event to its row, the longest."},
    QueryInfo{QueryKind::state_held, "state_held", "number", "as_of",
              "Pairs of key and window held in state, and ids that a deduplication knows. Without as_of: the most at "
              "any time."},
    QueryInfo{QueryKind::refirings, "refirings", "number", "window, key",
              "Rows after the first of their window and key."},
    QueryInfo{QueryKind::recovery_time, "recovery_time", "duration", "",
              "From a crash until everything in the log was processed again; of several, the longest."},
    QueryInfo{QueryKind::cost, "cost", "node-hours", "",
              "Node-hours: tasks and drivers run the whole clock, a batch job from its start to its exit."},
    QueryInfo{QueryKind::moving_parts, "moving_parts", "number", "",
              "Long-running processes, scheduled jobs, code bases and stores that somebody has to look after."},
};

}  // namespace

std::vector<QueryInfo> query_catalogue() { return {catalogue.begin(), catalogue.end()}; }

const QueryInfo& info_of(QueryKind kind) { return catalogue[static_cast<std::size_t>(kind)]; }

TraceLevel level_needed(const Query& query) {
    switch (query.kind) {
        case QueryKind::cost:
        case QueryKind::moving_parts:
            return TraceLevel::fingerprint;
        case QueryKind::state_held:
            return query.as_of ? TraceLevel::full : TraceLevel::fingerprint;
        case QueryKind::truth:
        case QueryKind::answer:
        case QueryKind::final:
        case QueryKind::panes:
        case QueryKind::error:
        case QueryKind::side_output:
        case QueryKind::first_answer_at:
        case QueryKind::final_answer_at:
        case QueryKind::freshness:
        case QueryKind::refirings:
            return TraceLevel::answers;
        case QueryKind::completeness:
        case QueryKind::window_of:
        case QueryKind::fate:
        case QueryKind::dropped:
        case QueryKind::lost:
        case QueryKind::duplicates:
        case QueryKind::recovery_time:
            return TraceLevel::full;
    }
    return TraceLevel::full;
}

std::string to_text(const Query& query, const Clock& clock) {
    std::string text = query.mode.empty() ? "" : query.mode + ".";
    text += info_of(query.kind).name;
    if (query.window) text += " window " + clock_text(*query.window, clock);
    if (query.key) text += " key " + *query.key;
    if (query.event) text += " event " + *query.event;
    if (query.cohort) text += " cohort " + *query.cohort;
    if (query.as_of) text += " as of " + clock_text(*query.as_of, clock);
    return text;
}

}  // namespace tidemark
