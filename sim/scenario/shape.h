#pragma once

#include "sim/scenario/form.h"
#include "sim/scenario/reader.h"
#include "sim/scenario/values.h"

#include <fmt/format.h>

#include <functional>
#include <initializer_list>
#include <type_traits>
#include <utility>

// The table of keys is made of shapes. A shape says, in one place, how a value is written in a scenario file: how it is
// read (with every mistake reported), how it is written back, and its form as plain data. Sections name their keys with
// the member that a key sets, its shape and one sentence; so a key, its decoder and its description cannot disagree, and
// a default is what the struct's own initialiser says.
namespace tidemark {

template <class T>
struct Shape {
    FormPointer form;
    // Reads into `value`, which holds the default. False where a mistake was reported.
    std::function<bool(Reader&, const Node&, T& value)> read;
    std::function<Node(const Writer&, const T& value)> write;
};

// ---- one word ------------------------------------------------------------------------------------------------------
template <class T>
Shape<T> scalar(Form form, std::function<Parsed<T>(const std::string& text, const Reader&)> parse,
                std::function<Node(const T&, const Writer&)> print) {
    auto shared = std::make_shared<const Form>(std::move(form));
    return {shared,
            [shared, parse](Reader& reader, const Node& node, T& value) {
                if (!node.is_scalar()) {
                    reader.wrong_kind(node, shared->type);
                    return false;
                }
                Parsed<T> parsed = parse(node.text, reader);
                if (!parsed.value) {
                    reader.wrong_value(node, parsed.why, parsed.hint);
                    return false;
                }
                value = std::move(*parsed.value);
                return true;
            },
            [print](const Writer& writer, const T& value) { return print(value, writer); }};
}

// A closed list of words, each with its sentence.
template <class E>
struct Word {
    std::string word;
    E value;
    std::string sentence;
};
template <class E>
Shape<E> one_word_of(std::vector<Word<E>> words) {
    Form form;
    std::vector<std::string> names;
    for (const Word<E>& word : words) {
        form.words.push_back({word.word, word.sentence});
        names.push_back(word.word);
    }
    form.type = enumerate(names);
    return scalar<E>(
        std::move(form),
        [words, names](const std::string& text, const Reader&) {
            for (const Word<E>& word : words)
                if (word.word == text) return Parsed<E>::good(word.value);
            return Parsed<E>::bad(fmt::format("unknown word {}", describe(Node::scalar(text))), suggest(text, names));
        },
        [words](const E& value, const Writer&) {
            for (const Word<E>& word : words)
                if (word.value == value) return Node::scalar(word.word, true);
            return Node::scalar("", true);
        });
}

// ---- the scalars of scenario files -----------------------------------------------------------------------------------
struct Range {
    std::int64_t minimum, maximum;
};
Shape<std::int64_t> whole_number(Range range);
Shape<std::uint64_t> any_unsigned();  // 0 to 2^64 - 1
Shape<bool> yes_or_no();
// Text of 1 to `most` bytes, whatever it looks like.
Shape<std::string> text(std::size_t most = 20'000);
// A name: letters, digits, '_' and '-', from a letter on; at most 64.
Shape<std::string> name();
// An event's id, a key, a user: any text of up to 256 bytes without line breaks.
Shape<std::string> label();
struct DurationRange {
    ProcessingDuration minimum{0}, maximum{duration_most};
};
Shape<ProcessingDuration> duration(DurationRange range = {});
Shape<EventDuration> event_duration(DurationRange range = {});  // whole milliseconds
Shape<ProcessingTime> clock_time();
Shape<EventTime> event_clock_time();  // whole milliseconds
Shape<ProcessingTime> date();
Shape<Millionths> decimal(Millionths minimum, Millionths maximum);
Shape<Millionths> share();
Shape<std::int64_t> rate();

// A number kept in a narrower type.
template <class Narrow>
Shape<Narrow> whole(Range range);

// ---- compositions ----------------------------------------------------------------------------------------------------
// A shape of another type, by a way there and a way back. `back` gives nothing for values that this shape cannot write;
// it is not asked then (see `either`).
template <class A, class B>
Shape<A> converted(Shape<B> shape, std::function<A(B)> there, std::function<B(const A&)> back) {
    return {shape.form,
            [shape, there](Reader& reader, const Node& node, A& value) {
                B other{};
                if (!shape.read(reader, node, other)) return false;
                value = there(std::move(other));
                return true;
            },
            [shape, back](const Writer& writer, const A& value) { return shape.write(writer, back(value)); }};
}

template <class Narrow>
Shape<Narrow> whole(Range range) {
    return converted<Narrow, std::int64_t>(
        whole_number(range), [](std::int64_t wide) { return static_cast<Narrow>(wide); },
        [](const Narrow& narrow) { return static_cast<std::int64_t>(narrow); });
}

template <class T>
Shape<std::vector<T>> list_of(Shape<T> element, std::size_t most, std::string what) {
    Form form;
    form.kind = Form::Kind::list;
    form.type = std::move(what);
    form.most = most;
    form.element = element.form;
    auto shared = std::make_shared<const Form>(std::move(form));
    return {shared,
            [element, shared](Reader& reader, const Node& node, std::vector<T>& values) {
                if (!node.is_list()) {
                    reader.wrong_kind(node, shared->type);
                    return false;
                }
                if (node.items.size() > shared->most) {
                    reader.wrong_value(node, fmt::format("{} items", node.items.size()),
                                       fmt::format("at most {}", shared->most));
                    return false;
                }
                values.clear();
                bool good = true;
                for (std::size_t i = 0; i < node.items.size(); ++i) {
                    const Reader::Inside inside{reader, std::to_string(i)};
                    T value{};
                    good &= element.read(reader, node.items[i], value);
                    values.push_back(std::move(value));
                }
                return good;
            },
            [element](const Writer& writer, const std::vector<T>& values) {
                Node node = Node::list({});
                for (const T& value : values)
                    node.items.push_back(element.write(writer, value));
                return node;
            }};
}

// Several ways to write one value, told apart by what stands there: a word, a list, a mapping.
template <class T>
struct Option {
    Node::Kind kind;
    Shape<T> shape;
    std::function<bool(const T&)> writes;  // whether a value is written this way; the first that says so
};
template <class T>
Shape<T> either(std::string what, std::vector<Option<T>> options) {
    Form form;
    form.kind = Form::Kind::either;
    form.type = std::move(what);
    for (const auto& option : options)
        form.options.push_back(option.shape.form);
    auto shared = std::make_shared<const Form>(std::move(form));
    return {shared,
            [options, shared](Reader& reader, const Node& node, T& value) {
                for (const auto& option : options)
                    if (option.kind == node.kind) return option.shape.read(reader, node, value);
                reader.wrong_kind(node, shared->type);
                return false;
            },
            [options](const Writer& writer, const T& value) {
                for (const auto& option : options)
                    if (option.writes(value)) return option.shape.write(writer, value);
                return Node{};
            }};
}

}  // namespace tidemark
