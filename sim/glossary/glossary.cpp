#include "sim/glossary/glossary.h"

#include <algorithm>
#include <cctype>

namespace tidemark {
namespace {

// "Event-Time", "event_time" and "event time" are one question.
std::string plain_words(std::string_view word) {
    std::string plain;
    for (const char c : word) {
        plain += c == '-' || c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return plain;
}

std::vector<Term> collect() {
    std::vector<Term> all;
    for (auto part : {terms_of_time, terms_of_flow, terms_of_failure, terms_of_judging}) {
        for (Term& term : part())
            all.push_back(std::move(term));
    }
    std::sort(all.begin(), all.end(), [](const Term& a, const Term& b) { return a.name < b.name; });
    return all;
}

}  // namespace

const std::vector<Term>& glossary() {
    static const std::vector<Term> terms = collect();
    return terms;
}

const Term* find_term(std::string_view word) {
    const std::string wanted = plain_words(word);
    for (const Term& term : glossary()) {
        if (plain_words(term.name) == wanted) return &term;
        for (const std::string& alias : term.aliases) {
            if (plain_words(alias) == wanted) return &term;
        }
    }
    return nullptr;
}

}  // namespace tidemark
