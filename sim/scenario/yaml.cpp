// The only file that knows libfyaml. It reads the stream of events, not documents: events come one at a time from an
// iterative parser, so that depth is bounded here, and keys are compared here, in n log n.
#include "sim/scenario/yaml_guard.h"

#include <fmt/format.h>
#include <libfyaml.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

namespace tidemark {
namespace {

constexpr std::size_t depth_most = 32;
constexpr std::size_t nodes_most = 200'000;
constexpr std::size_t problems_most = 100;  // nobody reads more, and each costs a search for its line

struct ParserDeleter {
    void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};
struct DiagDeleter {
    void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};

void say_nothing(fy_diag*, void*, const char*, size_t) {}

// Builds the tree from the parser's events.
class TreeBuilder {
public:
    TreeBuilder(const std::vector<SourceText>& texts, std::uint32_t which, std::vector<Diagnostic>& problems)
        : texts_(texts), which_(which), problems_(problems) {}

    // False: stop reading, a problem was reported.
    bool take(const fy_event& event) {
        switch (event.type) {
            case FYET_DOCUMENT_START:
                if (documents_++ == 0) return true;
                problem(span_of(event.document_start.document_start), "a second document: a scenario is one document");
                return false;
            case FYET_MAPPING_START:
                decorations(event.mapping_start.anchor, event.mapping_start.tag);
                return open(Node::Kind::mapping, span_of(event.mapping_start.mapping_start));
            case FYET_SEQUENCE_START:
                decorations(event.sequence_start.anchor, event.sequence_start.tag);
                return open(Node::Kind::list, span_of(event.sequence_start.sequence_start));
            case FYET_MAPPING_END:
                return close(span_of(event.mapping_end.mapping_end));
            case FYET_SEQUENCE_END:
                return close(span_of(event.sequence_end.sequence_end));
            case FYET_SCALAR:
                decorations(event.scalar.anchor, event.scalar.tag);
                return scalar(event.scalar);
            case FYET_ALIAS: {
                const Span span = with_sigil(span_of(event.alias.anchor));
                problem(span, "aliases (*name) are not used in scenarios",
                        "write the value again, or use 'like' for modes");
                Node stand_in;
                stand_in.span = span;
                return place(std::move(stand_in));
            }
            default:
                return true;
        }
    }

    bool has_document() const { return documents_ > 0; }
    bool clean() const { return clean_; }
    Node take_root() { return std::move(root_); }
    // Where the innermost open list or mapping began.
    std::optional<Span> innermost() const {
        if (open_.empty()) return std::nullopt;
        return open_.back().node.span;
    }

private:
    struct Open {
        Node node;
        std::optional<Node::Entry> key;  // of a mapping: read, its value is next
        std::set<std::string> keys;
        bool skip{false};  // a collection that stands as a key: reported, thrown away
    };

    Span span_of(fy_token* token) {
        Span span = last_;
        if (token != nullptr) {
            const fy_mark* start = fy_token_start_mark(token);
            const fy_mark* end = fy_token_end_mark(token);
            if (start != nullptr && end != nullptr)
                span = {which_, static_cast<std::uint32_t>(start->line) + 1,
                        static_cast<std::uint32_t>(start->column) + 1, static_cast<std::uint32_t>(end->line) + 1,
                        static_cast<std::uint32_t>(end->column) + 1};
        } else {
            span = {which_, last_.end_line, last_.end_column, last_.end_line, last_.end_column};
        }
        last_ = span;
        return span;
    }

    // The marks of anchors and aliases begin behind their & or *.
    static Span with_sigil(Span span) {
        if (span.column > 1) --span.column;
        return span;
    }

    void problem(Span span, std::string message, std::string hint = {}) {
        clean_ = false;
        problems_.push_back(diagnose(texts_, span, std::move(message), std::move(hint)));
    }

    void decorations(fy_token* anchor, fy_token* tag) {
        if (anchor != nullptr) problem(with_sigil(span_of(anchor)), "anchors (&name) are not used in scenarios");
        if (tag != nullptr)
            problem(span_of(tag), "tags (!name) are not used in scenarios: the table of keys says what a value is");
    }

    bool expects_key() const { return !open_.empty() && open_.back().node.is_mapping() && !open_.back().key; }

    bool open(Node::Kind kind, Span span) {
        if (open_.size() == depth_most) {
            problem(span, fmt::format("nested deeper than {} levels", depth_most));
            return false;
        }
        Open opened;
        opened.node.kind = kind;
        opened.node.span = span;
        if (expects_key()) {
            problem(span, "a key must be text", "a brace or bracket here would make a collection the key");
            opened.skip = true;
        }
        open_.push_back(std::move(opened));
        return true;
    }

    bool close(Span end) {
        Open closed = std::move(open_.back());
        open_.pop_back();
        closed.node.span.end_line = end.end_line;
        closed.node.span.end_column = end.end_column;
        if (closed.skip) {
            open_.back().key = Node::Entry{{}, closed.node.span, {}, false};
            return true;
        }
        return place(std::move(closed.node));
    }

    bool scalar(const fy_event_scalar_data& data) {
        Node node;
        node.span = span_of(data.value);
        const fy_scalar_style style = data.value == nullptr ? FYSS_PLAIN : fy_token_scalar_style(data.value);
        node.quoted = style != FYSS_PLAIN;
        std::size_t length = 0;
        if (data.value != nullptr)
            if (const char* text = fy_token_get_text(data.value, &length)) node.text.assign(text, length);
        // The marks of a quoted scalar are inside its quotes.
        if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) {
            --node.span.column;
            ++node.span.end_column;
        }
        for (const char c : node.text)
            if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
                problem(node.span,
                        fmt::format("the text holds the control character U+{:04X}", static_cast<unsigned>(c)));
                break;
            }
        if (expects_key()) {
            Open& mapping = open_.back();
            if (node.text.empty() && !node.quoted) problem(node.span, "a key is missing before ':'");
            else if (!mapping.keys.insert(node.text).second)
                problem(node.span, fmt::format("key {} stands here twice", describe_key(node.text)),
                        "keep one of them");
            mapping.key = Node::Entry{std::move(node.text), node.span, {}, false};
            return true;
        }
        node.kind = node.text.empty() && !node.quoted ? Node::Kind::nothing : Node::Kind::scalar;
        return place(std::move(node));
    }

    static std::string describe_key(const std::string& key) { return describe(Node::scalar(key)); }

    bool place(Node node) {
        if (++nodes_ > nodes_most) {
            problem(node.span, fmt::format("more than {} values", nodes_most),
                    "put bulk events into a CSV or JSON-lines file that the scenario names");
            return false;
        }
        if (open_.empty()) {
            root_ = std::move(node);
            return true;
        }
        Open& parent = open_.back();
        if (parent.node.is_list()) {
            parent.node.items.push_back(std::move(node));
            return true;
        }
        if (!parent.key) {  // an alias that stands as a key: reported above
            parent.key = Node::Entry{{}, node.span, {}, false};
            return true;
        }
        parent.key->value = std::move(node);
        parent.node.entries.push_back(std::move(*parent.key));
        parent.key.reset();
        return true;
    }

    const std::vector<SourceText>& texts_;
    std::uint32_t which_;
    std::vector<Diagnostic>& problems_;
    std::vector<Open> open_;
    Node root_;
    Span last_{};
    std::size_t documents_{0}, nodes_{0};
    bool clean_{true};
};

// Whether only blanks and line ends follow.
bool is_end(const std::string& text, Span span) {
    std::size_t from = 0;
    for (std::uint32_t line = 1; line < span.line && from != std::string::npos; ++line) {
        from = text.find('\n', from);
        if (from != std::string::npos) ++from;
    }
    return from == std::string::npos ||
           text.find_first_not_of(" \t\r\n", std::min(from + span.column - 1, text.size())) == std::string::npos;
}

// The parser's own complaint, in the place where the reader can do something about it.
void report_syntax(const std::vector<SourceText>& texts, std::uint32_t which, fy_diag* diag, const TreeBuilder& tree,
                   std::vector<Diagnostic>& problems) {
    void* iterator = nullptr;
    const fy_diag_error* error = fy_diag_errors_iterate(diag, &iterator);
    if (error == nullptr || error->msg == nullptr) {
        problems.push_back(diagnose(texts, {which, 0, 0, 0, 0}, "this is not YAML"));
        return;
    }
    std::string message = error->msg;
    const auto at = [](int number) { return number > 0 ? static_cast<std::uint32_t>(number) : 1u; };
    Span span{which, at(error->line), at(error->column), at(error->line), at(error->column) + 1};
    std::string hint;
    const auto says = [&message](std::string_view part) { return message.find(part) != std::string::npos; };
    const auto innermost = tree.innermost();
    if (innermost && (says("without a closing") || (says("missing comma") && is_end(texts[which].text, span)))) {
        // The end of the file says little: the bracket that was opened does.
        message = "this bracket is never closed";
        span = *innermost;
        span.end_line = span.line;
        span.end_column = span.column + 1;
    } else if (innermost && says("missing comma")) {
        hint = fmt::format("the bracket was opened in line {}", innermost->line);
    } else if (says("cannot start with")) {
        hint = "put the text into quotes";
    } else if (says("nested block mapping on the same line")) {
        hint = "a text that holds ': ' stands in quotes";
    } else if (says("multiline plain key")) {
        hint = "a ':' is missing, or a line is indented too far";
    }
    problems.push_back(diagnose(texts, span, "YAML: " + message, hint));
}

}  // namespace

bool parse_yaml(const std::vector<SourceText>& texts, std::uint32_t which, Node& root,
                std::vector<Diagnostic>& problems) {
    if (auto problem = unreadable(texts, which)) {
        problems.push_back(std::move(*problem));
        return false;
    }
    const std::string& text = texts.at(which).text;

    fy_diag_cfg diag_settings{};
    fy_diag_cfg_default(&diag_settings);
    diag_settings.fp = nullptr;
    diag_settings.output_fn = say_nothing;
    diag_settings.colorize = false;
    const std::unique_ptr<fy_diag, DiagDeleter> diag{fy_diag_create(&diag_settings)};
    fy_diag_set_collect_errors(diag.get(), true);
    fy_parse_cfg settings{};
    settings.flags =
        static_cast<fy_parse_cfg_flags>(FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE | FYPCF_DISABLE_RECYCLING);
    settings.diag = diag.get();
    const std::unique_ptr<fy_parser, ParserDeleter> parser{fy_parser_create(&settings)};
    TreeBuilder tree{texts, which, problems};
    if (!parser || fy_parser_set_string(parser.get(), text.data(), text.size()) != 0) {
        problems.push_back(diagnose(texts, {which, 0, 0, 0, 0}, "cannot be read as YAML"));
        return false;
    }
    bool going = true, ended = false;
    while (going && !ended) {
        fy_event* event = fy_parser_parse(parser.get());
        if (event == nullptr) break;
        ended = event->type == FYET_STREAM_END;
        going = tree.take(*event) && problems.size() < problems_most;
        fy_parser_event_free(parser.get(), event);
    }
    if (!going) return false;
    if (!ended) {
        report_syntax(texts, which, diag.get(), tree, problems);
        return false;
    }
    root = tree.take_root();
    return tree.clean();
}

}  // namespace tidemark
