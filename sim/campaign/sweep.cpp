#include "sim/campaign/sweep.h"

#include "engine/invariant.h"
#include "sim/campaign/parallel.h"
#include "sim/judge/expectations.h"
#include "sim/judge/invariants.h"
#include "sim/judge/judgement.h"
#include "sim/judge/query.h"
#include "sim/scenario/runnable.h"
#include "sim/world/fault_plan.h"

#include <algorithm>

namespace tidemark {
namespace {

// Above so many events in a run, keeping every record's way takes longer than the run.
constexpr std::uint64_t full_level_events = 20'000;

// What one run of one mode comes to.
struct RunFigures {
    std::string mode;
    bool error_in_millionths{false};
    std::optional<std::int64_t> error, wrong_windows, late_lost, median_wait_us, final_answer_us;
};
struct OneRun {
    std::vector<SweepFinding> findings;
    std::vector<RunFigures> modes;
    std::vector<char> happened;  // which of the scenario's probes
    Fingerprint fingerprint;
};

std::optional<std::int64_t> final_error(Judgement& judgement, const std::string& mode) {
    Query query;
    query.kind = QueryKind::error;
    query.mode = mode;
    const Evaluation error = evaluate(judgement, query);
    if (const auto* number = std::get_if<std::int64_t>(&error.value)) return *number;
    if (const auto* decimal = std::get_if<Millionths>(&error.value)) return decimal->value;
    return std::nullopt;
}

RunFigures figures_of(Judgement& judgement, std::size_t mode) {
    const ModeMetrics& metrics = judgement.metrics(mode);
    const JobLogic& job = judgement.job(mode);
    RunFigures figures;
    figures.mode = metrics.mode;
    figures.error_in_millionths = job.aggregate && job.aggregate->kind == AggregateKind::mean;
    figures.late_lost = static_cast<std::int64_t>(metrics.dropped + metrics.side_output + metrics.lost.value_or(0));
    if (!judgement.knows_answers()) return figures;
    figures.error = final_error(judgement, metrics.mode);
    if (job.window) figures.wrong_windows = static_cast<std::int64_t>(metrics.windows_wrong);
    if (metrics.first_answer.count > 0) {
        figures.median_wait_us = metrics.first_answer.median.count();
        figures.final_answer_us = metrics.final_answer.max.count();
    }
    return figures;
}

Fingerprint fingerprint_of(const Simulation& simulation) {
    FingerprintBuilder all;
    all.add(simulation.tape->input);
    all.add(simulation.tape->log);
    for (const ModeTrace& trace : simulation.modes) {
        all.add(trace.mode);
        for (const Fingerprint& one : {trace.schedule, trace.state, trace.output, trace.metrics})
            all.add(one);
    }
    return all.fingerprint();
}

void judge(const Simulation& simulation, OneRun& outcome) {
    const std::size_t expectations = simulation.scenario->expect.size();
    Judgement judgement(simulation);
    const std::vector<Verdict> verdicts = judge_expectations(judgement);
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const Verdict& verdict = verdicts[i];
        if (i >= expectations) {  // that something happens sometimes is claimed of all runs together
            outcome.happened.push_back(verdict.outcome == Outcome::pass);
            continue;
        }
        if (verdict.outcome == Outcome::pass) continue;
        outcome.findings.push_back(
            {verdict.outcome == Outcome::fail ? SweepFinding::Kind::failed : SweepFinding::Kind::inconclusive,
             verdict.id, verdict.mode, verdict.where, to_text(verdict)});
    }
    for (const Violation& violation : check_invariants(judgement)) {
        outcome.findings.push_back(
            {SweepFinding::Kind::broken, violation.invariant, violation.mode, {}, to_text(violation, simulation)});
    }
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode)
        outcome.modes.push_back(figures_of(judgement, mode));
}

OneRun run_once(const std::shared_ptr<const Scenario>& written, const SweepPlan& plan, Seed seed) {
    OneRun outcome;
    try {
        const auto scenario = with_drawn_faults(written, seed);
        const Simulation simulation =
            run(scenario, seed, draw_tape(*scenario, seed, plan.level), {plan.level, plan.modes});
        judge(simulation, outcome);
        outcome.fingerprint = fingerprint_of(simulation);
    } catch (const InvariantViolation& violation) {
        outcome = {};
        outcome.findings.push_back({SweepFinding::Kind::broken, "invariant", "", {}, violation.what()});
    }
    return outcome;
}

using Column = std::vector<std::int64_t>;
SweepSpread spread_over(Column& numbers) {
    SweepSpread spread;
    if (numbers.empty()) return spread;
    std::sort(numbers.begin(), numbers.end());
    return {numbers.size(), numbers.front(), numbers[(numbers.size() - 1) / 2], numbers.back()};
}

// Takes the outcomes in, in order.
class SweepBooks {
public:
    explicit SweepBooks(const SweepPlan& plan) : plan_(plan), points_(plan.points.size()) {
        result_.points.resize(plan.points.size());
        // One scenario with settings changed: its probes are the same at every point.
        happened_.resize(plan.points.front()->sometimes.size());
    }

    void take(std::uint64_t number, OneRun&& outcome) {
        const auto point = static_cast<std::size_t>(number % plan_.points.size());
        const std::uint64_t seed = plan_.seeds.from + number / plan_.points.size();
        ++result_.runs;
        SweptPoint& swept = result_.points[point];
        ++swept.runs;
        for (std::size_t i = 0; i < outcome.happened.size() && i < happened_.size(); ++i)
            happened_[i] = happened_[i] != 0 || outcome.happened[i] != 0;
        all_.add(outcome.fingerprint);
        for (const RunFigures& figures : outcome.modes)
            add(swept, points_[point], figures, outcome.findings);
        if (outcome.findings.empty()) return;
        ++swept.failed;
        result_.failures.push_back({seed, point, std::move(outcome.findings)});
    }
    const SweepResult& so_far() const { return result_; }

    SweepResult finish() {
        for (std::size_t p = 0; p < points_.size(); ++p) {
            for (std::size_t m = 0; m < points_[p].size(); ++m) {
                SweptMode& mode = result_.points[p].modes[m];
                Columns& columns = points_[p][m];
                mode.error = spread_over(columns.error);
                mode.wrong_windows = spread_over(columns.wrong_windows);
                mode.late_lost = spread_over(columns.late_lost);
                mode.median_wait_us = spread_over(columns.median_wait_us);
                mode.final_answer_us = spread_over(columns.final_answer_us);
            }
        }
        for (std::size_t i = 0; i < happened_.size(); ++i)
            if (happened_[i] == 0) result_.never.push_back(plan_.points.front()->sometimes[i]);
        result_.fingerprint = all_.fingerprint();
        result_.stopped = result_.runs < plan_.runs();
        return std::move(result_);
    }

private:
    struct Columns {
        Column error, wrong_windows, late_lost, median_wait_us, final_answer_us;
    };

    static void add(SweptPoint& swept, std::vector<Columns>& columns, const RunFigures& figures,
                    const std::vector<SweepFinding>& findings) {
        auto mode = std::find_if(swept.modes.begin(), swept.modes.end(),
                                 [&](const SweptMode& known) { return known.mode == figures.mode; });
        if (mode == swept.modes.end()) {
            mode = swept.modes.emplace(mode);
            mode->mode = figures.mode;
            mode->error_in_millionths = figures.error_in_millionths;
            columns.emplace_back();
        }
        ++mode->runs;
        mode->failed += std::any_of(findings.begin(), findings.end(),
                                    [&](const SweepFinding& finding) { return finding.mode == figures.mode; })
                            ? 1
                            : 0;
        const auto put = [](Column& column, const std::optional<std::int64_t>& number) {
            if (number) column.push_back(*number);
        };
        Columns& of_mode = columns[static_cast<std::size_t>(mode - swept.modes.begin())];
        put(of_mode.error, figures.error);
        put(of_mode.wrong_windows, figures.wrong_windows);
        put(of_mode.late_lost, figures.late_lost);
        put(of_mode.median_wait_us, figures.median_wait_us);
        put(of_mode.final_answer_us, figures.final_answer_us);
    }

    const SweepPlan& plan_;
    SweepResult result_;
    std::vector<std::vector<Columns>> points_;  // by point, by mode
    std::vector<char> happened_;
    FingerprintBuilder all_;
};

}  // namespace

SweepResult sweep(const SweepPlan& plan, const std::function<bool(std::uint64_t runs, std::uint64_t failed)>& goes_on) {
    std::vector<std::shared_ptr<const Scenario>> points;
    for (const auto& point : plan.points) {
        std::size_t left_out = 0;
        points.push_back(restricted_to(point, plan.modes, left_out));
    }
    SweepPlan restricted = plan;
    restricted.points = points;

    constexpr std::uint64_t ahead = 1024;  // a slow run holds up the telling, not the others
    std::vector<OneRun> ring(ahead);
    SweepBooks summary(restricted);
    in_order(
        plan.threads, plan.runs(), ahead,
        [&](std::uint64_t number) {
            const Seed seed{plan.seeds.from + number / points.size()};
            ring[number % ahead] = run_once(points[number % points.size()], plan, seed);
        },
        [&](std::uint64_t number) {
            summary.take(number, std::move(ring[number % ahead]));
            const SweepResult& so_far = summary.so_far();
            const bool enough = plan.failures_max && so_far.failures.size() >= *plan.failures_max;
            return goes_on(so_far.runs, so_far.failures.size()) && !enough;
        });
    return summary.finish();
}

TraceLevel usual_level(const std::vector<std::shared_ptr<const Scenario>>& points) {
    TraceLevel level = TraceLevel::answers;  // whose errors and waits the summary shows
    bool small = true;
    for (const auto& point : points) {
        small = small && expected_events(*point) <= full_level_events;
        level = std::max(level, level_needed(*point));
    }
    return small ? TraceLevel::full : level;
}

}  // namespace tidemark
