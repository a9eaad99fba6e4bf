#pragma once

#include <map>
#include <string>
#include <vector>

// The rules on the tree, and what breaks them.
namespace tidemark::house {

// A rule broken: `file:line: what: why`.
struct Finding {
    std::string file;
    int line;
    std::string what;
    std::string why;
};
std::string to_string(const Finding& finding);

bool is_source(const std::string& file);
bool is_below(const std::string& file, const std::string& folder);

// engine, sim/world, sim/judge, and the scenario as a value: what a run is computed by.
bool in_core(const std::string& file);

// Something that may not stand in the core, with an example that must be found.
struct CoreBan {
    enum class Kind { include, sequence, library_call };
    Kind kind;
    std::vector<std::string> what;  // a header; tokens in a row; a function's name
    std::string why;
    std::string example;
};
const std::vector<CoreBan>& core_bans();

// What one file breaks. `file` is its path from the root, which decides what applies to it.
std::vector<Finding> broken_core_bans(const std::string& file, const std::string& text);
std::vector<Finding> broken_layers(const std::string& file, const std::string& text);
std::vector<Finding> broken_manners(const std::string& file, const std::string& text);

// Types of one full name that several files define. `tree`: path from the root -> text.
std::vector<Finding> namesakes(const std::map<std::string, std::string>& tree);

// What the core's object files ask of the outside, from the output of `nm -uC`.
std::vector<std::string> forbidden_symbols(const std::string& nm_output);
// Objects that can be written to while the program runs, from the output of `objdump -tC`.
std::vector<std::string> mutable_objects(const std::string& objdump_output);

}  // namespace tidemark::house
