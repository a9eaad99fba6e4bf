#include "sim/scenario/paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tidemark {
namespace {

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t from = 0;;) {
        const std::size_t dot = path.find('.', from);
        parts.push_back(path.substr(from, dot - from));
        if (dot == std::string::npos) return parts;
        from = dot + 1;
    }
}

std::string join(const std::vector<std::string>& parts, std::size_t count) {
    std::string path;
    for (std::size_t i = 0; i < count; ++i)
        path += (i > 0 ? "." : "") + parts[i];
    return path;
}

std::vector<std::string> top_keys(const Form& form) {
    std::vector<std::string> names;
    for (const KeyForm& key : form.keys)
        names.push_back(key.name);
    return names;
}

// `stream.late` -> `modes.stream.late`. False where the first part is neither a key of the file nor a mode.
bool make_absolute(Reader& reader, Span at, const std::string& path, std::vector<std::string>& parts) {
    parts = split(path);
    const std::vector<std::string> keys = top_keys(*reader.root_form);
    const bool mode = std::find(reader.modes.begin(), reader.modes.end(), parts.front()) != reader.modes.end();
    if (std::find(keys.begin(), keys.end(), parts.front()) != keys.end()) return true;
    if (mode) {
        parts.insert(parts.begin(), "modes");
        return true;
    }
    std::vector<std::string> known = reader.modes;
    known.insert(known.end(), keys.begin(), keys.end());
    reader.problem(at, fmt::format("'{}' is neither a key of scenarios nor a mode of this one", parts.front()),
                   suggest(parts.front(), known));
    return false;
}

// The item that a part of a path means; -1 where there is none.
std::ptrdiff_t item_of(const Node& list, const std::string& part) {
    if (!part.empty() && part.size() < 9 && part.find_first_not_of("0123456789") == std::string::npos) {
        const auto number = static_cast<std::size_t>(std::stoul(part));
        return number < list.items.size() ? static_cast<std::ptrdiff_t>(number) : -1;
    }
    for (std::size_t i = 0; i < list.items.size(); ++i)
        for (const char* key : {"id", "cohort", "user"})
            if (const Node* name = list.items[i].find(key); name != nullptr && name->is_scalar() && name->text == part)
                return static_cast<std::ptrdiff_t>(i);
    return -1;
}

void no_item(Reader& reader, Span at, const Node& list, const std::string& where, const std::string& part) {
    reader.problem(at, fmt::format("{} has no item '{}'", where, part),
                   list.items.empty() ? "the list is empty"
                                      : fmt::format("items are counted from 0 to {}", list.items.size() - 1));
}

// What may stand under a part of a path: its forms, and the names that would have been understood. The form is walked with
// the tree beside it, which says which alternative holds; past the tree's leaves any may.
struct Inner {
    std::vector<FormPointer> forms;
    std::vector<std::string> names;
    std::string sentence;  // of the first key that it is
};
Inner inner_of(std::vector<FormPointer> forms, const Node* node, const std::string& part,
               const std::vector<std::string>& modes) {
    Inner inner;
    for (std::size_t f = 0; f < forms.size(); ++f) {
        const FormPointer form = forms[f];
        switch (form->kind) {
            case Form::Kind::scalar:
                break;
            case Form::Kind::either:
                forms.insert(forms.end(), form->options.begin(), form->options.end());
                break;
            case Form::Kind::alternatives: {
                const Node* tag = node != nullptr ? node->find(form->tag) : nullptr;
                for (const Form::Alternative& each : form->alternatives)
                    if (tag == nullptr || tag->text == each.word) forms.push_back(each.section);
                break;
            }
            case Form::Kind::section:
                for (const KeyForm& key : form->keys) {
                    inner.names.push_back(key.name);
                    if (key.name != part) continue;
                    if (inner.forms.empty()) inner.sentence = key.sentence;
                    inner.forms.push_back(key.form);
                }
                break;
            case Form::Kind::names:
                inner.names = modes;
                if (std::find(modes.begin(), modes.end(), part) != modes.end()) inner.forms.push_back(form->element);
                break;
            case Form::Kind::list:
                inner.forms.push_back(form->element);
                break;
        }
    }
    return inner;
}

// The part's value in the tree; null where nothing stands there.
const Node* child_of(const Node* node, const std::string& part) {
    if (node == nullptr) return nullptr;
    if (!node->is_list()) return node->find(part);
    const std::ptrdiff_t item = item_of(*node, part);
    return item < 0 ? nullptr : &node->items[static_cast<std::size_t>(item)];
}

constexpr std::size_t copied_most = 500'000;

std::size_t count(const Node& node) {
    std::size_t n = 1;
    for (const Node& item : node.items)
        n += count(item);
    for (const Node::Entry& entry : node.entries)
        n += count(entry.value);
    return n;
}

void lay_over(Node& below, const Node& above) {
    for (const Node::Entry& entry : above.entries) {
        if (entry.key == "like") continue;
        auto same = std::find_if(below.entries.begin(), below.entries.end(),
                                 [&](const Node::Entry& e) { return e.key == entry.key; });
        if (same == below.entries.end()) {
            below.entries.push_back(entry);
            continue;
        }
        const Node* kind = entry.value.find("kind");
        const Node* kind_below = same->value.find("kind");
        const bool other_kind = kind != nullptr && (kind_below == nullptr || kind->text != kind_below->text);
        same->span = entry.span;
        same->copied = false;
        if (same->value.is_mapping() && entry.value.is_mapping() && !other_kind) lay_over(same->value, entry.value);
        else same->value = entry.value;
    }
}

// Expands one mode, its own model first. False where it cannot be.
class Copies {
public:
    Copies(Reader& reader, Node& modes) : reader_(reader), modes_(modes) {}

    bool expand(Node::Entry& mode) {
        const Node* like = mode.value.find("like");
        if (like == nullptr) return true;
        State& state = states_[mode.key];
        if (state == State::done) return true;
        const Reader::Inside inside{reader_, mode.key};
        if (state == State::failed) return false;
        if (state == State::open) {
            reader_.problem(like->span, fmt::format("mode '{}' is like itself", mode.key));
            state = State::failed;
            return false;
        }
        state = State::open;
        const bool good = copy(mode, *like);
        state = good ? State::done : State::failed;
        return good;
    }

private:
    enum class State { untouched, open, done, failed };

    bool copy(Node::Entry& mode, const Node& like) {
        const Reader::Inside inside{reader_, "like"};
        if (!like.is_scalar()) {
            reader_.wrong_kind(like, "the name of a mode");
            return false;
        }
        const auto model = std::find_if(modes_.entries.begin(), modes_.entries.end(),
                                        [&](const Node::Entry& e) { return e.key == like.text; });
        if (model == modes_.entries.end()) {
            reader_.problem(like.span, fmt::format("there is no mode {}", describe(like)),
                            suggest(like.text, reader_.modes));
            return false;
        }
        if (!expand(*model) || !model->value.is_mapping()) return false;
        const Node* kind = mode.value.find("kind");
        const Node* kind_of_model = model->value.find("kind");
        if (kind != nullptr && kind_of_model != nullptr && kind->text != kind_of_model->text) {
            reader_.problem(kind->span,
                            fmt::format("kind: like '{}', this mode is a {}", like.text, kind_of_model->text),
                            "leave 'kind' out");
            return false;
        }
        copied_ += count(model->value);
        if (copied_ > copied_most) {
            reader_.problem(like.span, fmt::format("the copies hold more than {} values", copied_most));
            return false;
        }
        Node merged = model->value;
        for (Node::Entry& entry : merged.entries)
            entry.copied = true;
        lay_over(merged, mode.value);
        merged.span = mode.value.span;
        mode.value = std::move(merged);
        return true;
    }

    Reader& reader_;
    Node& modes_;
    std::map<std::string, State> states_;
    std::size_t copied_{0};
};

}  // namespace

void put(Reader& reader, Node& root, const std::string& path, Node value) {
    std::vector<std::string> parts;
    const Span at = value.span;
    if (!make_absolute(reader, at, path, parts)) return;
    Node* node = &root;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string& part = parts[i];
        const bool last = i + 1 == parts.size();
        if (node->kind == Node::Kind::nothing) node->kind = Node::Kind::mapping, node->span = at;
        if (node->is_list()) {
            const std::ptrdiff_t item = item_of(*node, part);
            if (item < 0) return no_item(reader, at, *node, join(parts, i), part);
            node = &node->items[static_cast<std::size_t>(item)];
        } else if (node->is_mapping()) {
            Node* next = node->find(part);
            if (next == nullptr) {
                if (i == 1 && parts.front() == "modes" && !last) {
                    reader.problem(at, fmt::format("there is no mode '{}'", part), suggest(part, reader.modes));
                    return;
                }
                Node made = Node::mapping();
                made.span = at;
                node->entries.push_back({part, at, std::move(made), false});
                next = &node->entries.back().value;
            }
            node = next;
        } else {
            reader.problem(at, fmt::format("{} is {}, not a mapping", join(parts, i), describe(*node)));
            return;
        }
    }
    *node = std::move(value);
}

bool check_path(Reader& reader, const Node& at, const std::string& path) {
    std::vector<std::string> parts;
    if (!make_absolute(reader, at.span, path, parts)) return false;
    std::vector<FormPointer> forms{reader.root_form};
    const Node* node = reader.root;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        Inner inner = inner_of(forms, node, parts[i], reader.modes);
        if (inner.forms.empty()) {
            reader.problem(at.span,
                           fmt::format("{}: '{}' is no key{}{}", path, parts[i], i > 0 ? " of " : "", join(parts, i)),
                           suggest(parts[i], inner.names));
            return false;
        }
        if (node != nullptr && node->is_list() && item_of(*node, parts[i]) < 0) {
            no_item(reader, at.span, *node, join(parts, i), parts[i]);
            return false;
        }
        node = child_of(node, parts[i]);
        forms = std::move(inner.forms);
    }
    return true;
}

FoundKey find_path(const FormPointer& form, const Node& root, const std::vector<std::string>& modes,
                const std::string& path) {
    std::vector<std::string> parts = split(path);
    const std::vector<std::string> keys = top_keys(*form);
    if (std::find(keys.begin(), keys.end(), parts.front()) == keys.end()) parts.insert(parts.begin(), "modes");
    FoundKey found{&root, form, ""};
    std::vector<FormPointer> forms{form};
    for (const std::string& part : parts) {
        Inner inner = inner_of(forms, found.node, part, modes);
        if (inner.forms.empty()) return {nullptr, nullptr, ""};
        found = {child_of(found.node, part), inner.forms.front(), std::move(inner.sentence)};
        forms = std::move(inner.forms);
    }
    return found;
}

void expand_copies(Reader& reader, Node& root) {
    Node* modes = root.find("modes");
    if (modes == nullptr || !modes->is_mapping()) return;
    const Reader::Inside inside{reader, "modes"};
    Copies copies{reader, *modes};
    std::vector<std::string> broken;
    for (Node::Entry& mode : modes->entries)
        if (!copies.expand(mode)) broken.push_back(mode.key);
    // Reported: half a mode would only give rise to more complaints.
    modes->entries.erase(std::remove_if(modes->entries.begin(), modes->entries.end(),
                                        [&](const Node::Entry& mode) {
                                            return std::find(broken.begin(), broken.end(), mode.key) != broken.end();
                                        }),
                         modes->entries.end());
}

}  // namespace tidemark
