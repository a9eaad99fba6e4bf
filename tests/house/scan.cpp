#include "tests/house/scan.h"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace tidemark::house {
namespace {

bool starts_word(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    bool done() const { return at_ >= text_.size(); }
    int line() const { return line_; }
    std::string_view rest() const { return text_.substr(at_); }

    void skip(std::size_t count) {
        for (; count > 0 && !done(); --count)
            if (text_[at_++] == '\n') ++line_;
    }
    std::string take(std::size_t count) {
        const std::string taken(rest().substr(0, count));
        skip(count);
        return taken;
    }

    // Spaces and comments.
    bool skip_unseen() {
        if (rest().starts_with("//")) {
            skip(rest().find('\n'));
            return true;
        }
        if (rest().starts_with("/*")) {
            const std::size_t end = rest().find("*/", 2);
            skip(end == std::string_view::npos ? end : end + 2);
            return true;
        }
        if (std::isspace(static_cast<unsigned char>(rest().front()))) {
            skip(1);
            return true;
        }
        return false;
    }

    // A raw string: R"mark( ... )mark".
    void skip_raw_string() {
        const std::size_t open = rest().find('(');
        const std::string close = ")" + std::string(rest().substr(2, open - 2)) + "\"";
        const std::size_t end = rest().find(close, open);
        skip(end == std::string_view::npos ? end : end + close.size());
    }

    void skip_quoted() {
        const char quote = rest().front();
        skip(1);
        while (!done() && rest().front() != quote && rest().front() != '\n')
            skip(rest().front() == '\\' ? 2 : 1);
        skip(1);
    }

    std::size_t length_of_word() const {
        std::size_t length = 0;
        while (length < rest().size() && in_word(rest()[length]))
            ++length;
        return length;
    }

    // Digits with their separators, point, exponent and suffix; `1'000` holds no character literal.
    std::size_t length_of_number() const {
        std::size_t length = 1;
        const auto belongs = [&](char c) {
            const char before = rest()[length - 1];
            const bool hex = rest().starts_with("0x") || rest().starts_with("0X");
            const bool exponent = hex ? before == 'p' || before == 'P' : before == 'e' || before == 'E';
            return in_word(c) || c == '.' || c == '\'' || ((c == '+' || c == '-') && exponent);
        };
        while (length < rest().size() && belongs(rest()[length]))
            ++length;
        return length;
    }

private:
    std::string_view text_;
    std::size_t at_{0};
    int line_{1};
};

bool is_word(const Token& token) { return starts_word(token.text.front()); }

}  // namespace

std::vector<Token> tokens_of(std::string_view source) {
    std::vector<Token> tokens;
    Scanner scanner(source);
    while (!scanner.done()) {
        if (scanner.skip_unseen()) continue;
        const int line = scanner.line();
        const std::string_view rest = scanner.rest();
        const char first = rest.front();
        if (rest.starts_with("R\"")) {
            scanner.skip_raw_string();
            tokens.push_back({"\"\"", line});
        } else if (first == '"' || first == '\'') {
            scanner.skip_quoted();
            tokens.push_back({"\"\"", line});
        } else if (starts_word(first)) {
            tokens.push_back({scanner.take(scanner.length_of_word()), line});
        } else if (std::isdigit(static_cast<unsigned char>(first)) ||
                   (first == '.' && rest.size() > 1 && std::isdigit(static_cast<unsigned char>(rest[1])))) {
            tokens.push_back({scanner.take(scanner.length_of_number()), line});
        } else {
            tokens.push_back({scanner.take(rest.starts_with("::") || rest.starts_with("->") ? 2 : 1), line});
        }
    }
    return tokens;
}

std::vector<Include> includes_of(std::string_view source) {
    std::vector<Include> includes;
    int number = 0;
    std::istringstream lines{std::string(source)};
    for (std::string line; std::getline(lines, line);) {
        ++number;
        std::size_t at = line.find_first_not_of(" \t");
        if (at == std::string::npos || line[at] != '#') continue;
        at = line.find_first_not_of(" \t", at + 1);
        if (at == std::string::npos || line.compare(at, 7, "include") != 0) continue;
        const std::size_t open = line.find_first_of("\"<", at);
        if (open == std::string::npos) continue;
        const std::size_t close = line.find(line[open] == '<' ? '>' : '"', open + 1);
        includes.push_back({line.substr(open + 1, close - open - 1), number});
    }
    return includes;
}

std::vector<std::size_t> find_sequence(const std::vector<Token>& tokens, const std::vector<std::string>& sequence) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i + sequence.size() <= tokens.size(); ++i) {
        std::size_t same = 0;
        while (same < sequence.size() && tokens[i + same].text == sequence[same])
            ++same;
        if (same == sequence.size()) found.push_back(i);
    }
    return found;
}

std::vector<std::size_t> find_library_calls(const std::vector<Token>& tokens, std::string_view function) {
    static const std::set<std::string> before_an_expression{"return", "co_return", "throw", "else", "do", "case"};
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].text != function) continue;
        const Token* before = i > 0 ? &tokens[i - 1] : nullptr;
        if (before != nullptr && before->text == "::") {
            const bool of_a_scope =
                i > 1 && is_word(tokens[i - 2]) && !before_an_expression.contains(tokens[i - 2].text);
            if (!of_a_scope || tokens[i - 2].text == "std") found.push_back(i);
            continue;
        }
        if (i + 1 == tokens.size() || tokens[i + 1].text != "(") continue;
        if (before != nullptr && (before->text == "." || before->text == "->")) continue;
        // `EventTime time(`, `Names& time(`, `vector<int> time(` declare.
        const bool declares = before != nullptr && (is_word(*before) || before->text == ">" || before->text == "&" ||
                                                    before->text == "*" || before->text == "~");
        if (declares && !before_an_expression.contains(before->text)) continue;
        found.push_back(i);
    }
    return found;
}

std::vector<std::size_t> find_mutable_statics(const std::vector<Token>& tokens) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string& word = tokens[i].text;
        if (word != "static" && word != "thread_local" && word != "inline") continue;
        // Up to the name's end: a `(` makes it a function, `const` and its kin a constant, `namespace` neither.
        bool harmless = false;
        int depth = 0;
        for (std::size_t j = i + 1; j < tokens.size(); ++j) {
            const std::string& next = tokens[j].text;
            if (next == "<") ++depth;
            if (next == ">") --depth;
            if (depth > 0) continue;
            if (next == "(" || next == "constexpr" || next == "consteval" || next == "namespace" || next == "operator")
                harmless = true;
            if (next == "const" && (j + 2 >= tokens.size() || tokens[j + 2].text != "*")) harmless = true;
            if (next == "constinit") break;  // constant only at the start
            if (harmless || next == ";" || next == "=" || next == "{") break;
        }
        const bool after_constexpr = i > 0 && (tokens[i - 1].text == "constexpr" || tokens[i - 1].text == "const");
        if (!harmless && !after_constexpr) found.push_back(i);
    }
    return found;
}

std::map<std::string, std::string> read_tree(const std::string& root) {
    namespace fs = std::filesystem;
    std::map<std::string, std::string> files;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
        const std::string name = entry->path().filename().string();
        const std::string relative = fs::relative(entry->path(), root).generic_string();
        if (name == ".git" || name == ".cache" || relative.starts_with("build")) {
            if (entry->is_directory()) entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file()) continue;
        std::ostringstream text;
        text << std::ifstream(entry->path(), std::ios::binary).rdbuf();
        files.emplace(relative, text.str());
    }
    return files;
}

}  // namespace tidemark::house
