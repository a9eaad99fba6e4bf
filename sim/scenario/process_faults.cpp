// The faults of what runs: of the processes of the modes.
#include "sim/scenario/fault_kind.h"

namespace tidemark {
namespace {

FaultKind crash() {
    Section<CrashFault> parameters{"", ""};
    parameters
        .key("phase", &CrashFault::phase,
             one_word_of<std::string>({{"after_write", "after_write", "rows are written, success is not yet noted"}}),
             "instead of a time: right after this step of a batch")
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

std::vector<FaultKind> process_faults() { return {crash()}; }

}  // namespace tidemark
