#include "sim/cli/arguments.h"

#include "sim/cli/text.h"
#include "sim/scenario/diagnostic.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

constexpr Format all_formats[] = {Format::human, Format::json, Format::csv, Format::markdown, Format::github};

const OptionSpec* find_option(const std::vector<OptionSpec>& options, std::string_view name) {
    const auto found =
        std::find_if(options.begin(), options.end(), [&](const OptionSpec& o) { return o.name == name; });
    return found == options.end() ? nullptr : &*found;
}

std::string long_form(char letter) {
    switch (letter) {
        case 'h':
            return "--help";
        case 'q':
            return "--quiet";
        case 'v':
            return "--verbose";
        default:
            return {};
    }
}

// Reads the words against the tree of verbs and options before CLI11 sees them: it would answer an unknown verb with "A
// subcommand is required", and take the 3 of `--sed 3` for a file. What comes out is unambiguous: `--name=value`.
class WordReader {
public:
    explicit WordReader(const std::vector<Verb>& verbs) : verbs_(verbs) {}

    std::optional<UsageError> read(const std::vector<std::string>& words) {
        for (std::size_t i = 0; i < words.size() && !error_; ++i) {
            const std::string& word = words[i];
            const std::string* next = i + 1 < words.size() ? &words[i + 1] : nullptr;
            bool took_next = false;
            if (only_operands_ || word == "-" || word.empty() || word[0] != '-') {
                operand(word);
            } else if (word == "--") {
                only_operands_ = true;
            } else if (word.rfind("--", 0) == 0) {
                took_next = long_option(word, next);
            } else {
                took_next = short_options(word, next);
            }
            if (took_next) ++i;
        }
        if (!error_) check_operands();
        return error_;
    }

    const Verb* verb() const { return verb_; }
    const std::vector<std::string>& operands() const { return operands_; }
    std::vector<std::string> global_words, verb_words;

private:
    void fail(std::string message, std::string hint = {}) {
        error_ = UsageError{std::move(message), std::move(hint), verb_ != nullptr ? verb_->spec.name : ""};
    }

    void operand(const std::string& word) {
        if (verb_ != nullptr) {
            operands_.push_back(word);
            return;
        }
        std::vector<std::string> names;
        for (const Verb& verb : verbs_) {
            names.push_back(verb.spec.name);
            if (verb.spec.name == word) verb_ = &verb;
        }
        if (verb_ != nullptr) return;
        const auto ends_with = [&](std::string_view end) {
            return word.size() > end.size() && word.compare(word.size() - end.size(), end.size(), end) == 0;
        };
        if (ends_with(".yaml") || ends_with(".yml") || word.find('/') != std::string::npos) {
            return fail(fmt::format("'{}' is a file, and no command says what to do with it", word),
                        fmt::format("did you mean 'run {}'?", shell_word(word)));
        }
        std::string_view near = nearest(word, names);
        if (near.empty() && word.size() >= 3) near = only_beginning(word, names);
        fail(fmt::format("unknown command '{}'", word), near.empty() ? "" : fmt::format("did you mean '{}'?", near));
    }

    // The one name that begins with these letters: worth a suggestion, never a guess.
    static std::string_view only_beginning(std::string_view word, const std::vector<std::string>& names) {
        std::string_view found;
        for (const std::string& name : names) {
            if (name.rfind(word, 0) != 0) continue;
            if (!found.empty()) return {};
            found = name;
        }
        return found;
    }

    // Returns whether the next word was taken as its value.
    bool long_option(const std::string& word, const std::string* next) {
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const OptionSpec* global = find_option(global_options(), name);
        const OptionSpec* own = verb_ != nullptr ? find_option(verb_->spec.options, name) : nullptr;
        if (global == nullptr && own == nullptr) {
            unknown_option(name);
            return false;
        }
        const OptionSpec& option = own != nullptr ? *own : *global;
        std::vector<std::string>& words = own != nullptr ? verb_words : global_words;
        if (option.value.empty()) {
            if (equals != std::string::npos) fail(fmt::format("{} takes no value", name));
            words.push_back(name);
            return false;
        }
        if (equals != std::string::npos) {
            add_value(option, word.substr(equals + 1), words);
            return false;
        }
        if (next == nullptr || next->rfind("--", 0) == 0) {
            fail(fmt::format("{} needs a value", name), fmt::format("{} {}", name, option.value));
            return false;
        }
        add_value(option, *next, words);
        return true;
    }

    void add_value(const OptionSpec& option, const std::string& value, std::vector<std::string>& words) {
        if (value.empty()) return fail(fmt::format("{} needs a value", option.name), option.name + " " + option.value);
        if (!option.choices.empty() &&
            std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end()) {
            return fail(fmt::format("{} cannot be '{}'", option.name, value), suggest(value, option.choices));
        }
        const std::string begun = option.name + "=";
        const bool again =
            std::any_of(words.begin(), words.end(), [&](const std::string& w) { return w.rfind(begun, 0) == 0; });
        if (again && !option.repeatable) return fail(fmt::format("{} can be given only once", option.name));
        words.push_back(begun + value);
    }

    bool short_options(const std::string& word, const std::string* next) {
        if (word.rfind("-C", 0) == 0) {
            if (word.size() > 2) {
                global_words.push_back("--directory=" + word.substr(2));
                return false;
            }
            if (next == nullptr) {
                fail("-C needs a folder", "-C DIR");
                return false;
            }
            global_words.push_back("--directory=" + *next);
            return true;
        }
        for (const char letter : word.substr(1)) {
            const std::string name = long_form(letter);
            if (name.empty()) {
                unknown_option(word.size() > 2 ? "-" + word : word);
                return false;
            }
            global_words.push_back(name);
        }
        return false;
    }

    void unknown_option(const std::string& name) {
        std::vector<std::string> names;
        if (verb_ != nullptr) {
            for (const OptionSpec& option : verb_->spec.options)
                names.push_back(option.name);
        }
        for (const OptionSpec& option : global_options())
            names.push_back(option.name);
        const std::string message = verb_ != nullptr ? fmt::format("{} has no option '{}'", verb_->spec.name, name)
                                                     : fmt::format("unknown option '{}'", name);
        if (const std::string_view near = nearest(name, names); !near.empty()) {
            return fail(message, fmt::format("did you mean '{}'?", near));
        }
        std::vector<std::string> owners;
        for (const Verb& verb : verbs_) {
            if (find_option(verb.spec.options, name) != nullptr) owners.push_back(verb.spec.name);
        }
        if (owners.empty()) return fail(message);
        if (verb_ == nullptr) return fail(fmt::format("{} comes after the command", name), owners.front() + " " + name);
        fail(message, fmt::format("{} {} it", enumerated(owners), owners.size() == 1 ? "has" : "have"));
    }

    void check_operands() {
        if (verb_ == nullptr || asks_for_help()) return;
        const VerbSpec& spec = verb_->spec;
        if (operands_.size() < spec.operands_min) {
            fail(fmt::format("{} needs {}", spec.name, spec.operands), fmt::format("{} {}", spec.name, spec.operands));
        } else if (operands_.size() > spec.operands_max) {
            if (spec.operands_max == 0) return fail(fmt::format("{} takes no '{}'", spec.name, operands_.front()));
            fail(fmt::format("{} takes {} only, and '{}' is one too many", spec.name, spec.operands,
                             operands_[spec.operands_max]));
        }
    }

    bool asks_for_help() const {
        return std::find(global_words.begin(), global_words.end(), "--help") != global_words.end();
    }

    const std::vector<Verb>& verbs_;
    const Verb* verb_{nullptr};
    std::vector<std::string> operands_;
    bool only_operands_{false};
    std::optional<UsageError> error_;
};

// Hands the words to CLI11, which decodes them into `decoded` by the table of options.
void decode(const std::vector<OptionSpec>& options, std::vector<std::string> words, Arguments& decoded) {
    CLI::App app;
    app.set_help_flag();
    std::map<std::string, std::vector<std::string>> values;
    std::map<std::string, std::size_t> flags;
    for (const OptionSpec& option : options) {
        if (option.value.empty()) {
            app.add_flag_function(
                option.name,
                [&flags, name = option.name](std::int64_t count) { flags[name] = static_cast<std::size_t>(count); },
                option.help);
        } else {
            app.add_option_function<std::vector<std::string>>(
                   option.name,
                   [&values, name = option.name](const std::vector<std::string>& given) { values[name] = given; },
                   option.help)
                ->type_size(1)
                ->allow_extra_args(false)
                ->multi_option_policy(option.repeatable ? CLI::MultiOptionPolicy::TakeAll
                                                        : CLI::MultiOptionPolicy::Throw);
        }
    }
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    app.parse(std::move(words));
    for (auto& [name, given] : values)
        decoded.options[name] = given;
    for (const auto& [name, count] : flags) {
        if (count > 0) decoded.options[name] = {};
    }
}

std::optional<UsageError> read_globals(const Arguments& given, const Verb* verb, CommandLine& line) {
    GlobalOptions& options = line.options;
    const std::string name = verb != nullptr ? verb->spec.name : "";
    line.help = given.has("--help");
    line.version = given.has("--version");
    options.folder = given.value("--directory");
    if (given.has("--quiet") && given.has("--verbose"))
        return UsageError{"--quiet and --verbose contradict each other", "", name};
    if (given.has("--quiet")) options.verbosity = Verbosity::quiet;
    if (given.has("--verbose")) options.verbosity = Verbosity::verbose;
    const std::string color = given.value("--color", given.has("--no-color") ? "never" : "auto");
    if (given.has("--no-color") && color != "never")
        return UsageError{"--color and --no-color contradict each other", "", name};
    options.color = color == "always"  ? ColorChoice::always
                    : color == "never" ? ColorChoice::never
                                       : ColorChoice::automatic;
    const std::string wanted = given.value("--format", given.has("--json") ? "json" : "human");
    if (given.has("--json") && wanted != "json")
        return UsageError{"--json and --format contradict each other", "", name};
    std::vector<std::string> possible;
    for (const Format format : all_formats) {
        if (verb != nullptr && std::find(verb->formats.begin(), verb->formats.end(), format) == verb->formats.end())
            continue;
        possible.push_back(name_of(format));
        if (wanted == possible.back()) {
            options.format = format;
            return std::nullopt;
        }
    }
    return UsageError{fmt::format("{} has no format '{}'", name, wanted),
                      possible.size() == 1 ? "human is all it has" : suggest(wanted, possible), name};
}

}  // namespace

std::string name_of(Format format) {
    switch (format) {
        case Format::human:
            return "human";
        case Format::json:
            return "json";
        case Format::csv:
            return "csv";
        case Format::markdown:
            return "markdown";
        case Format::github:
            return "github";
    }
    return {};
}

const std::vector<OptionSpec>& global_options() {
    static const std::vector<OptionSpec> options{
        {"--help", "", "how to use this command", false, {}},
        {"--version", "", "which Tidemark this is", false, {}},
        {"--quiet", "", "only what failed", false, {}},
        {"--verbose", "", "more of what was found", false, {}},
        {"--color", "auto|always|never", "colours; auto: on a terminal", false, {"auto", "always", "never"}},
        {"--no-color", "", "no colours, as with NO_COLOR set", false, {}},
        {"--format", "F", "human, json, csv, markdown or github, where the command has it", false, {}},
        {"--json", "", "short for --format json", false, {}},
        {"--directory", "DIR", "work in this folder", false, {}},
    };
    return options;
}

std::string Arguments::value(std::string_view option, std::string otherwise) const {
    const auto found = options.find(option);
    return found == options.end() || found->second.empty() ? std::move(otherwise) : found->second.back();
}

std::vector<std::string> Arguments::all(std::string_view option) const {
    const auto found = options.find(option);
    return found == options.end() ? std::vector<std::string>{} : found->second;
}

std::variant<CommandLine, UsageError> read_command_line(const std::vector<std::string>& words,
                                                        const std::vector<Verb>& verbs) {
    WordReader reader(verbs);
    if (auto error = reader.read(words)) return *error;
    CommandLine line;
    line.verb = reader.verb();
    line.arguments.operands = reader.operands();
    const std::string verb_name = line.verb != nullptr ? line.verb->spec.name : "";
    try {
        Arguments globals;
        decode(global_options(), reader.global_words, globals);
        if (line.verb != nullptr) decode(line.verb->spec.options, reader.verb_words, line.arguments);
        if (auto error = read_globals(globals, line.verb, line)) return *error;
    } catch (const CLI::ParseError& error) {  // its hundred exit codes all mean: bad usage
        return UsageError{error.what(), "", verb_name};
    }
    return line;
}

}  // namespace tidemark
