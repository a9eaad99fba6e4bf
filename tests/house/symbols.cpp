#include "tests/house/rules.h"

#include <algorithm>
#include <sstream>

namespace tidemark::house {
namespace {

// Names from the C library, whole; and the beginnings of names from the C++ library.
const std::vector<std::string> functions{
    "time",      "clock",      "clock_gettime", "gettimeofday", "localtime",      "gmtime",
    "getrandom", "rand",       "srand",         "random",       "getenv",         "setenv",
    "setlocale", "localeconv", "strtod",        "strtof",       "strtold",        "atof",
    "printf",    "snprintf",   "fopen",         "open",         "pthread_create", "pthread_mutex_lock",
    "getpid",    "nanosleep",  "sleep"};
const std::vector<std::string> beginnings{"std::random_device",
                                          "std::chrono::_V2::",
                                          "std::thread",
                                          "std::locale::",
                                          "std::ios_base",
                                          "std::cout",
                                          "std::cerr",
                                          "std::basic_ifstream",
                                          "std::basic_ofstream",
                                          "std::filesystem",
                                          "std::__detail::_Prime_rehash_policy",
                                          "std::_Hash_bytes",
                                          "std::__1::__hash",
                                          "boost::"};

}  // namespace

std::vector<std::string> forbidden_symbols(const std::string& nm_output) {
    std::vector<std::string> found;
    std::istringstream lines(nm_output);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t mark = line.find(" U ");
        if (mark == std::string::npos) continue;
        const std::string symbol = line.substr(mark + 3);
        const std::string bare = symbol.substr(0, symbol.find('@'));
        const bool forbidden = std::find(functions.begin(), functions.end(), bare) != functions.end() ||
                               std::any_of(beginnings.begin(), beginnings.end(),
                                           [&](const std::string& b) { return symbol.starts_with(b); });
        if (forbidden) found.push_back(symbol);
    }
    return found;
}

std::vector<std::string> mutable_objects(const std::string& objdump_output) {
    std::vector<std::string> found;
    std::istringstream lines(objdump_output);
    for (std::string line; std::getline(lines, line);) {
        // 0000000000000000 l     O .bss   0000000000000008 tidemark::counter
        const std::size_t object = line.find(" O ");
        if (object == std::string::npos) continue;
        std::istringstream rest(line.substr(object + 3));
        std::string section, size;
        rest >> section >> size;
        const bool relocated_once = section.starts_with(".data.rel.ro");
        const bool writable = section.starts_with(".bss") || section.starts_with(".tbss") ||
                              section.starts_with(".tdata") || (section.starts_with(".data") && !relocated_once);
        if (!writable) continue;
        std::string name;
        std::getline(rest >> std::ws, name);
        if (!name.starts_with(".hidden DW.ref.")) found.push_back(name);  // the compiler's own, for exceptions
    }
    return found;
}

}  // namespace tidemark::house
