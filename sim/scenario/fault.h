#pragma once

#include "sim/scenario/common.h"
#include "sim/scenario/tape_fault.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// What can go wrong, as data: timed entries of the plan, by hand or drawn from the seed. A kind of fault is a struct with
// its name in scenario files, its id in the catalogue of faults, its target and its parameters; when it happens and for
// how long is the same for all of them (`Fault`). Included by scenario.h.
namespace tidemark {

// `target`: a mode, or mode.part ("stream.window"); "operator" is the window task of every stream.
struct CrashFault {
    static constexpr std::string_view name{"crash"}, id{"TASK-1"};
    std::string target;
    // Where a phase is given instead of an instant: right after this step of the target's commit, the first `times`
    // times. after_write: of a batch, or of a micro-batch before its commit log. after_prepare: a transaction of the
    // target is prepared. before_notify: a checkpoint is complete and nobody has heard of it. `checkpoint`: only then.
    std::optional<std::string> phase;
    std::optional<std::uint32_t> checkpoint;
    std::uint32_t times{1};
    ProcessingDuration restart_after{};
};
// The target stands still, hears nothing and says nothing, and then goes on as if no time had passed.
struct PauseFault {
    static constexpr std::string_view name{"pause"}, id{"TASK-3"};
    std::string target;
};
// The target's work takes `factor` times as long.
struct SlowFault {
    static constexpr std::string_view name{"slow"}, id{"TASK-4"};
    std::string target;
    Millionths factor{3'000'000};
};
// A mode's uploads of state fail.
struct CheckpointFailureFault {
    static constexpr std::string_view name{"checkpoint_failure"}, id{"CKPT-1"};
    std::string target;
};
// Each write to a mode's serving table takes longer.
struct SlowSinkFault {
    static constexpr std::string_view name{"slow_sink"}, id{"SINK-4"};
    std::string target;
    ProcessingDuration by{};
};

// Entries that the seed draws: `count` of these kinds, each beginning in [from, until), at most `longest` long; how hard
// they hit is drawn up to `share`. They are drawn before a run begins (sim/world/fault_plan.h), and then are entries like
// those that are written.
struct RandomFaults {
    static constexpr std::string_view name{"random"}, id{"-"};
    std::string target{"all"};  // of each
    std::vector<std::string> kinds;
    std::optional<ProcessingTime> from, until;  // empty: the clock's
    std::uint32_t count{3};
    ProcessingDuration longest{std::chrono::minutes{1}};
    Millionths share{100'000};
};

struct Fault {
    using What = std::variant<CrashFault, PauseFault, SlowFault, CheckpointFailureFault, SlowSinkFault, OfflineFault,
                              OutboxOverflowFault, DuplicatesFault, VeryLateFault, PoisonFault, BurstFault,
                              SilenceFault, ClockSkewFault, BadClockFault, DelayFault, LossFault, RedeliveryFault,
                              ReorderFault, AckLossFault, ClogFault, PartitionFault, SlowBrokerFault, RandomFaults>;

    What what;
    std::optional<ProcessingTime> at;         // empty: a phase says when, or it holds from the clock's start
    std::optional<ProcessingDuration> lasts;  // `for`; empty: a point, or until the clock's end
    SourcePosition where;
};

// "crash": the key that its entry begins with.
inline std::string_view name_of(const Fault& fault) {
    return std::visit([](const auto& what) { return what.name; }, fault.what);
}
inline const std::string& target_of(const Fault& fault) {
    return std::visit([](const auto& what) -> const std::string& { return what.target; }, fault.what);
}

}  // namespace tidemark
