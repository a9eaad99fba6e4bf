#pragma once

#include "sim/scenario/shape.h"

namespace tidemark {

// What a section says of a mapping that is not as its form has it. False where something was wrong.
bool report_unknown(Reader& reader, const Node& node, const Form& form, std::string_view tag);
bool report_choices(Reader& reader, const Node& node, const Form& form);
void report_missing(Reader& reader, const Node& node, const KeyForm& key);
// Shows a value as the key's default, if one line holds it.
void show_default(KeyForm& key, const Node& value);

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
        bool good = report_unknown(reader, node, form_, tag);
        good &= report_choices(reader, node, form_);
        for (std::size_t i = 0; i < form_.keys.size(); ++i) {
            const KeyForm& key = form_.keys[i];
            if (const Node* value = node.find(key.name)) {
                const Reader::Inside inside{reader, key.name};
                good &= keys_[i].read(reader, *value, section);
            } else if (key.required) {
                report_missing(reader, node, key);
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
        if (auto value = keys_.back().write(Writer{}, S{})) show_default(form_.keys.back(), *value);
        return *this;
    }
    Section& choice(std::vector<std::string> keys, bool required) {
        form_.choices.push_back({std::move(keys), required});
        return *this;
    }

    Form form_;
    std::vector<Way> keys_;
    std::vector<std::function<void(Reader&, const Node&, S&)>> checks_;
    std::function<void(Reader&, const Node&, S&)> start_;
};

}  // namespace tidemark
