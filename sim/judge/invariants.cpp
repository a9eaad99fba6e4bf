#include "sim/judge/invariants.h"

#include "sim/judge/checks.h"
#include "sim/judge/clock_text.h"
#include "sim/judge/judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tidemark {
namespace {

using Check = void (*)(Judgement&, std::size_t mode, Found&);

struct Entry {
    InvariantInfo info;
    Check check;
};

constexpr std::array catalogue{
    Entry{{"I0", "replay_identical", "The same scenario and seed give the same fingerprints, ingredient by ingredient.",
           true, TraceLevel::fingerprint},
          nullptr},  // needs two runs
    Entry{{"I1", "conservation",
           "Every event has, in every mode and for every window it belongs to, exactly one fate at every instant; the "
           "books "
           "of what was read, filtered, refused and held close.",
           true, TraceLevel::fingerprint},
          check_conservation},
    Entry{{"I2", "exactly_once",
           "Readers see every event that was not refused as late in the answer of its windows, once.", false,
           TraceLevel::full},
          check_exactly_once},
    Entry{{"I2a", "at_least_once", "No event is lost by a fault or a setting; it may be seen more than once.", false,
           TraceLevel::full},
          check_at_least_once},
    Entry{{"I2b", "at_most_once", "No event is seen more than once in the answer of one window.", false,
           TraceLevel::full},
          check_at_most_once},
    Entry{
        {"I3", "partition_order",
         "Offsets are dense, append times never go back, and every consumer reads and processes a partition in order.",
         true, TraceLevel::full, true},
        check_partition_order},
    Entry{{"I5", "watermark_monotone", "A watermark never goes back within one life of a process.", true,
           TraceLevel::full, true},
          check_watermark_monotone},
    Entry{
        {"I6", "no_fire_before_watermark",
         "An on-time pane fires only when the watermark has reached the end of its window, a late one only within the "
         "allowed lateness, none after the window's state was dropped.",
         true, TraceLevel::full, true},
        check_no_fire_before_watermark},
    Entry{{"I7", "late_is_late", "A record is refused exactly where the rule of its engine's profile says so.", true,
           TraceLevel::full, true},
          check_late_is_late},
    Entry{{"I8", "checkpoint_is_prefix",
           "What the tasks of a checkpoint had processed is exactly the prefix of the log up to its offsets.", true,
           TraceLevel::full},
          check_checkpoint_is_prefix},
    Entry{{"I15", "aggregate_value",
           "The value of every row is what its member events give when they are folded again.", true, TraceLevel::full},
          check_aggregate_value},
    Entry{{"I18", "modes_agree",
           "All modes that answer the same question end with the same answer for every window and key.", false,
           TraceLevel::answers},
          check_modes_agree},
    Entry{{"I19", "no_time_travel", "No effect comes before its cause, and no delivery is processed twice in one life.",
           true, TraceLevel::full, true},
          check_no_time_travel},
    Entry{
        {"I20", "fault_effective", "Every fault of the plan did something in the run; one that did nothing is vacuous.",
         false, TraceLevel::fingerprint},
        check_fault_effective},
    Entry{{"I22", "metrics_consistent", "What reports say in numbers is what the trace says event by event.", true,
           TraceLevel::fingerprint},
          check_metrics_consistent},
};

void run_check(Judgement& judgement, const Entry& entry, std::vector<Violation>& violations) {
    if (!entry.check || judgement.simulation().level < entry.info.needs) return;
    for (std::size_t mode = 0; mode < judgement.modes(); ++mode) {
        Found found{entry.info.name, judgement.trace(mode).mode, violations};
        entry.check(judgement, mode, found);
    }
}

void compare(const Fingerprint& first, const Fingerprint& second, const std::string& mode, std::string_view ingredient,
             std::vector<Violation>& violations) {
    if (first == second) return;
    violations.push_back({"replay_identical",
                          mode,
                          ProcessingTime{},
                          fmt::format("the {} fingerprint was {} and is {} when run again", ingredient,
                                      to_string(first), to_string(second)),
                          {}});
}

}  // namespace

std::vector<InvariantInfo> invariant_catalogue() {
    std::vector<InvariantInfo> infos;
    for (const Entry& entry : catalogue)
        infos.push_back(entry.info);
    return infos;
}

const InvariantInfo* find_invariant(std::string_view name) {
    for (const Entry& entry : catalogue)
        if (entry.info.name == name || entry.info.id == name) return &entry.info;
    return nullptr;
}

std::vector<Violation> check_invariants(Judgement& judgement) {
    std::vector<Violation> violations = judgement.simulation().violations;
    for (const Entry& entry : catalogue)
        if (entry.info.always) run_check(judgement, entry, violations);
    return violations;
}

std::vector<Violation> check_invariant(Judgement& judgement, std::string_view name) {
    std::vector<Violation> violations;
    for (const Violation& violation : judgement.simulation().violations)
        if (violation.invariant == name) violations.push_back(violation);
    for (const Entry& entry : catalogue)
        if (entry.info.name == name || entry.info.id == name) run_check(judgement, entry, violations);
    return violations;
}

std::vector<Violation> check_replay_identical(const Simulation& first, const Simulation& second) {
    std::vector<Violation> violations;
    compare(first.tape->input, second.tape->input, "", "input", violations);
    compare(first.tape->log, second.tape->log, "", "log", violations);
    if (first.modes.size() != second.modes.size()) {
        violations.push_back(
            {"replay_identical",
             "",
             ProcessingTime{},
             fmt::format("{} modes ran, and {} when run again", first.modes.size(), second.modes.size()),
             {}});
        return violations;
    }
    for (std::size_t mode = 0; mode < first.modes.size(); ++mode) {
        const ModeTrace &a = first.modes[mode], &b = second.modes[mode];
        compare(a.schedule, b.schedule, a.mode, "schedule", violations);
        compare(a.state, b.state, a.mode, "state", violations);
        compare(a.output, b.output, a.mode, "output", violations);
        compare(a.metrics, b.metrics, a.mode, "metrics", violations);
    }
    return violations;
}

std::string to_text(const Violation& violation, const Simulation& simulation) {
    std::string text = violation.invariant;
    if (!violation.mode.empty()) text += " in " + violation.mode;
    if (violation.at != ProcessingTime{}) text += " at " + clock_text(violation.at, simulation.scenario->clock);
    text += ": " + violation.message;
    constexpr std::size_t most = 5;
    for (std::size_t i = 0; i < violation.events.size() && i < most; ++i)
        text += (i == 0 ? " (events: " : ", ") + simulation.tape->event_name(violation.events[i]);
    if (violation.events.size() > most) text += fmt::format(" and {} more", violation.events.size() - most);
    return violation.events.empty() ? text : text + ")";
}

}  // namespace tidemark
