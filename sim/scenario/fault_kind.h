#pragma once

#include "sim/scenario/faults.h"
#include "sim/scenario/keys.h"

// The rows of the table of faults: what can go wrong, who can be hit, with which parameters. An entry of `faults` begins
// with the name of its kind; the reader, the schema, the reference and `tidemark list faults` all come from these rows.
namespace tidemark {

// One row of the table.
struct FaultKind {
    FaultInfo info;
    Section<Fault> keys;
    std::function<bool(const Fault&)> is;
};

// When a fault happens. `point`: at an instant, or where an alternative to `at` is among the parameters. `interval`: from
// `at` (else the clock's start) on, `for` so long (else until the clock's end).
enum class Extent { point, interval };

// What a kind's own parameters are before its entry is read, where that comes from elsewhere in the file.
template <class Kind>
using Prepare = std::function<void(const Reader&, Kind&)>;

// A row: the struct with its name and id; its sentence; what its target is; its parameters. A parameter that stands for
// `at` is named in `instead`.
template <class Kind>
FaultKind fault_kind(const std::string& sentence, const std::string& target, Extent extent,
                     const Section<Kind>& parameters, const std::string& instead = {}, Prepare<Kind> prepare = {}) {
    const auto part = [](Fault& fault) { return std::get_if<Kind>(&fault.what); };
    const std::string name{Kind::name};
    Section<Fault> keys{"faults." + name, sentence};
    keys.start([prepare](Reader& reader, const Node& node, Fault& fault) {
        Kind kind{};
        if (prepare) prepare(reader, kind);
        fault = Fault{std::move(kind), {}, {}, Reader::position(node.span)};
    });
    Section<Kind> who{"", ""};
    who.key(name, &Kind::target, label(), target).required();
    keys.template include<Kind>(who, part);
    if (extent == Extent::point) {
        keys.key("at", &Fault::at, clock_time(), "when");
        if (instead.empty()) keys.required();
        else keys.one_of({"at", instead});
    } else {
        keys.key("at", &Fault::at, clock_time(), "from when").otherwise("from the clock's start");
        keys.key("for", &Fault::lasts, duration({ProcessingDuration{1}, duration_most}), "how long")
            .otherwise("until the clock's end");
    }
    keys.template include<Kind>(parameters, part);

    FaultInfo info{name, std::string{Kind::id}, target, {}, sentence};
    const FormPointer form = keys.form();
    for (const KeyForm& key : form->keys)
        if (key.name != name) info.parameters += (info.parameters.empty() ? "" : ", ") + key.name;
    return {std::move(info), std::move(keys),
            [](const Fault& fault) { return std::holds_alternative<Kind>(fault.what); }};
}

// The rows, by where the faults are: on the tape, before the modes; in the processes of the modes.
std::vector<FaultKind> tape_faults();
std::vector<FaultKind> process_faults();

}  // namespace tidemark
