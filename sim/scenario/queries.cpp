#include "sim/scenario/queries.h"

#include <fmt/format.h>

namespace tidemark {

const std::vector<QueryRule>& query_rules() {
    static const std::vector<QueryRule> list{
        {QueryKind::truth, "truth", false, true, false, ValueType::answer,
         "the true value of a window: a plain fold over all generated events, by their true instants"},
        {QueryKind::answer, "answer", true, true, false, ValueType::answer,
         "what a reader of the mode's table sees for a window, as of an instant"},
        {QueryKind::final, "final", true, true, false, ValueType::answer,
         "the last answer that a reader could have seen; of an append sink, the sum of the window's rows"},
        {QueryKind::completeness, "completeness", true, false, false, ValueType::share,
         "the share of a window's events, or of all, that the answers have counted, as of an instant"},
        {QueryKind::panes, "panes", true, true, false, ValueType::panes,
         "the firings of a window, in order: when, what, and which kind"},
        {QueryKind::error, "error", true, true, false, ValueType::answer,
         "answer minus truth of a window, as of an instant; none before the first answer"},
        {QueryKind::window_of, "window_of", true, false, true, ValueType::window,
         "the start of the window that counted an event; none where no window did"},
        {QueryKind::fate, "fate", true, false, true, ValueType::word, "what became of an event, as of an instant"},
        {QueryKind::side_output, "side_output", true, false, false, ValueType::events,
         "the late events that were put aside"},
        {QueryKind::dropped, "dropped", true, false, false, ValueType::events, "the late events that were dropped"},
        {QueryKind::lost, "lost", true, false, false, ValueType::events,
         "the events that no answer will ever hold: dropped, or lost by a fault"},
        {QueryKind::duplicates, "duplicates", true, false, false, ValueType::events,
         "the events that the answers hold more than once"},
        {QueryKind::first_answer_at, "first_answer_at", true, true, false, ValueType::instant,
         "when a reader could first see an answer for a window"},
        {QueryKind::final_answer_at, "final_answer_at", true, true, false, ValueType::instant,
         "when a window's answer changed for the last time"},
        {QueryKind::freshness, "freshness", true, false, false, ValueType::duration,
         "from a window's end to its first answer; without a window, the longest of all windows"},
        {QueryKind::state_held, "state_held", true, false, false, ValueType::number,
         "the most entries of state (key and window) held at once"},
        {QueryKind::refirings, "refirings", true, false, false, ValueType::number,
         "how many panes corrected an earlier one"},
        {QueryKind::recovery_time, "recovery_time", true, false, false, ValueType::duration,
         "from the last crash until the mode had caught up with the log's head again"},
        {QueryKind::cost, "cost", true, false, false, ValueType::decimal,
         "node-hours: the virtual time during which the mode's processes were up"},
        {QueryKind::moving_parts, "moving_parts", true, false, false, ValueType::number,
         "long-running processes, code bases and stores: what has to be operated"},
    };
    return list;
}

const QueryRule& rule_of(QueryKind kind) { return query_rules().at(static_cast<std::size_t>(kind)); }

std::string to_string(const Query& query) {
    const QueryRule& what = rule_of(query.kind);
    return what.of_mode ? fmt::format("{}.{}", query.mode, what.word) : std::string{what.word};
}

const std::vector<NamedClaim>& invariants() {
    static const std::vector<NamedClaim> list{
        {"replay_identical", "the same scenario and seed give the same fingerprints"},
        {"conservation",
         "every generated event has exactly one fate, in every mode and window it belongs to, at every instant"},
        {"partition_order", "offsets are dense and unique, and every consumer reads in their order"},
        {"watermark_monotone", "a watermark never goes back within one life of a process"},
        {"no_fire_before_watermark", "an on-time pane fires only when the watermark has passed its window"},
        {"late_is_late", "a record is refused exactly where its profile's rule says so"},
        {"checkpoint_is_prefix", "what a restore brings back is the fold of exactly the log up to its offsets"},
        {"aggregate_value", "a pane's value is what its members give when computed again"},
        {"no_time_travel", "no effect comes before its cause"},
        {"metrics_consistent", "the numbers shown equal the ledger's"},
        {"modes_agree", "all modes that answer the same question end with the same answer"},
        {"fault_effective", "every fault of the plan did something in the run"},
    };
    return list;
}

const std::vector<NamedClaim>& probes() {
    static const std::vector<NamedClaim> list{
        {"late", "an event came after the watermark had passed its window's end"},
        {"side_output", "a late event went to the side output"},
        {"dropped", "a late event was dropped"},
        {"restored", "a checkpoint was restored"},
        {"retried", "a batch job was run again after a failure"},
        {"checkpointed", "a checkpoint was completed"},
        {"offline", "a device kept events while it was offline"},
        {"duplicate", "an event was sent twice"},
    };
    return list;
}

}  // namespace tidemark
