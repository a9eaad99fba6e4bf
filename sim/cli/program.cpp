#include "sim/cli/program.h"

#include "engine/invariant.h"
#include "sim/cli/arguments.h"
#include "sim/cli/help_pages.h"
#include "sim/cli/interrupt.h"
#include "sim/cli/text.h"
#include "sim/cli/version.h"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>

namespace tidemark {
namespace {

// What the user must type to call us again from where he stands.
std::string called_as(const char* word) {
    const bool by_path = word != nullptr && std::strchr(word, '/') != nullptr;
    return by_path && access("./tidemark", X_OK) == 0 ? "./tidemark" : "tidemark";
}

void complain(Console& console, const std::string& message, const std::string& hint, const std::string& verb) {
    Terminal& err = console.err;
    err.print(fmt::format("{} {}\n", err.paint(Role::bad, "tidemark:"), message));
    if (!hint.empty()) err.print(fmt::format("  {}\n", hint));
    err.print(err.paint(Role::faint, console.command(verb.empty() ? "help" : "help " + verb) + " shows how") + "\n");
}

std::optional<UsageError> read_environment(GlobalOptions& options) {
    const char* jobs = std::getenv("TIDEMARK_JOBS");
    if (jobs == nullptr || *jobs == '\0') return std::nullopt;
    const char* end = jobs + std::strlen(jobs);
    const auto [rest, error] = std::from_chars(jobs, end, options.threads);
    if (error == std::errc{} && rest == end && options.threads >= 1 && options.threads <= 256) return std::nullopt;
    return UsageError{fmt::format("TIDEMARK_JOBS is '{}', and must be a number of threads from 1 to 256", jobs), "",
                      ""};
}

std::string as_typed(int count, char** words) {
    std::string line = "tidemark";
    for (int i = 1; i < count; ++i)
        line += " " + shell_word(words[i]);
    return line;
}

ExitCode report_internal_error(Terminal& err, const std::string& what, const std::string& typed) {
    err.print(fmt::format("{} {}\n", err.paint(Role::bad, "tidemark: internal error:"), what));
    err.print(
        fmt::format("  This is a mistake of Tidemark, not of your scenario. Please report it with these lines and the\n"
                    "  scenario file; the same call shows it again:\n"
                    "    {}\n"
                    "    tidemark {}\n",
                    typed, version));
    return ExitCode::internal_error;
}

ExitCode dispatch(const CommandLine& line, Console& console) {
    if (line.version) {
        console.out.print(fmt::format("tidemark {}\n", version));
        return ExitCode::done;
    }
    if (line.help && line.verb != nullptr) {
        console.out.print(verb_page(*line.verb, console));
        return ExitCode::done;
    }
    if (line.verb == nullptr) {
        console.out.print(start_page(console));
        return ExitCode::done;
    }
    return line.verb->run(line.arguments, console);
}

ExitCode run_words(int count, char** words) {
    Console console{Terminal(stdout, ColorChoice::automatic), Terminal(stderr, ColorChoice::automatic), {}};
    console.options.program = called_as(count > 0 ? words[0] : nullptr);
    const std::vector<std::string> given(words + std::min(count, 1), words + count);
    auto read = read_command_line(given, verbs());
    if (auto* error = std::get_if<UsageError>(&read)) {
        complain(console, error->message, error->hint, error->verb);
        return ExitCode::bad_usage;
    }
    CommandLine& line = std::get<CommandLine>(read);
    line.options.program = console.options.program;
    if (!line.options.folder.empty()) line.options.program += " -C " + shell_word(line.options.folder);
    console = {Terminal(stdout, line.options.color), Terminal(stderr, line.options.color), line.options};
    if (auto error = read_environment(console.options)) {
        complain(console, error->message, error->hint, error->verb);
        return ExitCode::bad_usage;
    }
    if (!line.options.folder.empty() && chdir(line.options.folder.c_str()) != 0) {
        complain(console, fmt::format("cannot work in '{}': {}", line.options.folder, std::strerror(errno)), "", "");
        return ExitCode::bad_usage;
    }
    ExitCode code = dispatch(line, console);
    if (console.out.broken()) {
        console.err.print(fmt::format("tidemark: cannot write the standard output: {}\n", std::strerror(errno)));
        code = worst(code, ExitCode::bad_usage);
    }
    return code;
}

}  // namespace

ExitCode Console::misused(std::string_view message, std::string_view hint) {
    out.flush();
    err.print(fmt::format("{} {}\n", err.paint(Role::bad, "tidemark:"), message));
    if (!hint.empty()) err.print(fmt::format("  {}\n", hint));
    return ExitCode::bad_usage;
}

int run_program(int count, char** words) {
    end_on_interrupt();
    ExitCode code = ExitCode::done;
    Terminal err(stderr, ColorChoice::automatic);
    try {
        code = run_words(count, words);
    } catch (const InvariantViolation& violation) {
        code = report_internal_error(err, violation.what(), as_typed(count, words));
    } catch (const std::bad_alloc&) {
        code = report_internal_error(err, "out of memory", as_typed(count, words));
    } catch (const std::exception& exception) {
        code = report_internal_error(err, exception.what(), as_typed(count, words));
    }
    return static_cast<int>(code);
}

}  // namespace tidemark
