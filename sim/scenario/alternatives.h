#pragma once

#include "sim/scenario/section.h"

namespace tidemark {

// One way to fill a V: a section under a word.
template <class V>
struct Alternative {
    std::string word;
    FormPointer form;
    std::function<bool(Reader&, const Node&, V&, std::string_view tag)> read;
    std::function<bool(const V&)> is;
    std::function<void(const Writer&, const V&, Node&)> write;
};
// A section that fills the alternative A of a variant.
template <class V, class A>
Alternative<V> alternative(std::string word, Section<A> section) {
    auto shared = std::make_shared<const Section<A>>(std::move(section));
    return {std::move(word), shared->form(),
            [shared](Reader& reader, const Node& node, V& value, std::string_view tag) {
                A filled{};
                if (!shared->read(reader, node, filled, tag)) return false;
                value = std::move(filled);
                return true;
            },
            [](const V& value) { return std::holds_alternative<A>(value); },
            [shared](const Writer& writer, const V& value, Node& node) {
                shared->write(writer, std::get<A>(value), node);
            }};
}

// Sections told apart by the word under `tag`. `planned` words are refused with a sentence.
template <class V>
Shape<V> alternatives(std::string tag, std::vector<Alternative<V>> list, std::vector<std::string> planned = {},
                      bool copies = false) {
    Form form;
    form.kind = Form::Kind::alternatives;
    form.tag = tag;
    form.copies = copies;
    std::vector<std::string> words;
    for (const auto& each : list) {
        form.alternatives.push_back({each.word, each.form});
        words.push_back(each.word);
    }
    form.type = fmt::format("a mapping with {}: {}", tag, enumerate(words));
    auto shared = std::make_shared<const Form>(std::move(form));
    return {shared,
            [list, words, tag, planned, shared](Reader& reader, const Node& node, V& value) {
                if (!node.is_mapping()) {
                    reader.wrong_kind(node, shared->type);
                    return false;
                }
                const Node* word = node.find(tag);
                if (word == nullptr) {
                    Span at = node.span;
                    if (at.end_line != at.line) at.end_line = at.line, at.end_column = at.column + 1;
                    const std::string path = reader.path();
                    reader.problem(at, fmt::format("missing key '{}'{}{}", tag, path.empty() ? "" : " in ", path),
                                   "one of " + enumerate(words));
                    return false;
                }
                if (!word->is_scalar()) {
                    const Reader::Inside inside{reader, tag};
                    reader.wrong_kind(*word, enumerate(words));
                    return false;
                }
                for (const auto& each : list)
                    if (each.word == word->text) return each.read(reader, node, value, tag);
                for (const std::string& later : planned)
                    if (later == word->text) {
                        reader.problem(word->span, fmt::format("{} '{}' is not built yet", tag, later),
                                       "there are " + enumerate(words));
                        return false;
                    }
                const std::string path = reader.path();
                reader.problem(word->span,
                               fmt::format("unknown {} {}{}{}", tag, describe(*word), path.empty() ? "" : " in ", path),
                               suggest(word->text, words));
                return false;
            },
            [list, tag](const Writer& writer, const V& value) {
                Node node = Node::mapping();
                for (const auto& each : list) {
                    if (!each.is(value)) continue;
                    node.add(tag, Node::scalar(each.word, true));
                    each.write(writer, value, node);
                    break;
                }
                return node;
            }};
}

// `{kind: bounded, ...}`: one kind so far; others will have keys of their own.
template <class T>
Shape<T> only_kind(std::string word, Section<T> section, std::vector<std::string> planned = {}) {
    auto shared = std::make_shared<const Section<T>>(std::move(section));
    const Alternative<T> one{
        std::move(word), shared->form(),
        [shared](Reader& reader, const Node& node, T& value, std::string_view tag) {
            T filled{};
            if (!shared->read(reader, node, filled, tag)) return false;
            value = std::move(filled);
            return true;
        },
        [](const T&) { return true; },
        [shared](const Writer& writer, const T& value, Node& node) { shared->write(writer, value, node); }};
    return alternatives<T>("kind", {one}, std::move(planned));
}

// `{kind: upsert}`: a closed list of words that may get keys of their own one day.
template <class E>
Shape<E> kind_of_word(std::vector<Word<E>> words) {
    std::vector<Alternative<E>> list;
    struct NoKeys {};
    for (const Word<E>& word : words) {
        Section<NoKeys> section{"", word.sentence};
        list.push_back(
            {word.word, section.form(),
             [section, value = word.value](Reader& reader, const Node& node, E& target, std::string_view tag) {
                 NoKeys none;
                 if (!section.read(reader, node, none, tag)) return false;
                 target = value;
                 return true;
             },
             [value = word.value](const E& target) { return target == value; }, [](const Writer&, const E&, Node&) {}});
    }
    return alternatives<E>("kind", std::move(list));
}

}  // namespace tidemark
