// The keys of `expect` and `sometimes`: what must hold, what must happen.
#include "sim/scenario/expected_value.h"
#include "sim/scenario/keys.h"

#include <algorithm>

namespace tidemark {
namespace {

std::vector<std::string> query_words() {
    std::vector<std::string> words;
    for (const QueryRule& each : query_rules())
        words.emplace_back(each.word);
    return words;
}

std::string query_list_pattern() {
    std::string words;
    for (const QueryRule& each : query_rules())
        words += (words.empty() ? "" : "|") + std::string{each.word};
    return "^([A-Za-z][A-Za-z0-9_-]*\\.)?(" + words + ")$";
}

FormPointer query_word_form() {
    Form form;
    form.type = "a query: truth, or the query's name after the mode's, stream.final";
    form.pattern = query_list_pattern();
    return std::make_shared<const Form>(std::move(form));
}

// ---- queries ---------------------------------------------------------------------------------------------------------
// Where and when a query is asked, beside what it asks for.
Section<Query> query_place_keys() {
    Section<Query> place{"query", "What is asked for, where, and as of when."};
    place
        .key(
            "mode", mode_name().form,
            [](Reader& reader, const Node& node, Query& query) {
                std::string mode;
                if (!mode_name().read(reader, node, mode)) return false;
                if (!query.mode.empty() && query.mode != mode) {
                    reader.wrong_value(node, fmt::format("'of' names another mode, '{}'", query.mode));
                    return false;
                }
                query.mode = std::move(mode);
                return true;
            },
            [](const Writer&, const Query&) -> std::optional<Node> { return std::nullopt; },  // `of` says it
            "the mode asked, where 'of' does not say it")
        .key("window", &Query::window, event_clock_time(), "the start of the window asked for")
        .key("key", &Query::key, label(), "the key asked for")
        .otherwise("all keys together")
        .key("event", &Query::event, label(), "the event asked for, by its id")
        .key("cohort", &Query::cohort, name(), "only events of this cohort")
        .otherwise("all of them")
        .key(
            "as_of", clock_or_end_form(),
            [](Reader& reader, const Node& node, Query& query) {
                if (node.is_scalar() && node.text == "end") {
                    query.as_of.reset();
                    return true;
                }
                ProcessingTime at{};
                if (!clock_time().read(reader, node, at)) return false;
                query.as_of = at;
                return true;
            },
            [](const Writer& writer, const Query& query) -> std::optional<Node> {
                if (!query.as_of) return std::nullopt;
                return clock_time().write(writer, *query.as_of);
            },
            "what a reader knew at this time; or end")
        .otherwise("end");
    return place;
}

// What a query must say, and must not.
void check_query(Reader& reader, const Node& node, const Query& query) {
    const QueryRule& what = rule_of(query.kind);
    const Node* of = node.find("of");
    const Span at = of != nullptr ? of->span : node.span;
    if (what.of_mode && query.mode.empty())
        reader.problem(at, fmt::format("'{}' is asked of a mode", what.word), fmt::format("MODE.{}", what.word));
    if (!what.of_mode && !query.mode.empty())
        reader.problem(at, fmt::format("'{}' is not asked of a mode: the truth is the same for all", what.word));
    if (what.needs_window && !query.window)
        reader.problem(at, fmt::format("'{}' needs 'window'", what.word), "the window's start: window: \"23:00:00\"");
    if (what.needs_event && !query.event)
        reader.problem(at, fmt::format("'{}' needs 'event'", what.word), "the event's id");
    if (query.event && !what.needs_event)
        reader.problem(node.find("event") != nullptr ? node.find("event")->span : at,
                       fmt::format("'{}' is not asked about one event", what.word));
}

Shape<std::string> query_text_shape(bool required_mode) {
    return {query_word_form(),
            [required_mode](Reader& reader, const Node& node, std::string& text) {
                Query query;
                if (!parse_query_word(reader, node, query)) return false;
                if (required_mode && rule_of(query.kind).of_mode && query.mode.empty()) {
                    reader.wrong_value(node, fmt::format("'{}' is asked of a mode", node.text),
                                       fmt::format("MODE.{}", node.text));
                    return false;
                }
                text = node.text;
                return true;
            },
            [](const Writer&, const std::string& text) { return Node::scalar(text, true); }};
}

// ---- expectations ------------------------------------------------------------------------------------------------------
Expectation::OfQuery* as_query(Expectation& e) { return std::get_if<Expectation::OfQuery>(&e.claim); }
const Expectation::OfQuery* as_query(const Expectation& e) { return std::get_if<Expectation::OfQuery>(&e.claim); }
constexpr const char* not_for_invariants = "an invariant holds for the whole run: this belongs to 'of'";

void add_of(Section<Expectation>& e) {
    e.key(
        "of", query_word_form(),
        [](Reader& reader, const Node& node, Expectation& expectation) {
            Expectation::OfQuery claim;
            const bool good = parse_query_word(reader, node, claim.query);
            claim.query.where = Reader::position(node.span);
            expectation.claim = std::move(claim);
            return good;
        },
        [](const Writer&, const Expectation& expectation) -> std::optional<Node> {
            const auto* claim = as_query(expectation);
            if (claim == nullptr) return std::nullopt;
            return Node::scalar(to_string(claim->query), true);
        },
        "what is asked for: truth, or a mode and a query: stream.final");
    Section<Query> place = query_place_keys();
    e.include<Query>(
        place, [](Expectation& x) { return as_query(x) == nullptr ? nullptr : &as_query(x)->query; },
        not_for_invariants);
}

void add_comparison(Section<Expectation>& e, std::string word, Comparison comparison, std::string sentence) {
    e.key(
        std::move(word), value_form(),
        [comparison](Reader& reader, const Node& node, Expectation& expectation) {
            auto* claim = as_query(expectation);
            if (claim == nullptr) {
                reader.wrong_value(node, not_for_invariants);
                return false;
            }
            const ValueType type = rule_of(claim->query.kind).type;
            const bool ordered = type != ValueType::panes && type != ValueType::word && type != ValueType::window;
            if (comparison != Comparison::equals && !ordered) {
                reader.wrong_value(node, fmt::format("'{}' has no order", rule_of(claim->query.kind).word),
                                   "use equals");
                return false;
            }
            Written written;
            if (!read_value(reader, node, type, written)) return false;
            if (comparison != Comparison::equals && !std::holds_alternative<std::int64_t>(written.value) &&
                !std::holds_alternative<Millionths>(written.value) &&
                !std::holds_alternative<ProcessingTime>(written.value) &&
                !std::holds_alternative<ProcessingDuration>(written.value)) {
                reader.wrong_value(node, fmt::format("{} is no bound", describe(node)), "use equals");
                return false;
            }
            claim->comparison = comparison;
            claim->than = std::move(written.value);
            claim->precision = written.precision;
            return true;
        },
        [comparison](const Writer& writer, const Expectation& expectation) -> std::optional<Node> {
            const auto* claim = as_query(expectation);
            if (claim == nullptr || claim->comparison != comparison) return std::nullopt;
            return write_value(writer, std::get<Value>(claim->than), rule_of(claim->query.kind).type, claim->precision);
        },
        std::move(sentence));
}

void add_within(Section<Expectation>& e) {
    Form form;
    form.kind = Form::Kind::section;
    form.name = "expect.within";
    form.sentence = "Both bounds, which belong to the range.";
    form.keys = {{"min", "the least", true, {}, false, value_form()},
                 {"max", "the greatest", true, {}, false, value_form()}};
    e.key(
        "within", std::make_shared<const Form>(std::move(form)),
        [](Reader& reader, const Node& node, Expectation& expectation) {
            auto* claim = as_query(expectation);
            if (claim == nullptr) {
                reader.wrong_value(node, not_for_invariants);
                return false;
            }
            const ValueType type = rule_of(claim->query.kind).type;
            const Node* low = node.find("min");
            const Node* high = node.find("max");
            if (!node.is_mapping() || low == nullptr || high == nullptr || node.entries.size() != 2) {
                reader.wrong_value(node, "expected both bounds", "within: {min: 10, max: 13}");
                return false;
            }
            if (type == ValueType::panes || type == ValueType::word || type == ValueType::window) {
                reader.wrong_value(node, fmt::format("'{}' has no order", rule_of(claim->query.kind).word),
                                   "use equals");
                return false;
            }
            Written least, greatest;
            {
                const Reader::Inside inside{reader, "min"};
                if (!read_value(reader, *low, type, least)) return false;
            }
            {
                const Reader::Inside inside{reader, "max"};
                if (!read_value(reader, *high, type, greatest)) return false;
            }
            if (least.value.index() != greatest.value.index() || std::holds_alternative<Nothing>(least.value)) {
                reader.wrong_value(node, "the bounds are not of one kind");
                return false;
            }
            claim->comparison = Comparison::within;
            claim->than = Within{std::move(least.value), std::move(greatest.value)};
            claim->precision = std::min(least.precision, greatest.precision);
            return true;
        },
        [](const Writer& writer, const Expectation& expectation) -> std::optional<Node> {
            const auto* claim = as_query(expectation);
            if (claim == nullptr || claim->comparison != Comparison::within) return std::nullopt;
            const auto& within = std::get<Within>(claim->than);
            const ValueType type = rule_of(claim->query.kind).type;
            Node node = Node::mapping();
            node.add("min", write_value(writer, within.low, type, claim->precision));
            node.add("max", write_value(writer, within.high, type, claim->precision));
            return node;
        },
        "it lies in a range, bounds included: {min: 10, max: 13}");
}

void add_better_than(Section<Expectation>& e) {
    e.key(
        "better_than", query_word_form(),
        [](Reader& reader, const Node& node, Expectation& expectation) {
            auto* claim = as_query(expectation);
            if (claim == nullptr) {
                reader.wrong_value(node, not_for_invariants);
                return false;
            }
            // Asked in the same place and as of the same time.
            Query other = claim->query;
            if (!parse_query_word(reader, node, other)) return false;
            other.where = Reader::position(node.span);
            const ValueType type = rule_of(other.kind).type;
            if (type != rule_of(claim->query.kind).type) {
                reader.wrong_value(
                    node, fmt::format("{} and {} cannot be compared", to_string(claim->query), to_string(other)));
                return false;
            }
            if (type == ValueType::panes || type == ValueType::word || type == ValueType::window) {
                reader.wrong_value(node, fmt::format("'{}' has no order", rule_of(other.kind).word));
                return false;
            }
            claim->comparison = Comparison::better_than;
            claim->than = std::move(other);
            return true;
        },
        [](const Writer&, const Expectation& expectation) -> std::optional<Node> {
            const auto* claim = as_query(expectation);
            if (claim == nullptr || claim->comparison != Comparison::better_than) return std::nullopt;
            return Node::scalar(to_string(std::get<Query>(claim->than)), true);
        },
        "it is smaller, in absolute value, than another query's answer in the same place: naive.error");
}

void add_invariant(Section<Expectation>& e) {
    std::vector<Word<std::string>> words;
    for (const NamedClaim& each : invariants())
        words.push_back({std::string{each.name}, std::string{each.name}, std::string{each.definition}});
    e.key<std::string>(
        "invariant", one_word_of(words),
        [](Expectation& x, std::string word) { x.claim = Expectation::OfInvariant{std::move(word)}; },
        [](const Expectation& x) -> std::optional<std::string> {
            if (const auto* claim = std::get_if<Expectation::OfInvariant>(&x.claim)) return claim->name;
            return std::nullopt;
        },
        "a law that must hold for the whole run, by name");
}

void add_claim(Section<Expectation>& e) {
    add_of(e);
    add_comparison(e, "equals", Comparison::equals, "it is exactly this; a time compares at the precision written");
    add_comparison(e, "at_least", Comparison::at_least, "it is this or more");
    add_comparison(e, "at_most", Comparison::at_most, "it is this or less");
    add_within(e);
    add_better_than(e);
    e.at_most_one_of({"equals", "at_least", "at_most", "within", "better_than"});
    e.check([](Reader& reader, const Node& node, Expectation& x) {
        x.where = Reader::position(node.span);
        const auto* claim = as_query(x);
        if (claim == nullptr) {
            for (const Node::Entry& entry : node.entries)
                if (entry.key != "id" && entry.key != "invariant")
                    reader.problem(entry.span, fmt::format("{}: {}", entry.key, not_for_invariants));
            return;
        }
        check_query(reader, node, claim->query);
        const bool compared = std::any_of(node.entries.begin(), node.entries.end(), [](const Node::Entry& entry) {
            return entry.key == "equals" || entry.key == "at_least" || entry.key == "at_most" ||
                   entry.key == "within" || entry.key == "better_than";
        });
        if (!compared)
            reader.problem(node.find("of")->span, "nothing to compare with",
                           "one of equals, at_least, at_most, within or better_than");
    });
}

}  // namespace

bool parse_query_word(Reader& reader, const Node& node, Query& query) {
    if (!node.is_scalar()) {
        reader.wrong_kind(node, "a query such as stream.final");
        return false;
    }
    const std::size_t dot = node.text.rfind('.');
    const std::string word = dot == std::string::npos ? node.text : node.text.substr(dot + 1);
    query.mode = dot == std::string::npos ? "" : node.text.substr(0, dot);
    bool good = true;
    if (dot != std::string::npos &&
        std::find(reader.modes.begin(), reader.modes.end(), query.mode) == reader.modes.end()) {
        Span mode = node.span;
        if (!node.quoted && mode.end_line == mode.line) mode.end_column = mode.column + static_cast<std::uint32_t>(dot);
        reader.problem(mode, fmt::format("there is no mode {}", describe(Node::scalar(query.mode))),
                       suggest(query.mode, reader.modes));
        good = false;
    }
    for (const QueryRule& each : query_rules()) {
        if (each.word != word) continue;
        query.kind = each.kind;
        return good;
    }
    Span at = node.span;
    if (!node.quoted && dot != std::string::npos) at.column += static_cast<std::uint32_t>(dot) + 1;
    reader.problem(at, fmt::format("unknown query {}", describe(Node::scalar(word))), suggest(word, query_words()));
    return false;
}

Shape<std::string> watched_query() { return query_text_shape(true); }

Shape<Query> query_shape() {
    Section<Query> section{"query", "What is asked for, where, and as of when."};
    section
        .key(
            "of", query_word_form(),
            [](Reader& reader, const Node& node, Query& query) { return parse_query_word(reader, node, query); },
            [](const Writer&, const Query& query) -> std::optional<Node> {
                return Node::scalar(to_string(query), true);
            },
            "truth, or a mode and a query: stream.final")
        .required();
    section.include<Query>(query_place_keys(), [](Query& q) { return &q; });
    section.check([](Reader& reader, const Node& node, Query& q) {
        q.where = Reader::position(node.span);
        check_query(reader, node, q);
    });
    return section;
}

Section<Expectation> goal_keys() {
    Section<Expectation> goal{"lesson.goal", "What the reader tries to reach."};
    add_claim(goal);
    goal.one_of({"of"});
    return goal;
}

Shape<std::vector<Expectation>> expectations_shape() {
    Section<Expectation> expectation{"expect", "What must hold, or the run fails. One of 'of' and 'invariant'."};
    expectation.key("id", &Expectation::id, name(), "what reports call it").required();
    add_claim(expectation);
    add_invariant(expectation);
    expectation.one_of({"of", "invariant"});
    return list_of(Shape<Expectation>(expectation), 10'000, "a list of expectations");
}

Shape<std::vector<Sometimes>> probes_shape() {
    std::vector<Word<std::string>> words;
    for (const NamedClaim& each : probes())
        words.push_back({std::string{each.name}, std::string{each.name}, std::string{each.definition}});
    Section<Sometimes> section{"sometimes",
                               "Something that must have happened at least once, or the run proves nothing."};
    section.key("what", &Sometimes::what, one_word_of(words), "what must have happened")
        .required()
        .key("mode", &Sometimes::mode, mode_name(), "in which mode")
        .otherwise("in any")
        .check([](Reader& reader, const Node& node, Sometimes& s) {
            s.where = Reader::position(node.span);
            if ((s.what == "offline" || s.what == "duplicate") && !s.mode.empty())
                reader.problem(node.find("mode")->span, fmt::format("mode: '{}' happens before any mode", s.what));
        });
    const Shape<std::string> word = one_word_of(words);
    const Shape<Sometimes> plain{
        word.form,
        [word](Reader& reader, const Node& node, Sometimes& s) {
            s.where = Reader::position(node.span);
            return word.read(reader, node, s.what);
        },
        [word](const Writer& writer, const Sometimes& s) { return word.write(writer, s.what); }};
    return list_of(
        either<Sometimes>("a word, or {what, mode}",
                          {{Node::Kind::scalar, plain, [](const Sometimes& s) { return s.mode.empty(); }},
                           {Node::Kind::mapping, Shape<Sometimes>(section), [](const Sometimes&) { return true; }}}),
        1000, "a list of what must have happened");
}

}  // namespace tidemark
