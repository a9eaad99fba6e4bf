#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

// Reads source text the way the rules on the tree need it: without comments, and without what strings hold.
namespace tidemark::house {

// A word, a number or a sign of C++ (`::` and `->` are one), a string or character literal as `""`.
struct Token {
    std::string text;
    int line;
    friend bool operator==(const Token&, const Token&) = default;
};
std::vector<Token> tokens_of(std::string_view source);

// What a file includes, without its brackets or quotes.
struct Include {
    std::string path;
    int line;
    friend bool operator==(const Include&, const Include&) = default;
};
std::vector<Include> includes_of(std::string_view source);

// Where a sequence of tokens stands: the index of its first one, for each place.
std::vector<std::size_t> find_sequence(const std::vector<Token>& tokens, const std::vector<std::string>& sequence);

// Calls and uses of a function of the C library: `time(0)`, `std::time(0)`, `::time(0)`; neither a member of that name
// (`record.time()`), nor a declaration (`EventTime time() const`), nor a function of some other namespace.
std::vector<std::size_t> find_library_calls(const std::vector<Token>& tokens, std::string_view function);

// `static` or `thread_local` data that is not constant, and data at namespace scope that is `inline` and not constant.
std::vector<std::size_t> find_mutable_statics(const std::vector<Token>& tokens);

// All files below the folders of the tree (relative path -> text), without what is built and what git keeps.
std::map<std::string, std::string> read_tree(const std::string& root);

}  // namespace tidemark::house
