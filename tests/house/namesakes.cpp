#include "tests/house/rules.h"
#include "tests/house/scan.h"

#include <fmt/format.h>

#include <cctype>
#include <optional>

// Two types of one full name in two files: a program holds one set of functions for both, and which one is chance.
namespace tidemark::house {
namespace {

bool is_word(const std::string& text) {
    return !text.empty() && (std::isalpha(static_cast<unsigned char>(text.front())) || text.front() == '_');
}

struct TypeDefinition {
    std::string name;  // "tidemark::gui::Session"
    int line{0};
};

// The types that a file defines at the level of namespaces, those of unnamed ones left out.
class TypeReader {
public:
    explicit TypeReader(const std::vector<Token>& tokens) : tokens_(tokens) {}

    std::vector<TypeDefinition> read() {
        for (at_ = 0; at_ < tokens_.size(); ++at_) {
            const std::string& text = tokens_[at_].text;
            if (text == "}") {
                if (!open_.empty()) open_.pop_back();
            } else if (text == "{") {
                open_.push_back(std::nullopt);
            } else if (text == "namespace" && in_namespaces()) {
                open_namespace();
            } else if (text == "class" || text == "struct" || text == "union" || text == "enum") {
                if (in_namespaces()) type();
            }
        }
        return std::move(types_);
    }

private:
    bool in_namespaces() const {
        for (const auto& each : open_)
            if (!each) return false;
        return true;
    }
    const std::string& text(std::size_t at) const {
        static const std::string none;
        return at < tokens_.size() ? tokens_[at].text : none;
    }

    // namespace { ... }, namespace a::b { ... }; but not namespace fs = ...; and not using namespace a;
    void open_namespace() {
        std::string name;
        std::size_t at = at_ + 1;
        while (is_word(text(at)) || text(at) == "::")
            name += text(at++);
        if (text(at) != "{") return;
        open_.push_back(name);
        at_ = at;
    }

    void type() {
        std::size_t at = at_ + 1;
        if (text(at) == "class" || text(at) == "struct") ++at;
        while (text(at) == "[") {  // an attribute
            while (at < tokens_.size() && text(at) != "]")
                ++at;
            while (text(at) == "]")
                ++at;
        }
        if (!is_word(text(at))) return;
        const std::size_t name = at++;
        at_ = name;
        if (text(at) == "final") ++at;
        if (text(at) != "{" && text(at) != ":") return;  // only named, a parameter of a template, or a specialisation
        while (at < tokens_.size() && text(at) != "{" && text(at) != ";")
            ++at;
        if (text(at) != "{") return;
        std::string full;
        for (const auto& each : open_) {
            if (each->empty()) return;
            full += *each + "::";
        }
        types_.push_back({full + text(name), tokens_[name].line});
    }

    const std::vector<Token>& tokens_;
    std::size_t at_{0};
    std::vector<std::optional<std::string>> open_;  // braces: the name of a namespace ("": unnamed), or something else
    std::vector<TypeDefinition> types_;
};

}  // namespace

std::vector<Finding> namesakes(const std::map<std::string, std::string>& tree) {
    std::map<std::string, std::string> first;
    std::vector<Finding> findings;
    for (const auto& [file, text] : tree) {
        if (!is_source(file)) continue;
        const std::vector<Token> tokens = tokens_of(text);
        for (const TypeDefinition& type : TypeReader{tokens}.read()) {
            const auto [known, is_new] = first.try_emplace(type.name, file);
            if (is_new || known->second == file) continue;
            findings.push_back(
                {file, type.line, type.name,
                 fmt::format("a type of this name stands in {}; the linker takes one for the other", known->second)});
        }
    }
    return findings;
}

}  // namespace tidemark::house
