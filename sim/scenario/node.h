#pragma once

#include "sim/scenario/diagnostic.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// Where a piece of text stands: the index of its text among those being read, lines and columns (characters) counted
// from 1, the end exclusive. Line 0: it was not written anywhere (a default).
struct Span {
    std::uint32_t text{0};
    std::uint32_t line{0}, column{0};
    std::uint32_t end_line{0}, end_column{0};
};

// A parsed file, untyped: what a scalar means is said by the table of keys, not by how it looks.
struct Node {
    enum class Kind { nothing, scalar, list, mapping } kind{Kind::nothing};
    std::string text;    // of a scalar
    bool quoted{false};  // or block text: its form says that it is text
    Span span;
    std::vector<Node> items;  // of a list
    struct Entry;
    std::vector<Entry> entries;  // of a mapping, in the order of the file

    bool is_scalar() const { return kind == Kind::scalar; }
    bool is_list() const { return kind == Kind::list; }
    bool is_mapping() const { return kind == Kind::mapping; }
    // Nothing, empty text, an empty list or mapping.
    bool says_nothing() const { return text.empty() && items.empty() && entries.empty(); }
    const Node* find(std::string_view key) const;
    Node* find(std::string_view key);

    // For writing.
    static Node scalar(std::string text, bool quoted = false);
    static Node list(std::vector<Node> items);
    static Node mapping();
    void add(std::string key, Node value);
};
struct Node::Entry {
    std::string key;
    Span span;
    Node value;
    bool copied{false};  // by `like`, from another mode
};

// "a mapping", "a list", "'10m'", "nothing": for messages.
std::string describe(const Node& node);

// The texts being read together: the scenario, `--set` flags, recorded traces.
struct SourceText {
    std::string name;
    std::string text;
    bool flag{false};  // one word on the command line: positions in it are not shown
};

// A mistake at `span` of one of the texts.
Diagnostic diagnose(const std::vector<SourceText>& texts, Span span, std::string message, std::string hint = {});

// YAML -> Node. Reads strictly: one document, at most 1 MiB of UTF-8 without control characters; no directives, anchors,
// aliases or tags; keys are text; nesting to a depth of 32. Returns false where `problems` got an entry; duplicate keys
// and forbidden decorations are all reported, a broken syntax ends the reading.
bool parse_yaml(const std::vector<SourceText>& texts, std::uint32_t which, Node& root,
                std::vector<Diagnostic>& problems);

// Node -> YAML, readable, such that parsing gives an equal tree.
std::string write_yaml(const Node& root);
// On one line, as it can follow a key: "30s", "{kind: upsert}".
std::string flow_text(const Node& node);

}  // namespace tidemark
