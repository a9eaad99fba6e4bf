#include "sim/scenario/reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {

void Reader::problem(Span at, std::string message, std::string hint) {
    for (std::size_t depth = path_.size();; --depth) {
        std::string prefix;
        for (std::size_t i = 0; i < depth; ++i)
            prefix += (i > 0 ? "." : "") + path_[i];
        dirty_.insert(std::move(prefix));
        if (depth == 0) break;
    }
    constexpr std::size_t most = 100;  // nobody reads more
    if (problems_.size() >= most) return;
    Diagnostic d = diagnose(texts_, at, std::move(message), std::move(hint));
    const auto same = [&](const Diagnostic& other) {
        return other.file == d.file && other.at.line == d.at.line && other.at.column == d.at.column &&
               other.message == d.message;
    };
    if (std::none_of(problems_.begin(), problems_.end(), same)) problems_.push_back(std::move(d));
}

void Reader::wrong_value(const Node& node, const std::string& what, std::string hint) {
    problem(node.span, fmt::format("{}: {}", last_key(), what), std::move(hint));
}

void Reader::wrong_kind(const Node& node, const std::string& expected) {
    if (node.kind == Node::Kind::nothing)
        problem(node.span, fmt::format("{} has no value", last_key()), "expected " + expected);
    else problem(node.span, fmt::format("{}: expected {}, got {}", last_key(), expected, describe(node)));
}

std::string Reader::path() const {
    std::string path;
    for (const std::string& key : path_)
        path += (path.empty() ? "" : ".") + key;
    return path;
}

bool Reader::has_problem(const std::string& path) const { return dirty_.count(path) != 0; }

SourcePosition Reader::position(Span span) {
    if (span.text != 0 || span.line == 0) return {};
    const bool one_line = span.end_line == span.line && span.end_column > span.column;
    return {span.line, span.column, one_line ? span.end_column - span.column : 1};
}

}  // namespace tidemark
