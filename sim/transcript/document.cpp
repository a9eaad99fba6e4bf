#include "sim/transcript/document.h"

#include <fmt/format.h>

#include <optional>

namespace tidemark::transcript {
namespace {

constexpr std::size_t steps_max = 5'000;  // of one case

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (is_blank(text.front())))
        text.remove_prefix(1);
    while (!text.empty() && (is_blank(text.back()) || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

// Cuts one line into its words. Blanks inside quotes and brackets do not count.
class LineReader {
public:
    LineReader(std::string_view text, std::size_t line) : text_(text), line_(line) {}

    std::optional<Problem> problem;

    std::string_view word() {
        skip_blanks();
        const std::size_t start = next_;
        while (next_ < text_.size() && !is_blank(text_[next_]))
            ++next_;
        return text_.substr(start, next_ - start);
    }
    std::string_view rest() {
        skip_blanks();
        return text_.substr(next_);
    }
    bool at_end() {
        skip_blanks();
        return next_ >= text_.size();
    }
    Position position() {
        skip_blanks();
        return here();
    }
    Argument argument() {
        Argument argument;
        argument.at = position();
        std::size_t end = next_;
        while (end < text_.size() && ((text_[end] >= 'a' && text_[end] <= 'z') || text_[end] == '_'))
            ++end;
        if (end > next_ && end < text_.size() && text_[end] == '=') {
            argument.name = std::string{text_.substr(next_, end - next_)};
            next_ = end + 1;
        }
        argument.value_at = here();
        argument.text = value();
        return argument;
    }

private:
    Position here() const { return {line_, next_ + 1}; }
    void skip_blanks() {
        while (next_ < text_.size() && is_blank(text_[next_]))
            ++next_;
    }
    std::string value() {
        if (next_ < text_.size() && text_[next_] == '"') return quoted();
        std::string text;
        const Position start = here();
        std::size_t depth = 0;
        for (; next_ < text_.size() && (depth > 0 || !is_blank(text_[next_])); ++next_) {
            const char c = text_[next_];
            if (c == '[' || c == '(') ++depth;
            if ((c == ']' || c == ')') && depth > 0) --depth;
            if (!is_blank(c)) text += c;
        }
        if (depth > 0) fail(start, "this bracket is not closed");
        return text;
    }
    std::string quoted() {
        const Position start = here();
        std::string text;
        for (++next_; next_ < text_.size() && text_[next_] != '"'; ++next_)
            text += text_[next_];
        if (next_ >= text_.size()) fail(start, "this quote is not closed");
        else ++next_;
        return text;
    }
    void fail(Position at, const char* message) {
        if (!problem) problem = Problem{at, message};
    }

    std::string_view text_;
    std::size_t line_;
    std::size_t next_{0};
};

class DocumentReader {
public:
    Document read(std::string_view text) {
        std::size_t line = 0;
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            std::string_view one = text.substr(0, end);
            if (!one.empty() && one.back() == '\r') one.remove_suffix(1);
            read_line(one, ++line);
            text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        }
        return std::move(document_);
    }

private:
    void read_line(std::string_view text, std::size_t line) {
        const std::string_view content = trimmed(text);
        if (content.empty() || content.front() == '#') return;
        LineReader reader{text, line};
        const Position at = reader.position();
        if (content.front() == '>') {
            read_input(text, line, at);
            return;
        }
        const std::string_view first = reader.word();
        if (first == "case") {
            document_.cases.push_back({std::string{trimmed(reader.rest())}, at, {}, {}, {}});
            if (document_.cases.back().name.empty()) problem(at, "a case needs a name");
        } else if (document_.cases.empty()) {
            problem(at, fmt::format("expected `case NAME`, not '{}'", visible(first)));
        } else if (document_.cases.back().steps.empty()) {
            const Position value_at = reader.position();
            document_.cases.back().settings.push_back(
                {std::string{first}, std::string{trimmed(reader.rest())}, at, value_at});
        } else {
            document_.cases.back().steps.back().expected.push_back(read_words(text, line, 0));
        }
    }

    void read_input(std::string_view text, std::size_t line, Position at) {
        if (document_.cases.empty()) {
            problem(at, "an input before the first case");
            return;
        }
        Case& current = document_.cases.back();
        if (current.steps.size() == steps_max) {
            if (!too_long_) problem(at, fmt::format("a case has at most {} inputs", steps_max));
            too_long_ = true;
            return;
        }
        too_long_ = false;
        Line input = read_words(text, line, at.column);
        if (input.word.empty()) problem(at, "an input needs a verb");
        current.steps.push_back({std::move(input), {}});
    }

    // A word and its arguments, from `skip` characters on.
    Line read_words(std::string_view text, std::size_t line, std::size_t skip) {
        std::string masked{text};
        for (std::size_t i = 0; i < skip; ++i)
            masked[i] = ' ';
        LineReader reader{masked, line};
        Line result;
        result.at = reader.position();
        result.text = std::string{trimmed(text.substr(skip))};
        result.word = std::string{reader.word()};
        while (!reader.at_end())
            result.arguments.push_back(reader.argument());
        if (reader.problem) problem(reader.problem->at, reader.problem->message);
        return result;
    }

    void problem(Position at, std::string message) {
        auto& problems = document_.cases.empty() ? document_.problems : document_.cases.back().problems;
        problems.push_back({at, std::move(message)});
    }

    Document document_;
    bool too_long_{false};
};

}  // namespace

Document parse_document(std::string_view text) { return DocumentReader{}.read(text); }

std::string visible(std::string_view text) {
    std::string shown;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) shown += fmt::format("\\x{:02x}", byte);
        else shown += c;
    }
    return shown;
}

}  // namespace tidemark::transcript
