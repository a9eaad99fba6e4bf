// The key `faults`: a list of entries, each of the kind that it names. The kinds are rows of a table, see fault_kind.h.
#include "sim/scenario/fault_kind.h"

#include <algorithm>

namespace tidemark {
namespace {

std::vector<FaultKind> fault_kinds() {
    std::vector<FaultKind> kinds = tape_faults();
    for (FaultKind& kind : process_faults())
        kinds.push_back(std::move(kind));
    return kinds;
}

// Named by the catalogue, refused by name.
std::vector<std::string> planned_faults() {
    return {"offline",
            "outbox_overflow",
            "duplicates",
            "very_late",
            "poison",
            "burst",
            "silence",
            "delay",
            "loss",
            "redelivery",
            "reorder",
            "ack_loss",
            "clog",
            "partition",
            "leader_crash",
            "slow_broker",
            "retention_gap",
            "offset_reset",
            "crash_loop",
            "pause",
            "slow",
            "checkpoint_failure",
            "corrupt_checkpoint",
            "unknown_write",
            "slow_sink",
            "transaction_timeout",
            "tie_order",
            "trigger_fault",
            "clock_skew",
            "bad_clock",
            "random"};
}

std::vector<std::string> names_of(const std::vector<FaultKind>& kinds) {
    std::vector<std::string> names;
    for (const FaultKind& kind : kinds)
        names.push_back(kind.info.name);
    return names;
}

std::string on_one_line(const Node& node) {
    std::string text;
    if (node.is_mapping()) {
        for (const Node::Entry& entry : node.entries)
            text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", entry.key, on_one_line(entry.value));
        return "{" + text + "}";
    }
    if (node.is_list()) {
        for (const Node& item : node.items)
            text += (text.empty() ? "" : ", ") + on_one_line(item);
        return "[" + text + "]";
    }
    text = write_yaml(node);
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

// The first line of what spans several.
Span head_of(Span span) {
    if (span.end_line != span.line) span.end_line = span.line, span.end_column = span.column + 1;
    return span;
}

// Says what is wrong with an entry that names no fault.
void report_nameless(Reader& reader, const Node& node, const std::vector<FaultKind>& kinds) {
    const std::vector<std::string> names = names_of(kinds), planned = planned_faults();
    const auto is_parameter = [&](const std::string& word) {
        return std::any_of(kinds.begin(), kinds.end(), [&](const FaultKind& kind) {
            const FormPointer form = kind.keys.form();
            return std::any_of(form->keys.begin(), form->keys.end(),
                               [&](const KeyForm& key) { return key.name == word; });
        });
    };
    for (const Node::Entry& entry : node.entries)
        if (std::find(planned.begin(), planned.end(), entry.key) != planned.end())
            return reader.problem(entry.span, fmt::format("fault '{}' is not built yet", entry.key),
                                  (names.size() == 1 ? "there is " : "there are ") + enumerate(names));
    for (const Node::Entry& entry : node.entries)
        if (!is_parameter(entry.key))
            return reader.problem(entry.span, fmt::format("unknown fault {}", describe(Node::scalar(entry.key))),
                                  suggest(entry.key, names));
    reader.problem(head_of(node.span), fmt::format("{} names no fault", reader.path()), "one of " + enumerate(names));
}

// The kind that an entry names; null where a mistake was reported.
const FaultKind* kind_named(Reader& reader, const Node& node, const std::vector<FaultKind>& kinds) {
    const FaultKind* found = nullptr;
    for (const Node::Entry& entry : node.entries)
        for (const FaultKind& kind : kinds) {
            if (kind.info.name != entry.key) continue;
            if (found != nullptr) {
                reader.problem(entry.span,
                               fmt::format("'{}' and '{}' are two faults", found->info.name, kind.info.name),
                               "write an entry for each");
                return nullptr;
            }
            found = &kind;
        }
    if (found == nullptr) report_nameless(reader, node, kinds);
    return found;
}

// One form is shown as itself, several as a choice.
FormPointer form_of(const std::vector<FaultKind>& kinds) {
    if (kinds.size() == 1) return kinds.front().keys.form();
    Form form;
    form.kind = Form::Kind::either;
    form.type = "a fault";
    for (const FaultKind& kind : kinds)
        form.options.push_back(kind.keys.form());
    return std::make_shared<const Form>(std::move(form));
}

}  // namespace

std::vector<FaultInfo> fault_catalogue() {
    std::vector<FaultInfo> infos;
    for (FaultKind& kind : fault_kinds())
        infos.push_back(std::move(kind.info));
    return infos;
}

std::string fault_entry(const Fault& fault, const Clock& clock) {
    for (const FaultKind& kind : fault_kinds()) {
        if (!kind.is(fault)) continue;
        Node node = Node::mapping();
        kind.keys.write(Writer{clock.day0}, fault, node);
        return on_one_line(node);
    }
    return {};
}

Shape<std::vector<Fault>> faults_shape() {
    auto kinds = std::make_shared<const std::vector<FaultKind>>(fault_kinds());
    const Shape<Fault> fault{form_of(*kinds),
                             [kinds](Reader& reader, const Node& node, Fault& value) {
                                 if (!node.is_mapping()) {
                                     reader.wrong_kind(node, "a mapping");
                                     return false;
                                 }
                                 const FaultKind* kind = kind_named(reader, node, *kinds);
                                 return kind != nullptr && kind->keys.read(reader, node, value);
                             },
                             [kinds](const Writer& writer, const Fault& value) {
                                 Node node = Node::mapping();
                                 for (const FaultKind& kind : *kinds)
                                     if (kind.is(value)) kind.keys.write(writer, value, node);
                                 return node;
                             }};
    return list_of(fault, 10'000, "a list of faults");
}

}  // namespace tidemark
