#include "sim/scenario/node.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

// The line with this number (from 1), without its end.
std::string line_of(const std::string& text, std::uint32_t number) {
    std::size_t from = 0;
    for (std::uint32_t line = 1; line < number; ++line) {
        from = text.find('\n', from);
        if (from == std::string::npos) return {};
        ++from;
    }
    std::string line = text.substr(from, std::min(text.find('\n', from), text.size()) - from);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

std::uint32_t characters(const std::string& text) {
    return static_cast<std::uint32_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

const Node* Node::find(std::string_view key) const {
    for (const Entry& entry : entries)
        if (entry.key == key) return &entry.value;
    return nullptr;
}

Node* Node::find(std::string_view key) {
    for (Entry& entry : entries)
        if (entry.key == key) return &entry.value;
    return nullptr;
}

Node Node::scalar(std::string text, bool quoted) {
    Node node;
    node.kind = Kind::scalar;
    node.text = std::move(text);
    node.quoted = quoted;
    return node;
}

Node Node::list(std::vector<Node> items) {
    Node node;
    node.kind = Kind::list;
    node.items = std::move(items);
    return node;
}

Node Node::mapping() {
    Node node;
    node.kind = Kind::mapping;
    return node;
}

void Node::add(std::string key, Node value) { entries.push_back({std::move(key), {}, std::move(value), false}); }

std::string describe(const Node& node) {
    switch (node.kind) {
        case Node::Kind::nothing:
            return "nothing";
        case Node::Kind::list:
            return "a list";
        case Node::Kind::mapping:
            return "a mapping";
        case Node::Kind::scalar:
            break;
    }
    constexpr std::size_t most = 40;
    std::string shown = node.text.substr(0, most);
    while (shown.size() == most && !shown.empty() && (static_cast<unsigned char>(shown.back()) & 0x80) != 0)
        shown.pop_back();
    std::replace(shown.begin(), shown.end(), '\n', ' ');
    return fmt::format("'{}{}'", shown, node.text.size() > most ? "..." : "");
}

Diagnostic diagnose(const std::vector<SourceText>& texts, Span span, std::string message, std::string hint) {
    const SourceText& text = texts.at(span.text);
    Diagnostic d{text.name, {}, std::move(message), std::move(hint), {}};
    if (text.flag || span.line == 0) return d;
    d.source_line = line_of(text.text, span.line);
    d.at = {span.line, std::max<std::uint32_t>(span.column, 1), 1};
    const std::uint32_t end = span.end_line == span.line ? span.end_column : characters(d.source_line) + 1;
    if (end > d.at.column) d.at.length = end - d.at.column;
    return d;
}

}  // namespace tidemark
