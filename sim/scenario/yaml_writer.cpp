#include "sim/scenario/node.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tidemark {
namespace {

constexpr std::size_t flow_width = 100;

// Words that YAML 1.1 readers take for something else than text.
bool is_surprising(std::string_view word) {
    constexpr std::array words{"true", "false", "yes", "no", "on", "off", "y", "n", "null", "inf", "nan"};
    std::string lower{word};
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::find(words.begin(), words.end(), lower) != words.end();
}

bool is_plain_word(std::string_view text) {
    if (text.empty() || text.size() > 64 || is_surprising(text)) return false;
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto inside = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
    return letter(text.front()) && std::all_of(text.begin(), text.end(), inside);
}

std::string quote(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') out += "\\n";
        else if (c == '\t') out += "\\t";
        else out += c;
    }
    return out + '"';
}

std::string word(const Node& node) {
    if (node.kind == Node::Kind::nothing) return "null";
    if (!node.quoted || is_plain_word(node.text)) return node.text;
    return quote(node.text);
}

std::string key_word(const std::string& key) { return is_plain_word(key) ? key : quote(key); }

// `{a: 1, b: [x, y]}`, or as much of it as shows that it is wider than `width`.
std::string flow(const Node& node, std::size_t width = flow_width) {
    if (node.is_scalar() || node.kind == Node::Kind::nothing) return word(node);
    std::string out(1, node.is_list() ? '[' : '{');
    const auto separate = [&out] {
        if (out.size() > 1) out += ", ";
    };
    for (const Node& item : node.items) {
        if (out.size() > width) break;
        separate();
        out += flow(item, width);
    }
    for (const Node::Entry& entry : node.entries) {
        if (out.size() > width) break;
        separate();
        out += key_word(entry.key) + ": " + flow(entry.value, width);
    }
    return out + (node.is_list() ? ']' : '}');
}

bool is_small(const Node& node) {
    const auto leaf = [](const Node& n) { return n.is_scalar() || n.kind == Node::Kind::nothing; };
    if (leaf(node)) return true;
    const auto shallow = [&](const Node& n) {
        return leaf(n) ||
               (std::all_of(n.items.begin(), n.items.end(), leaf) &&
                std::all_of(n.entries.begin(), n.entries.end(), [&](const auto& e) { return leaf(e.value); }));
    };
    return std::all_of(node.items.begin(), node.items.end(), shallow) &&
           std::all_of(node.entries.begin(), node.entries.end(), [&](const auto& e) { return shallow(e.value); });
}

void block(const Node& node, std::size_t indent, std::string& out);

// A value after "key:" or "-": on the same line where it is small, else below it.
void value(const Node& node, std::size_t indent, bool in_list, std::string& out) {
    const bool empty = node.items.empty() && node.entries.empty();
    if (node.is_scalar() || node.kind == Node::Kind::nothing || empty) {
        out += " " + flow(node) + "\n";
        return;
    }
    if (is_small(node))
        if (const std::string inside = flow(node); inside.size() + indent <= flow_width) {
            out += " " + inside + "\n";
            return;
        }
    if (in_list && node.is_mapping()) {
        // "- key: ..." with the first key on the dash's line.
        std::string below;
        block(node, indent + 2, below);
        out += " " + below.substr(indent + 2);
        return;
    }
    out += "\n";
    block(node, indent + 2, out);
}

void block(const Node& node, std::size_t indent, std::string& out) {
    const std::string pad(indent, ' ');
    for (const Node& item : node.items) {
        out += pad + "-";
        value(item, indent, true, out);
    }
    for (const Node::Entry& entry : node.entries) {
        out += pad + key_word(entry.key) + ":";
        value(entry.value, indent, false, out);
    }
}

}  // namespace

std::string flow_text(const Node& node) { return flow(node, std::string::npos); }

std::string write_yaml(const Node& root) {
    if (root.is_scalar() || (root.items.empty() && root.entries.empty())) return flow(root) + "\n";
    std::string out;
    block(root, 0, out);
    return out;
}

}  // namespace tidemark
