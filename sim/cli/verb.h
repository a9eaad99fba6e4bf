#pragma once

#include "sim/cli/exit_code.h"
#include "sim/cli/terminal.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

struct OptionSpec {
    std::string name;   // "--mode"
    std::string value;  // "M" as help shows it; empty: a flag
    std::string help;
    bool repeatable{false};
    std::vector<std::string> choices;  // the only values it takes, where not empty
};

struct VerbSpec {
    std::string name;
    std::string summary;   // a few words for the start page
    std::string operands;  // as the usage line shows them: "FILE", "[PATH...]"
    std::size_t operands_min{0}, operands_max{0};
    std::vector<OptionSpec> options;
    std::string about;                                          // paragraphs of `tidemark help VERB`
    std::vector<std::pair<std::string, std::string>> examples;  // a command line and what it does
};

// What was written on the command line, decoded.
class Arguments {
public:
    std::vector<std::string> operands;
    std::map<std::string, std::vector<std::string>, std::less<>> options;  // "--mode" -> its values, in order

    bool has(std::string_view option) const { return options.find(option) != options.end(); }
    // The last value given; `otherwise` where the option was not.
    std::string value(std::string_view option, std::string otherwise = {}) const;
    std::vector<std::string> all(std::string_view option) const;
};

enum class Verbosity { quiet, normal, verbose };
enum class Format { human, json, csv, markdown, github };
std::string name_of(Format format);

struct GlobalOptions {
    ColorChoice color{ColorChoice::automatic};
    Verbosity verbosity{Verbosity::normal};
    Format format{Format::human};
    std::string folder;      // -C; empty: here
    std::size_t threads{0};  // TIDEMARK_JOBS; 0: as many as there are processors
    std::string program;     // how the user calls us: "tidemark", "./tidemark"
};

// Everything a verb may use of the outside world besides files.
struct Console {
    Terminal out, err;
    GlobalOptions options;

    bool quiet() const { return options.verbosity == Verbosity::quiet; }
    bool verbose() const { return options.verbosity == Verbosity::verbose; }
    bool json() const { return options.format == Format::json; }
    // A command line of ours that works when pasted: "./tidemark run x.yaml".
    std::string command(std::string_view rest) const { return options.program + " " + std::string(rest); }
    // Says what was wrong with the call, on stderr; for the result of a verb.
    ExitCode misused(std::string_view message, std::string_view hint = {});
};

struct Verb {
    VerbSpec spec;
    ExitCode (*run)(const Arguments& arguments, Console& console);
    std::vector<Format> formats{Format::human};  // what --format may be
};

// Every verb there is, in the order of the start page.
const std::vector<Verb>& verbs();

}  // namespace tidemark
