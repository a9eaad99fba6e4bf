#include "sim/cli/arguments.h"

#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using testing_cli::call;
using testing_cli::Ended;

ExitCode nothing(const Arguments&, Console&) { return ExitCode::done; }

std::vector<Verb> some_verbs() {
    VerbSpec run;
    run.name = "run";
    run.operands = "FILE";
    run.operands_min = run.operands_max = 1;
    run.options = {{"--mode", "M", "", true, {}},
                   {"--seed", "N", "", false, {}},
                   {"--twice", "", "", false, {}},
                   {"--level", "L", "", false, {"full", "answers"}}};
    VerbSpec list;
    list.name = "list";
    list.operands = "WHAT";
    list.operands_min = 1;
    list.operands_max = 2;
    return {{run, nothing, {Format::human, Format::json}}, {list, nothing, {Format::human}}};
}

CommandLine good(const std::vector<std::string>& words) {
    static const std::vector<Verb> verbs = some_verbs();
    auto read = read_command_line(words, verbs);
    if (const auto* error = std::get_if<UsageError>(&read)) {
        ADD_FAILURE() << error->message;
        return {};
    }
    return std::get<CommandLine>(read);
}

UsageError bad(const std::vector<std::string>& words) {
    auto read = read_command_line(words, some_verbs());
    if (auto* error = std::get_if<UsageError>(&read)) return *error;
    ADD_FAILURE() << "was accepted";
    return {};
}

TEST(Arguments, AreDecoded) {
    const CommandLine line = good({"run", "--mode", "a", "x.yaml", "--mode=b", "--seed", "7", "--twice"});
    ASSERT_NE(line.verb, nullptr);
    EXPECT_EQ(line.verb->spec.name, "run");
    EXPECT_EQ(line.arguments.operands, std::vector<std::string>{"x.yaml"});
    EXPECT_EQ(line.arguments.all("--mode"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(line.arguments.value("--seed"), "7");
    EXPECT_TRUE(line.arguments.has("--twice"));
    EXPECT_FALSE(line.arguments.has("--level"));
}

TEST(Arguments, GlobalOptionsStandAnywhere) {
    for (const auto& words : {std::vector<std::string>{"-q", "--color=never", "-C", "/x", "run", "f"},
                              std::vector<std::string>{"run", "f", "-q", "--color", "never", "-C/x"}}) {
        const CommandLine line = good(words);
        EXPECT_EQ(line.options.verbosity, Verbosity::quiet);
        EXPECT_EQ(line.options.color, ColorChoice::never);
        EXPECT_EQ(line.options.folder, "/x");
    }
}

TEST(Arguments, JsonIsShortForItsFormat) {
    EXPECT_EQ(good({"run", "f", "--json"}).options.format, Format::json);
    EXPECT_EQ(good({"run", "f", "--format", "json"}).options.format, Format::json);
}

TEST(Arguments, AHyphenIsAFile) { EXPECT_EQ(good({"run", "-"}).arguments.operands.front(), "-"); }

TEST(Arguments, AfterTwoHyphensEverythingIsAFile) {
    EXPECT_EQ(good({"run", "--", "--mode"}).arguments.operands.front(), "--mode");
}

TEST(Arguments, AValueMayLookLikeAnOption) {
    EXPECT_EQ(good({"run", "f", "--seed=-1"}).arguments.value("--seed"), "-1");
}

TEST(Arguments, AnUnknownCommandGetsTheNearestOne) {
    EXPECT_EQ(bad({"rnu", "x.yaml"}).message, "unknown command 'rnu'");
    EXPECT_EQ(bad({"rnu", "x.yaml"}).hint, "did you mean 'run'?");
    EXPECT_EQ(bad({"scenarios/x.yaml"}).hint, "did you mean 'run scenarios/x.yaml'?");
    EXPECT_EQ(bad({"zebra"}).hint, "");
}

TEST(Arguments, AnUnknownOptionGetsTheNearestOneAndItsValueIsNoFile) {
    EXPECT_EQ(bad({"run", "x.yaml", "--sed", "3"}).message, "run has no option '--sed'");
    EXPECT_EQ(bad({"run", "x.yaml", "--sed", "3"}).hint, "did you mean '--seed'?");
    EXPECT_EQ(bad({"list", "x", "--mode", "a"}).hint, "run has it");
    EXPECT_EQ(bad({"--mode", "a", "run", "f"}).message, "--mode comes after the command");
    EXPECT_EQ(bad({"run", "f", "-x"}).message, "run has no option '-x'");
}

TEST(Arguments, MistakesAreSentences) {
    EXPECT_EQ(bad({"run"}).message, "run needs FILE");
    EXPECT_EQ(bad({"run", "a", "b"}).message, "run takes FILE only, and 'b' is one too many");
    EXPECT_EQ(bad({"run", "a", "--seed"}).message, "--seed needs a value");
    EXPECT_EQ(bad({"run", "a", "--seed", "--twice"}).message, "--seed needs a value");
    EXPECT_EQ(bad({"run", "a", "--twice=yes"}).message, "--twice takes no value");
    EXPECT_EQ(bad({"run", "a", "--seed", "1", "--seed", "2"}).message, "--seed can be given only once");
    EXPECT_EQ(bad({"run", "a", "--level", "ful"}).hint, "did you mean 'full'?");
    EXPECT_EQ(bad({"list", "a", "--json"}).message, "list has no format 'json'");
    EXPECT_EQ(bad({"run", "a", "--quiet", "-v"}).message, "--quiet and --verbose contradict each other");
}

TEST(Program, SaysItsVersion) {
    const Ended ended = call("--version");
    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(ended.out.starts_with("tidemark ")) << ended.out;
    EXPECT_EQ(ended.err, "");
}

TEST(Program, BareItShowsTheStartPage) {
    const Ended ended = call("");
    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(testing_cli::contains(ended.out, "tidemark <command> [options]")) << ended.out;
    EXPECT_TRUE(testing_cli::contains(ended.out, "Start here")) << ended.out;
}

TEST(Program, MisuseEndsWithTwoOnStderr) {
    const Ended ended = call("rnu scenarios/subway-2358.yaml");
    EXPECT_EQ(ended.code, 2);
    EXPECT_EQ(ended.out, "");
    EXPECT_TRUE(ended.err.starts_with("tidemark: unknown command 'rnu'\n  did you mean 'run'?\n")) << ended.err;
}

TEST(Program, AFolderThatIsNotThereIsAMistake) {
    const Ended ended = call("-C nowhere list modes");
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(ended.err.starts_with("tidemark: cannot work in 'nowhere'")) << ended.err;
}

TEST(Program, TheNumberOfThreadsMustBeOne) {
    const Ended ended = call({.words = "list modes", .environment = {{"TIDEMARK_JOBS", "many"}}});
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(testing_cli::contains(ended.err, "TIDEMARK_JOBS is 'many'")) << ended.err;
}

TEST(Program, ColoursAreForTerminalsAndThoseWhoAsk) {
    const auto colored = [](const testing_cli::Call& call) {
        return testing_cli::contains(testing_cli::call(call).out, "\x1b[");
    };
    EXPECT_FALSE(colored({.words = "list modes"}));
    EXPECT_TRUE(colored({.words = "list modes", .environment = {{"FORCE_COLOR", "1"}}}));
    EXPECT_FALSE(colored({.words = "list modes", .environment = {{"FORCE_COLOR", "1"}, {"NO_COLOR", "1"}}}));
    EXPECT_TRUE(colored({.words = "list modes --color always", .environment = {{"NO_COLOR", "1"}}}));
    EXPECT_FALSE(colored({.words = "list modes --no-color", .environment = {{"FORCE_COLOR", "1"}}}));
}

}  // namespace
}  // namespace tidemark
