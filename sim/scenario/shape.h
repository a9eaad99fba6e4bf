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

// ---- sections ----------------------------------------------------------------------------------------------------------
// A mapping whose keys set the members of an S. Keys are read in the order of the table, whatever their order in the file.
template <class S>
class Section {
public:
    Section(std::string name, std::string sentence) {
        form_.kind = Form::Kind::section;
        form_.name = std::move(name);
        form_.sentence = std::move(sentence);
    }

    // An optional key: without it the member keeps what S's initialiser gave it.
    template <class T>
    Section& key(std::string name, T S::*member, Shape<T> shape, std::string sentence) {
        add(std::move(name), std::move(sentence), shape.form, read_member(member, shape), write_member(member, shape));
        return with_default();
    }
    template <class T>
    Section& key(std::string name, std::optional<T> S::*member, Shape<T> shape, std::string sentence) {
        add(
            std::move(name), std::move(sentence), shape.form,
            [member, shape](Reader& reader, const Node& node, S& section) {
                T value{};
                if (!shape.read(reader, node, value)) return false;
                section.*member = std::move(value);
                return true;
            },
            [member, shape](const Writer& writer, const S& section) -> std::optional<Node> {
                if (!(section.*member)) return std::nullopt;
                return shape.write(writer, *(section.*member));
            });
        return *this;
    }
    // A key that sets several members, or one inside another: by a way in and a way out (nothing: not written).
    template <class T>
    Section& key(std::string name, Shape<T> shape, std::type_identity_t<std::function<void(S&, T)>> set,
                 std::type_identity_t<std::function<std::optional<T>(const S&)>> get, std::string sentence) {
        add(
            std::move(name), std::move(sentence), shape.form,
            [shape, set, get](Reader& reader, const Node& node, S& section) {
                T value{};
                if (auto before = get(section)) value = std::move(*before);
                if (!shape.read(reader, node, value)) return false;
                set(section, std::move(value));
                return true;
            },
            [shape, get](const Writer& writer, const S& section) -> std::optional<Node> {
                if (auto value = get(section)) return shape.write(writer, *value);
                return std::nullopt;
            });
        return with_default();
    }
    // A key that reads what earlier keys of the section have set: reads and writes are its own.
    Section& key(std::string name, FormPointer form, std::function<bool(Reader&, const Node&, S&)> read,
                 std::function<std::optional<Node>(const Writer&, const S&)> write, std::string sentence) {
        add(std::move(name), std::move(sentence), std::move(form), std::move(read), std::move(write));
        return *this;
    }
    // All keys of another section, for a part of S. The part may be missing (null): then `absent` says why its keys
    // cannot be given. Its defaults come from elsewhere where `otherwise` says so.
    template <class Part>
    Section& include(const Section<Part>& other, std::function<Part*(S&)> part, std::string absent = {},
                     std::string otherwise = {}) {
        for (std::size_t i = 0; i < other.form_.keys.size(); ++i) {
            KeyForm form = other.form_.keys[i];
            if (!otherwise.empty()) {
                form.default_text = otherwise;
                form.default_is_value = false;
            }
            form_.keys.push_back(std::move(form));
            keys_.push_back(
                {[read = other.keys_[i].read, part, absent](Reader& reader, const Node& node, S& section) {
                     if (Part* found = part(section)) return read(reader, node, *found);
                     reader.wrong_value(node, absent);
                     return false;
                 },
                 [write = other.keys_[i].write, part](const Writer& writer, const S& section) -> std::optional<Node> {
                     S copy = section;
                     if (Part* found = part(copy)) return write(writer, *found);
                     return std::nullopt;
                 }});
        }
        for (const auto& look : other.checks_)
            checks_.push_back([look, part](Reader& reader, const Node& node, S& section) {
                if (Part* found = part(section)) look(reader, node, *found);
            });
        return *this;
    }
    // The key just added must be there.
    Section& required() {
        form_.keys.back().required = true;
        return otherwise({});
    }
    // What holds without the key just added, in words, where the initialiser does not say it.
    Section& otherwise(std::string words) {
        form_.keys.back().default_text = std::move(words);
        form_.keys.back().default_is_value = false;
        return *this;
    }
    // The key just added says something only then: else it is not written.
    Section& only_if(std::function<bool(const S&)> holds) {
        keys_.back().write = [holds, write = keys_.back().write](const Writer& writer,
                                                                 const S& section) -> std::optional<Node> {
            if (!holds(section)) return std::nullopt;
            return write(writer, section);
        };
        return *this;
    }
    // Exactly one of these keys must be given, or at most one.
    Section& one_of(std::vector<std::string> keys) { return choice(std::move(keys), true); }
    Section& at_most_one_of(std::vector<std::string> keys) { return choice(std::move(keys), false); }
    // Looks at a section that has been read without mistakes.
    Section& check(std::function<void(Reader&, const Node&, S&)> look) {
        checks_.push_back(std::move(look));
        return *this;
    }
    // Prepares a section before its keys are read: defaults that come from elsewhere in the file.
    Section& start(std::function<void(Reader&, const Node&, S&)> prepare) {
        start_ = std::move(prepare);
        return *this;
    }

    bool read(Reader& reader, const Node& node, S& section, std::string_view tag = {}) const {
        if (!node.is_mapping()) {
            reader.wrong_kind(node, "a mapping");
            return false;
        }
        if (start_) start_(reader, node, section);
        const std::size_t before = reader.problem_count();
        bool good = report_unknown(reader, node, tag) & report_choices(reader, node);
        for (std::size_t i = 0; i < form_.keys.size(); ++i) {
            const KeyForm& key = form_.keys[i];
            if (const Node* value = node.find(key.name)) {
                const Reader::Inside inside{reader, key.name};
                good &= keys_[i].read(reader, *value, section);
            } else if (key.required) {
                reader.problem(first_line(node), fmt::format("missing key '{}'{}", key.name, where(reader)),
                               key.sentence);
                good = false;
            }
        }
        if (!good || reader.problem_count() != before) return false;
        for (const auto& look : checks_)
            look(reader, node, section);
        return reader.problem_count() == before;
    }
    void write(const Writer& writer, const S& section, Node& node) const {
        for (std::size_t i = 0; i < form_.keys.size(); ++i)
            if (auto value = keys_[i].write(writer, section)) node.add(form_.keys[i].name, std::move(*value));
    }
    // Shows these values as the defaults, where they come from elsewhere than S's initialiser.
    void show_defaults(const Node& values) {
        for (KeyForm& key : form_.keys)
            if (const Node* value = values.find(key.name)) key.default_text = value->text, key.default_is_value = true;
    }
    FormPointer form() const { return std::make_shared<const Form>(form_); }

    operator Shape<S>() const {
        auto self = std::make_shared<const Section>(*this);
        return {form(), [self](Reader& reader, const Node& node, S& value) { return self->read(reader, node, value); },
                [self](const Writer& writer, const S& value) {
                    Node node = Node::mapping();
                    self->write(writer, value, node);
                    return node;
                }};
    }

private:
    template <class Other>
    friend class Section;
    using ReadKey = std::function<bool(Reader&, const Node&, S&)>;
    using WriteKey = std::function<std::optional<Node>(const Writer&, const S&)>;
    struct Way {
        ReadKey read;
        WriteKey write;
    };

    void add(std::string name, std::string sentence, FormPointer form, ReadKey read, WriteKey write) {
        KeyForm key;
        key.name = std::move(name);
        key.sentence = std::move(sentence);
        key.form = std::move(form);
        form_.keys.push_back(std::move(key));
        keys_.push_back({std::move(read), std::move(write)});
    }
    template <class T>
    static ReadKey read_member(T S::*member, Shape<T> shape) {
        return [member, shape](Reader& reader, const Node& node, S& section) {
            return shape.read(reader, node, section.*member);
        };
    }
    template <class T>
    static WriteKey write_member(T S::*member, Shape<T> shape) {
        return [member, shape](const Writer& writer, const S& section) -> std::optional<Node> {
            Node value = shape.write(writer, section.*member);
            if (value.says_nothing()) return std::nullopt;  // no text, no items: as if the key were not there
            return value;
        };
    }
    // The default of the key just added is what a fresh S holds.
    Section& with_default() {
        if (auto value = keys_.back().write(Writer{}, S{})) {
            std::string text = write_yaml(*value);
            while (!text.empty() && text.back() == '\n')
                text.pop_back();
            if (text.find('\n') == std::string::npos) {
                form_.keys.back().default_text = value->is_scalar() ? value->text : text;
                form_.keys.back().default_is_value = true;
            }
        }
        return *this;
    }
    Section& choice(std::vector<std::string> keys, bool required) {
        form_.choices.push_back({std::move(keys), required});
        return *this;
    }

    static std::string where(const Reader& reader) {
        const std::string path = reader.path();
        return path.empty() ? "" : " in " + path;
    }
    static Span first_line(const Node& node) {
        Span span = node.span;
        if (span.end_line == span.line && span.end_column > span.column) return span;
        span.end_line = span.line;
        span.end_column = span.column + 1;
        if (!node.entries.empty() && node.entries.front().span.line == span.line)
            span.end_column = node.entries.front().span.end_column;
        return span;
    }
    bool report_unknown(Reader& reader, const Node& node, std::string_view tag) const {
        bool good = true;
        for (const Node::Entry& entry : node.entries) {
            if (entry.key == tag) continue;
            bool known = false;
            for (const KeyForm& key : form_.keys)
                known |= key.name == entry.key;
            if (known || entry.key.empty()) {
                good &= known;
                continue;
            }
            good = false;
            std::vector<std::string> names;
            for (const KeyForm& key : form_.keys)
                names.push_back(key.name);
            std::string hint = suggest(entry.key, names);
            // `{at:23:58}` is one word to YAML.
            if (const auto colon = entry.key.find(':');
                colon != std::string::npos && entry.value.kind == Node::Kind::nothing)
                hint = fmt::format("a blank is missing after the colon: '{}: {}'", entry.key.substr(0, colon),
                                   entry.key.substr(colon + 1));
            reader.problem(entry.span,
                           fmt::format("unknown key {}{}", describe(Node::scalar(entry.key)), where(reader)), hint);
        }
        return good;
    }
    bool report_choices(Reader& reader, const Node& node) const {
        bool good = true;
        for (const Form::Choice& choice : form_.choices) {
            const Node::Entry* first = nullptr;
            for (const Node::Entry& entry : node.entries) {
                bool member = false;
                for (const std::string& key : choice.keys)
                    member |= key == entry.key;
                if (!member) continue;
                if (first != nullptr) {
                    reader.problem(entry.span, fmt::format("'{}' and '{}' exclude each other", first->key, entry.key),
                                   "at most one of " + enumerate(choice.keys));
                    good = false;
                }
                if (first == nullptr) first = &entry;
            }
            if (first == nullptr && choice.required) {
                reader.problem(first_line(node), fmt::format("missing key{}", where(reader)),
                               "one of " + enumerate(choice.keys));
                good = false;
            }
        }
        return good;
    }

    Form form_;
    std::vector<Way> keys_;
    std::vector<std::function<void(Reader&, const Node&, S&)>> checks_;
    std::function<void(Reader&, const Node&, S&)> start_;
};

// ---- alternatives ------------------------------------------------------------------------------------------------------
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
