#include "sim/cli/json_result.h"

#include "sim/cli/version.h"
#include "sim/judge/fault_effects.h"
#include "sim/scenario/faults.h"

#include <nlohmann/json.hpp>

namespace tidemark {
namespace {

using nlohmann::json;

json duration(ProcessingDuration value) { return value.count(); }

template <class T>
json or_null(const std::optional<T>& value) {
    if (!value) return nullptr;
    if constexpr (std::is_same_v<T, ProcessingDuration>) return value->count();
    else return *value;
}

json instant(const std::optional<ProcessingTime>& at) { return at ? json(to_iso(*at)) : json(nullptr); }

json json_of(const Spread& spread) {
    if (spread.count == 0) return nullptr;
    return {{"count", spread.count},
            {"median_us", duration(spread.median)},
            {"p99_us", duration(spread.p99)},
            {"max_us", duration(spread.max)}};
}

json fingerprints_of(const ModeTrace& trace) {
    return {{"schedule", to_string(trace.schedule)},
            {"state", to_string(trace.state)},
            {"output", to_string(trace.output)},
            {"metrics", to_string(trace.metrics)}};
}

AggregateSpec aggregate_of(const Mode& mode) {
    return job_of(mode).aggregate.value_or(AggregateSpec{AggregateKind::sum, {}});
}

json value_json(const AggregateSpec& spec, const std::optional<AggregateValue>& value) {
    if (!value) return nullptr;
    if (spec.kind == AggregateKind::mean || spec.kind == AggregateKind::list) return to_string(spec, *value);
    return value->number;
}

// Every cell that the truth or a reader knows, with its answers over time.
json windows_of(Judgement& judgement, std::size_t mode) {
    json list = json::array();
    const Truth& truth = judgement.truth(mode);
    const Answers& answers = judgement.answers(mode);
    const AggregateSpec spec = aggregate_of(judgement.settings(mode));
    for (const ErrorCurve& curve : judgement.errors(mode)) {
        json cell{{"window_start", to_iso(curve.window.start)},
                  {"window_end", to_iso(curve.window.end)},
                  {"key", key_name(judgement.job(mode), judgement.tape().names, curve.key.value_or(KeyId{}))},
                  {"truth", nullptr},
                  {"error", or_null(curve.final)},
                  {"right_since", instant(curve.right_since)},
                  {"answers", json::array()}};
        if (const TruthCell* known = truth.find(curve.window, curve.key.value_or(KeyId{})))
            cell["truth"] = value_json(spec, known->value);
        if (const AnswerCell* answered = answers.find(curve.window, curve.key.value_or(KeyId{}))) {
            for (const Answer& answer : answered->history) {
                cell["answers"].push_back({{"at", to_iso(answer.at)},
                                           {"value", value_json(spec, answer.value)},
                                           {"timing", std::string(to_string(answer.timing))}});
            }
        }
        list.push_back(std::move(cell));
    }
    return list;
}

json mode_json(const JudgedRun& run, std::size_t mode) {
    Judgement& judgement = *run.judgement;
    const ModeTrace& trace = judgement.trace(mode);
    json result{{"name", trace.mode},
                {"kind", std::string(kind_of(judgement.settings(mode)))},
                {"fingerprints", fingerprints_of(trace)},
                {"ended", to_iso(trace.ended)},
                {"metrics", json_of(judgement.metrics(mode))}};
    if (judgement.knows_answers()) result["windows"] = windows_of(judgement, mode);
    return result;
}

json json_of(const Violation& violation, const JudgedRun& run) {
    json events = json::array();
    for (const EventId event : violation.events)
        events.push_back(run.judgement->event_name(event));
    return {{"invariant", violation.invariant},
            {"mode", violation.mode},
            {"at", to_iso(violation.at)},
            {"message", violation.message},
            {"events", std::move(events)}};
}

std::string_view verdict_of(ExitCode code) {
    switch (code) {
        case ExitCode::done:
            return "pass";
        case ExitCode::inconclusive:
            return "inconclusive";
        case ExitCode::not_deterministic:
            return "not_deterministic";
        case ExitCode::internal_error:
            return "broken_promise";
        default:
            return "fail";
    }
}

}  // namespace

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::pass:
            return "pass";
        case Outcome::fail:
            return "fail";
        case Outcome::inconclusive:
            return "inconclusive";
    }
    return {};
}

std::string_view name_of(TraceLevel level) {
    switch (level) {
        case TraceLevel::fingerprint:
            return "fingerprint";
        case TraceLevel::answers:
            return "answers";
        case TraceLevel::full:
            return "full";
    }
    return {};
}

json json_of(const ModeMetrics& m) {
    return {
        {"windows", m.windows},
        {"windows_answered", m.windows_answered},
        {"windows_corrected", m.windows_corrected},
        {"windows_wrong", m.windows_wrong},
        {"first_answer", json_of(m.first_answer)},
        {"final_answer", json_of(m.final_answer)},
        {"latency", m.latency ? json_of(*m.latency) : json(nullptr)},
        {"late_kept", m.late_kept},
        {"deduplicated", m.deduplicated},
        {"dropped", m.dropped},
        {"side_output", m.side_output},
        {"lost", or_null(m.lost)},
        {"duplicates", or_null(m.duplicates)},
        {"elsewhere", or_null(m.elsewhere)},
        {"panes", m.panes},
        {"refirings", m.refirings},
        {"events_read", m.events_read},
        {"events_replayed", m.events_replayed},
        {"lag_max", or_null(m.lag_max)},
        {"state_peak", m.state_peak},
        {"state_at_end", m.state_at_end},
        {"checkpoints", m.checkpoints},
        {"checkpoint_bytes", m.checkpoint_bytes},
        {"restores", m.restores},
        {"crashes", m.crashes},
        {"retries", m.retries},
        {"recovery_us", or_null(m.recovery)},
        {"moving_parts",
         {{"long_running", m.parts.long_running},
          {"scheduled", m.parts.scheduled},
          {"code_bases", m.parts.code_bases},
          {"stores", m.parts.stores},
          {"total", m.parts.total()}}},
        {"cost",
         {{"micro_node_hours", m.cost.micro_node_hours},
          {"bytes_scanned", m.cost.bytes_scanned},
          {"bytes_retained", m.cost.bytes_retained},
          {"bytes_checkpointed", m.cost.bytes_checkpointed}}},
    };
}

json json_of(const Verdict& verdict) {
    return {{"id", verdict.id},
            {"mode", verdict.mode},
            {"outcome", std::string(name_of(verdict.outcome))},
            {"expected", verdict.expected},
            {"got", verdict.got},
            {"why", verdict.why},
            {"line", verdict.where.line},
            {"column", verdict.where.column}};
}

json json_of(const JudgedRun& run) {
    const Simulation& simulation = run.simulation;
    const Scenario& scenario = *run.scenario;
    json modes = json::array();
    for (std::size_t mode = 0; mode < simulation.modes.size(); ++mode)
        modes.push_back(mode_json(run, mode));
    json verdicts = json::array();
    for (const Verdict& verdict : run.verdicts)
        verdicts.push_back(json_of(verdict));
    json violations = json::array();
    for (const Violation& violation : run.violations)
        violations.push_back(json_of(violation, run));
    for (const Violation& violation : run.differences)
        violations.push_back(json_of(violation, run));
    json faults = json::array();
    for (std::uint32_t fault = 0; fault < scenario.faults.size(); ++fault) {
        const Fault& planned = scenario.faults[fault];
        const auto times = times_effective(simulation, fault);
        faults.push_back({{"fault", std::string(name_of(planned))},
                          {"target", target_of(planned)},
                          {"entry", fault_entry(planned, scenario.clock)},
                          {"times", times ? json(*times) : json()},
                          {"vacuous", times == 0}});
    }
    return {{"format", "tidemark.result/1"},
            {"version", version},
            {"scenario", {{"id", scenario.id}, {"title", scenario.title}, {"tags", scenario.tags}}},
            {"settings", run.request.set_words},
            {"seed", simulation.seed.value},
            {"level", std::string(name_of(simulation.level))},
            {"clock", {{"from", to_iso(scenario.clock.from)}, {"until", instant(scenario.clock.until)}}},
            {"events",
             {{"generated", simulation.tape->generated},
              {"delivered", simulation.tape->delivered},
              {"in_flight_at_end", simulation.tape->in_flight_at_end},
              {"lost", simulation.tape->lost}}},
            {"faults", std::move(faults)},
            {"fingerprints", {{"input", to_string(simulation.tape->input)}, {"log", to_string(simulation.tape->log)}}},
            {"modes", std::move(modes)},
            {"expectations", std::move(verdicts)},
            {"expectations_left_out", run.left_out},
            {"violations", std::move(violations)},
            {"verdict", std::string(verdict_of(run.code))},
            {"exit_code", static_cast<int>(run.code)}};
}

std::string json_result(const JudgedRun& run) { return pretty(json_of(run)); }

std::string pretty(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n"; }

}  // namespace tidemark
