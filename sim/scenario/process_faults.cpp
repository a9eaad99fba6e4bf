// The faults of what runs: of the processes of the modes.
#include "sim/scenario/fault_kind.h"

namespace tidemark {
namespace {

FaultKind crash() {
    Section<CrashFault> parameters{"", ""};
    parameters
        .key("phase", &CrashFault::phase,
             one_word_of<std::string>(
                 {{"after_write", "after_write", "rows are written, success is not yet noted (batch, micro_batch)"},
                  {"after_prepare", "after_prepare", "its transaction is prepared, the checkpoint not yet complete"},
                  {"before_notify", "before_notify", "a checkpoint is complete, and nobody has heard of it yet"}}),
             "instead of a time: right after this step of a commit")
        .key("checkpoint", &CrashFault::checkpoint, whole<std::uint32_t>({1, 1'000'000}),
             "with after_prepare and before_notify: at this checkpoint")
        .otherwise("at the first")
        .key("times", &CrashFault::times, whole<std::uint32_t>({1, 1000}), "with 'phase': the first so many times")
        .key("restart_after", &CrashFault::restart_after, duration(), "how long until it is started again")
        .otherwise("as the costs say");
    FaultKind kind = fault_kind<CrashFault>(
        "A process stops dead, loses its memory, and is started again.",
        "who: a mode, one of its parts (stream.window), or operator: the window task of every stream", Extent::point,
        parameters, "phase",
        [](const Reader& reader, CrashFault& c) { c.restart_after = reader.so_far->costs.restart; });
    kind.keys.check([](Reader& reader, const Node& node, Fault& fault) {
        if (fault.at && std::get<CrashFault>(fault.what).times != 1)
            reader.problem(node.find("times")->span, "times: belongs to 'phase'; write another fault for another time");
    });
    return kind;
}

}  // namespace

std::vector<FaultKind> process_faults() {
    const char* const process =
        "who: a mode, one of its parts (stream.window), or operator: the window task of every stream";
    const char* const stream = "which stream";
    Section<SlowFault> slow{"", ""};
    slow.key("factor", &SlowFault::factor, decimal({1'000'000}, {1'000'000'000}), "so many times as long each record takes");
    Section<SlowSinkFault> slow_sink{"", ""};
    slow_sink.key("by", &SlowSinkFault::by, duration({ProcessingDuration{1}, duration_most}), "so much longer")
        .required();
    return {crash(),
            fault_kind<PauseFault>("A process stands still and then goes on, as after a long garbage collection.",
                                   process, Extent::interval, Section<PauseFault>{"", ""}),
            fault_kind<SlowFault>("A process works more slowly.", process, Extent::interval, slow),
            fault_kind<CheckpointFailureFault>("State cannot be saved: every upload fails.", stream, Extent::interval,
                                               Section<CheckpointFailureFault>{"", ""}),
            fault_kind<SlowSinkFault>("Writes to the serving table take longer.", stream, Extent::interval, slow_sink)};
}

}  // namespace tidemark
