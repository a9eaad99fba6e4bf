#include "sim/scenario/section.h"

#include <algorithm>

namespace tidemark {
namespace {

std::string where(const Reader& reader) {
    const std::string path = reader.path();
    return path.empty() ? "" : " in " + path;
}

Span first_line(const Node& node) {
    Span span = node.span;
    if (span.end_line == span.line && span.end_column > span.column) return span;
    span.end_line = span.line;
    span.end_column = span.column + 1;
    if (!node.entries.empty() && node.entries.front().span.line == span.line)
        span.end_column = node.entries.front().span.end_column;
    return span;
}

bool is_one_of(const std::vector<std::string>& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

}  // namespace

bool report_unknown(Reader& reader, const Node& node, const Form& form, std::string_view tag) {
    std::vector<std::string> names;
    for (const KeyForm& key : form.keys)
        names.push_back(key.name);
    bool good = true;
    for (const Node::Entry& entry : node.entries) {
        if (entry.key == tag || is_one_of(names, entry.key)) continue;
        good = false;
        std::string hint = suggest(entry.key, names);
        // `{at:23:58}` is one word to YAML.
        if (const auto colon = entry.key.find(':');
            colon != std::string::npos && entry.value.kind == Node::Kind::nothing)
            hint = fmt::format("a blank is missing after the colon: '{}: {}'", entry.key.substr(0, colon),
                               entry.key.substr(colon + 1));
        reader.problem(entry.span, fmt::format("unknown key {}{}", describe(Node::scalar(entry.key)), where(reader)),
                       hint);
    }
    return good;
}

bool report_choices(Reader& reader, const Node& node, const Form& form) {
    bool good = true;
    for (const Form::Choice& choice : form.choices) {
        const Node::Entry* first = nullptr;
        for (const Node::Entry& entry : node.entries) {
            if (!is_one_of(choice.keys, entry.key)) continue;
            if (first == nullptr) {
                first = &entry;
                continue;
            }
            reader.problem(entry.span, fmt::format("'{}' and '{}' exclude each other", first->key, entry.key),
                           "at most one of " + enumerate(choice.keys));
            good = false;
        }
        if (first == nullptr && choice.required) {
            reader.problem(first_line(node), fmt::format("missing key{}", where(reader)),
                           "one of " + enumerate(choice.keys));
            good = false;
        }
    }
    return good;
}

void report_missing(Reader& reader, const Node& node, const KeyForm& key) {
    reader.problem(first_line(node), fmt::format("missing key '{}'{}", key.name, where(reader)), key.sentence);
}

void show_default(KeyForm& key, const Node& value) {
    std::string text = write_yaml(value);
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    if (text.find('\n') != std::string::npos) return;
    key.default_text = value.is_scalar() ? value.text : text;
    key.default_is_value = true;
}

}  // namespace tidemark
