#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tidemark {

struct Form;
using FormPointer = std::shared_ptr<const Form>;

// One key of a section, as plain data.
struct KeyForm {
    std::string name;
    std::string sentence;  // what it does, for people
    bool required{false};
    std::string default_text;      // as a file would write it, or in words; empty: without it the key has no effect
    bool default_is_value{false};  // default_text is a value, not words
    FormPointer form;
};

// What may stand in a place of a scenario file, as plain data. Made together with the code that reads it (shape.h), it is
// what the JSON Schema, the reference page and the window's forms are drawn from.
struct Form {
    enum class Kind {
        scalar,        // one word: type, pattern, range, words
        list,          // of `element`
        names,         // a mapping from names of the author's choice to `element`
        section,       // a mapping with `keys`
        alternatives,  // sections, told apart by the word under `tag`
        either,        // any one of `options`
    } kind{Kind::scalar};

    // scalar
    std::string type;                              // "a duration", "a whole number", "text": for people
    std::string pattern;                           // of the text, anchored; empty: any
    std::optional<std::int64_t> minimum, maximum;  // of whole numbers
    bool number{false};                            // an editor sees a number
    bool boolean{false};                           // true or false
    bool anything{false};  // text: an editor may see it as a number or a boolean, it is text all the same
    struct Word {
        std::string word, sentence;
    };
    std::vector<Word> words;  // a closed list; not empty: nothing else is accepted

    // list
    std::size_t most{0};  // items; 0: no bound but the file's
    // list, names
    FormPointer element;

    // section
    std::string name;  // "modes.stream": where it stands in the reference
    std::string sentence;
    std::vector<KeyForm> keys;
    // Groups of keys of which exactly one (or, where not `required`, at most one) may be given.
    struct Choice {
        std::vector<std::string> keys;
        bool required{false};
    };
    std::vector<Choice> choices;

    // alternatives
    std::string tag;  // "kind"
    struct Alternative {
        std::string word;
        FormPointer section;
    };
    std::vector<Alternative> alternatives;
    bool copies{false};  // modes: `like` may stand for what is left out

    // either
    std::vector<FormPointer> options;
};

}  // namespace tidemark
