#include "sim/judge/fault_effects.h"

#include "sim/judge/clock_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

// Of the parts of modes: "stream.window" is stream's. Others are on the tape, or of every mode.
bool is_of_another_run(const Simulation& simulation, const std::string& target) {
    const std::string mode = target.substr(0, target.find('.'));
    const auto named = [&](const Mode& each) { return each.name == mode; };
    const std::vector<Mode>& modes = simulation.scenario->modes;
    return std::any_of(modes.begin(), modes.end(), named) && simulation.find(mode) == nullptr;
}

std::string percent(Millionths share) {
    std::string text = fmt::format("{}.{:04}", share.value / 10'000, share.value % 10'000);
    while (text.back() == '0')
        text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text + "%";
}

std::string times(Millionths factor) {
    std::string text = percent(Millionths{factor.value / 100});
    text.pop_back();
    return text;
}

std::string typical(const Delay& delay) {
    if (const auto* fixed = std::get_if<FixedDelay>(&delay)) return duration_text(fixed->value);
    if (const auto* exponential = std::get_if<ExponentialDelay>(&delay))
        return duration_text(exponential->base + exponential->mean) + " on average";
    if (const auto* uniform = std::get_if<UniformDelay>(&delay))
        return fmt::format("{} to {}", duration_text(uniform->min), duration_text(uniform->max));
    if (const auto* normal = std::get_if<NormalDelay>(&delay)) return duration_text(normal->mean) + " on average";
    const auto& pareto = std::get<ParetoDelay>(delay);
    return fmt::format("{} to {}", duration_text(pareto.min), duration_text(pareto.max));
}

std::string either_way(ProcessingDuration by) {
    return by < ProcessingDuration{} ? duration_text(-by) + " behind" : duration_text(by) + " ahead";
}

// What the kinds say besides whom they hit, and when.
struct Details {
    const Clock& clock;

    template <class Share>
    std::string of_share(const Share& fault) const {
        return ", " + percent(fault.share);
    }
    std::string operator()(const CrashFault& crash) const {
        std::string text;
        if (crash.phase) {
            std::string phase = *crash.phase;
            std::replace(phase.begin(), phase.end(), '_', ' ');
            text += " right " + phase;
            if (crash.checkpoint) text += fmt::format(" of checkpoint {}", *crash.checkpoint);
            if (crash.times > 1) text += fmt::format(", the first {} times", crash.times);
        }
        if (crash.restart_after.count() > 0)
            text += fmt::format(", restarted after {}", duration_text(crash.restart_after));
        return text;
    }
    std::string operator()(const PauseFault&) const { return {}; }
    std::string operator()(const SlowFault& fault) const { return ", " + times(fault.factor) + " times as long"; }
    std::string operator()(const CheckpointFailureFault&) const { return {}; }
    std::string operator()(const SlowSinkFault& fault) const { return ", by " + duration_text(fault.by); }
    std::string operator()(const OfflineFault& fault) const {
        return fault.order == FlushOrder::fifo   ? ""
               : fault.order == FlushOrder::lifo ? ", newest sent first"
                                                 : ", sent in any order";
    }
    std::string operator()(const OutboxOverflowFault& fault) const {
        return fmt::format(", {} kept at most, the {} dropped", fault.cap,
                           fault.drop == OutboxOverflowFault::Drop::oldest ? "oldest" : "newest");
    }
    std::string operator()(const DuplicatesFault& fault) const {
        return of_share(fault) + fmt::format(", {} more, {} apart", fault.copies, duration_text(fault.spacing));
    }
    std::string operator()(const VeryLateFault& fault) const { return of_share(fault) + ", by " + typical(fault.by); }
    std::string operator()(const PoisonFault& fault) const { return of_share(fault); }
    std::string operator()(const BurstFault& fault) const {
        return fmt::format(", {} of the rate", percent(fault.factor));
    }
    std::string operator()(const SilenceFault&) const { return {}; }
    std::string operator()(const ClockSkewFault& fault) const {
        std::string text;
        if (fault.by.count() != 0) text += ", " + either_way(fault.by);
        if (fault.drift.count() != 0) text += fmt::format(", {} more each hour", either_way(fault.drift));
        return text;
    }
    std::string operator()(const BadClockFault& fault) const {
        return fmt::format(", showing {}", clock_text(fault.shows, clock)) + of_share(fault);
    }
    std::string operator()(const DelayFault& fault) const { return ", by " + typical(fault.by) + of_share(fault); }
    std::string operator()(const LossFault& fault) const { return of_share(fault); }
    std::string operator()(const RedeliveryFault& fault) const {
        return of_share(fault) + fmt::format(", {} later", typical(fault.lag));
    }
    std::string operator()(const ReorderFault& fault) const {
        return of_share(fault) + fmt::format(", by up to {}", duration_text(fault.window));
    }
    std::string operator()(const AckLossFault& fault) const { return of_share(fault); }
    std::string operator()(const ClogFault&) const { return {}; }
    std::string operator()(const PartitionFault& fault) const {
        using Direction = PartitionFault::Direction;
        return fault.direction == Direction::both     ? ""
               : fault.direction == Direction::to_log ? ", on the way to the log"
                                                      : ", on the way back";
    }
    std::string operator()(const SlowBrokerFault& fault) const { return ", by " + typical(fault.by); }
    std::string operator()(const RandomFaults& plan) const {
        return fmt::format(", {} entries drawn from the seed", plan.count);
    }
};

}  // namespace

std::optional<std::uint64_t> times_effective(const Simulation& simulation, std::uint32_t fault) {
    if (is_of_another_run(simulation, target_of(simulation.scenario->faults.at(fault)))) return {};
    const std::vector<std::uint64_t>& on_tape = simulation.tape->fault_times;
    std::uint64_t times = fault < on_tape.size() ? on_tape[fault] : 0;
    for (const ModeTrace& trace : simulation.modes)
        times += static_cast<std::uint64_t>(
            std::count_if(trace.faults.begin(), trace.faults.end(), [&](const FaultEntry& entry) {
                return entry.fault == fault &&
                       (entry.what == FaultEntry::What::crash || entry.what == FaultEntry::What::felt);
            }));
    return times;
}

std::string fault_in_words(const Fault& fault, const Clock& clock) {
    std::string name{name_of(fault)};
    std::replace(name.begin(), name.end(), '_', ' ');
    std::string text = fmt::format("{} of {}", name, target_of(fault));
    if (fault.at) text += fmt::format(" {} {}", fault.lasts ? "from" : "at", clock_text(*fault.at, clock));
    if (fault.lasts) text += " for " + duration_text(*fault.lasts);
    return text + std::visit(Details{clock}, fault.what);
}

}  // namespace tidemark
