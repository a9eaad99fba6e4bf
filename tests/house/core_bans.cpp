#include "tests/house/rules.h"
#include "tests/house/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace tidemark::house {
namespace {

using Kind = CoreBan::Kind;

const std::string unordered = "its order depends on the library: std::map, sorted vectors, dense ids";
const std::string chance = "chance is drawn by sim/world/random.h, with a key";
const std::string clock_ban = "time is an argument";
const std::string outside = "the core knows nothing of the machine it runs on";
const std::string floats = "the core computes with integers: floats differ between processors";
const std::string locale = "its output depends on the locale: fmt and from_chars with integers";
const std::string floor_of_compilers = "libc++ 13 does not have it";

CoreBan header(const std::string& name, const std::string& why) {
    return {Kind::include, {name}, why, "#include <" + name + ">\n"};
}
CoreBan word(const std::string& name, const std::string& why) { return {Kind::sequence, {name}, why, name + " x;\n"}; }
CoreBan of_std(const std::string& name, const std::string& why) {
    return {Kind::sequence, {"std", "::", name}, why, "std::" + name + "(x);\n"};
}
CoreBan call(const std::string& name, const std::string& why) {
    return {Kind::library_call, {name}, why, "int f() { return " + name + "(0); }\n"};
}

std::vector<CoreBan> make_core_bans() {
    std::vector<CoreBan> bans;
    const auto add = [&](auto make, const std::vector<std::string>& names, const std::string& why) {
        for (const std::string& name : names)
            bans.push_back(make(name, why));
    };
    add(header, {"unordered_map", "unordered_set"}, unordered);
    add(word, {"unordered_map", "unordered_set", "unordered_multimap", "unordered_multiset"}, unordered);
    add(of_std, {"hash"}, "its value depends on the library: scatter(), or xxHash");
    add(header, {"random"}, chance);
    add(word, {"random_device", "mt19937", "mt19937_64", "default_random_engine"}, chance);
    add(of_std, {"shuffle", "uniform_int_distribution", "normal_distribution"}, chance);
    add(call, {"rand", "srand", "drand48", "getrandom"}, chance);
    add(header, {"ctime", "time.h"}, clock_ban);
    add(word, {"system_clock", "steady_clock", "high_resolution_clock"}, clock_ban);
    add(call, {"time", "gettimeofday", "clock_gettime"}, clock_ban);
    bans.push_back({Kind::sequence, {"::", "now", "("}, clock_ban, "auto x = Clock::now();\n"});
    add(header, {"thread", "mutex", "shared_mutex", "atomic", "condition_variable", "future", "stop_token"},
        "one thread a run; many runs are many threads, in sim/campaign");
    add(of_std, {"thread", "jthread", "async", "mutex", "atomic"},
        "one thread a run; many runs are many threads, in sim/campaign");
    add(header, {"fstream", "filesystem", "cstdio", "unistd.h"}, outside);
    add(call, {"getenv", "system", "fopen", "printf", "getpid"}, outside);
    add(header, {"iostream", "ostream", "istream", "sstream", "iomanip", "locale", "clocale", "regex"}, locale);
    add(call,
        {"setlocale", "stod", "stof", "strtod", "atof", "stoi", "stol", "stoll", "strtol", "atoi", "isalpha", "isdigit",
         "isspace", "tolower", "toupper"},
        locale);
    add(header, {"cmath", "math.h", "cfloat", "complex", "numbers"}, floats);
    add(word, {"float", "double"}, floats);
    add(header, {"format", "source_location", "expected", "ranges", "coroutine", "memory_resource"},
        floor_of_compilers);
    add(of_std, {"format", "bit_cast", "ranges", "expected"}, floor_of_compilers);
    add(word, {"__int128", "long", "wchar_t"}, "its width depends on the processor: std::int64_t and its kin");
    add(word, {"thread_local"}, "no state outside values");
    return bans;
}

// Digits and signs of a number such as 1.5 or 1e3, but not 0x1e3 and 1'000.
bool is_float(const std::string& number) {
    if (!std::isdigit(static_cast<unsigned char>(number.front())) && number.front() != '.') return false;
    if (number.size() == 1) return false;
    if (number.starts_with("0x") || number.starts_with("0X")) return number.find_first_of(".pP") != std::string::npos;
    return number.find_first_of(".eE") != std::string::npos;
}

std::vector<std::size_t> places(const CoreBan& ban, const std::vector<Token>& tokens) {
    return ban.kind == Kind::sequence ? find_sequence(tokens, ban.what) : find_library_calls(tokens, ban.what.front());
}

}  // namespace

bool in_core(const std::string& file) {
    return is_source(file) && (is_below(file, "engine") || is_below(file, "sim/world") || is_below(file, "sim/judge") ||
                               (is_below(file, "sim/scene") && !file.starts_with("sim/scene/svg")) ||
                               is_below(file, "sim/lesson") || file == "sim/scenario/scenario.h");
}

const std::vector<CoreBan>& core_bans() {
    static const std::vector<CoreBan> bans = make_core_bans();
    return bans;
}

std::vector<Finding> broken_core_bans(const std::string& file, const std::string& text) {
    std::vector<Finding> findings;
    if (!in_core(file)) return findings;
    const std::vector<Token> tokens = tokens_of(text);
    const std::vector<Include> includes = includes_of(text);
    for (const CoreBan& ban : core_bans()) {
        if (ban.kind == Kind::include) {
            for (const Include& include : includes)
                if (include.path == ban.what.front())
                    findings.push_back({file, include.line, "<" + include.path + ">", ban.why});
            continue;
        }
        for (const std::size_t place : places(ban, tokens)) {
            // `#include <random>` is the header's ban, `#include <a/long/path.h>` nobody's.
            if (std::any_of(includes.begin(), includes.end(),
                            [&](const Include& i) { return i.line == tokens[place].line; }))
                continue;
            findings.push_back({file, tokens[place].line, fmt::format("{}", fmt::join(ban.what, "")), ban.why});
        }
    }
    for (const Token& token : tokens)
        if (is_float(token.text)) findings.push_back({file, token.line, token.text, floats});
    for (const std::size_t place : find_mutable_statics(tokens))
        findings.push_back({file, tokens[place].line, tokens[place].text, "no mutable globals: a run is a value"});
    for (const std::string& container : {std::string("map"), std::string("set")})
        for (const std::size_t place : find_sequence(tokens, {container, "<"}))
            for (std::size_t i = place + 2; i < tokens.size() && tokens[i].text != "," && tokens[i].text != ">"; ++i)
                if (tokens[i].text == "*")
                    findings.push_back({file, tokens[place].line, container + " of pointers",
                                        "addresses differ between runs: ids as keys"});
    return findings;
}

}  // namespace tidemark::house
