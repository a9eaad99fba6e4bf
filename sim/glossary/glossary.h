#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// One word of the field, for someone who meets it for the first time.
struct Term {
    std::string name;                  // "watermark", "event time"
    std::vector<std::string> aliases;  // other ways to ask for it
    std::string meaning;               // a sentence or two of everyday language
    std::string shown;                 // how Tidemark shows it
    std::string command;               // to try it, without the program's name
    std::vector<std::string> related;  // names of other terms
};

// Every term, ordered by name.
const std::vector<Term>& glossary();
// The term of that name or alias, in any case, with blanks, hyphens or underscores between its words; null where there is none.
const Term* find_term(std::string_view word);

// The parts of the glossary, unordered.
std::vector<Term> terms_of_time();
std::vector<Term> terms_of_flow();
std::vector<Term> terms_of_failure();
std::vector<Term> terms_of_judging();

}  // namespace tidemark
