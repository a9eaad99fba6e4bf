#include "tests/house/scan.h"

#include <gtest/gtest.h>

namespace tidemark::house {
namespace {

std::vector<std::string> words(std::string_view source) {
    std::vector<std::string> words;
    for (const Token& token : tokens_of(source))
        words.push_back(token.text);
    return words;
}

using Words = std::vector<std::string>;

TEST(Scan, CommentsAndStringsAreNotCode) {
    EXPECT_EQ(words("int a; // double\n/* float\n */ b(\"rand() \\\" //\", 'x', '\\'');"),
              (Words{"int", "a", ";", "b", "(", "\"\"", ",", "\"\"", ",", "\"\"", ")", ";"}));
    EXPECT_EQ(words("R\"(no \" end)\" after R\"x(a )\" b)x\" last"), (Words{"\"\"", "after", "\"\"", "last"}));
}

TEST(Scan, ADigitSeparatorOpensNoLiteral) {
    EXPECT_EQ(words("x = 1'000'000; 'a'"), (Words{"x", "=", "1'000'000", ";", "\"\""}));
    EXPECT_EQ(words("1.5e-3 + .5 - 0x1fU a.b"), (Words{"1.5e-3", "+", ".5", "-", "0x1fU", "a", ".", "b"}));
}

TEST(Scan, TokensKnowTheirLine) {
    EXPECT_EQ(tokens_of("a\n/*\n\n*/ b \"x\" c"), (std::vector<Token>{{"a", 1}, {"b", 4}, {"\"\"", 4}, {"c", 4}}));
}

TEST(Scan, BrokenOffTextEnds) {
    for (const char* text : {"\"", "'", "/*", "//", "R\"(", "R\"", "1.", "a::", "\\", "\"\\"})
        EXPECT_NO_FATAL_FAILURE(tokens_of(text));
}

TEST(Scan, FindsIncludes) {
    EXPECT_EQ(includes_of("#pragma once\n#include \"engine/time.h\"\n  #  include <map>\n// #include <random>\n"),
              (std::vector<Include>{{"engine/time.h", 2}, {"map", 3}}));
}

TEST(Scan, FindsSequences) {
    EXPECT_EQ(find_sequence(tokens_of("std::hash<int>{}; mine::hash; std :: hash"), {"std", "::", "hash"}).size(), 2u);
}

TEST(Scan, TellsCallsFromMembersAndDeclarations) {
    const auto calls = [](std::string_view source) { return find_library_calls(tokens_of(source), "time").size(); };
    for (const char* call :
         {"return time(0);", "x = time(nullptr)", "std::time(0)", "f = &::time;", "f(time(0))", "{ time(0); }"})
        EXPECT_EQ(calls(call), 1u) << call;
    for (const char* other : {"EventTime time() const;", "record.time()", "record->time()", "mine::time(0)",
                              "int time = 0;", "const EventTime& time();", "std::vector<int> time();", "timer(0)"})
        EXPECT_EQ(calls(other), 0u) << other;
}

TEST(Scan, TellsVariablesFromConstantsAndFunctions) {
    const auto variables = [](std::string_view source) { return find_mutable_statics(tokens_of(source)).size(); };
    for (const char* variable : {"static int n;", "static std::map<int, const char*> cache;", "inline int n = 0;",
                                 "thread_local int n;", "static const char* last;", "static Cache cache{};"})
        EXPECT_EQ(variables(variable), 1u) << variable;
    for (const char* other :
         {"static constexpr int n = 1;", "static const std::vector<int> all{1};", "static int next(int a);",
          "inline constexpr int n = 1;", "inline bool operator==(A, B) { return true; }", "constexpr static int n = 1;",
          "static const char* const name = \"\";", "inline namespace v1 {", "template <class T> inline T f();"})
        EXPECT_EQ(variables(other), 0u) << other;
}

}  // namespace
}  // namespace tidemark::house
