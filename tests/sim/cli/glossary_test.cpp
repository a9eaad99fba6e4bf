#include "sim/glossary/glossary.h"

#include "sim/cli/text.h"
#include "sim/cli/verb.h"
#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

namespace tidemark {
namespace {

using testing_cli::call;
using testing_cli::contains;
using testing_cli::Ended;

TEST(Glossary, HasTheWordsOfTheField) {
    EXPECT_GE(glossary().size(), 60U);
    for (const char* word :
         {"watermark", "event time", "Event-Time", "event_time", "kappa", "checkpoint", "exactly once"}) {
        EXPECT_NE(find_term(word), nullptr) << word;
    }
}

TEST(Glossary, EveryTermIsWholeAndLeadsOn) {
    for (const Term& term : glossary()) {
        EXPECT_TRUE(term.meaning.ends_with('.') || term.meaning.ends_with('"')) << term.name;
        EXPECT_TRUE(term.shown.ends_with('.')) << term.name;
        EXPECT_FALSE(term.command.empty()) << term.name;
        EXPECT_FALSE(term.related.empty()) << term.name;
        for (const std::string& related : term.related) {
            EXPECT_NE(find_term(related), nullptr) << term.name << " leads to " << related;
            EXPECT_NE(related, term.name);
        }
    }
}

TEST(Glossary, NoWordHasTwoPages) {
    std::map<std::string, std::string> owner;
    for (const Term& term : glossary()) {
        std::vector<std::string> names = term.aliases;
        names.push_back(term.name);
        for (const std::string& name : names) {
            const auto [other, fresh] = owner.emplace(name, term.name);
            EXPECT_TRUE(fresh) << name << " means " << other->second << " and " << term.name;
        }
    }
    for (const Verb& verb : verbs())
        EXPECT_EQ(owner.count(verb.spec.name), 0U) << verb.spec.name << " is a command";
}

TEST(Glossary, EveryCommandToTryWorks) {
    if (!std::filesystem::exists(std::string(TIDEMARK_SOURCE_DIR) + "/scenarios/subway-2358.yaml"))
        GTEST_SKIP() << "no scenarios here";
    std::set<std::string> commands;
    for (const Term& term : glossary())
        commands.insert(term.command);
    for (const Verb& verb : verbs()) {
        for (const auto& [command, what] : verb.spec.examples)
            commands.insert(command);
    }
    const testing_cli::TemporaryFolder folder;
    std::filesystem::create_directory_symlink(std::string(TIDEMARK_SOURCE_DIR) + "/scenarios",
                                              folder.path() + "/scenarios");
    std::filesystem::create_directory_symlink(std::string(TIDEMARK_SOURCE_DIR) + "/tests", folder.path() + "/tests");
    for (const std::string& command : commands) {
        if (command.rfind("test", 0) == 0 && !contains(command, "subway"))
            continue;  // the whole folder: other tests do that
        if (command.rfind("gui", 0) == 0)
            continue;  // it wants a display, and stays: tests/gui start it on one of theirs
        const Ended ended = call({.words = command, .folder = folder.path()});
        EXPECT_TRUE(ended.code == 0 || ended.code == 1 || ended.code == 5)
            << command << " ended with " << ended.code << "\n"
            << ended.err;
    }
}

TEST(Help, ExplainsAWord) {
    const Ended ended = call("help watermark");
    EXPECT_EQ(ended.code, 0);
    for (const char* part : {"watermark", "In Tidemark: ", "Try: ", "See also: "})
        EXPECT_TRUE(contains(ended.out, part)) << part;
}

TEST(Help, KnowsCommandsTopicsCodesInvariantsAndQueries) {
    for (const char* word : {"run", "outputs", "exit-codes", "terms", "times", "environment", "0", "5", "exit 70",
                             "event time", "replay_identical", "I1", "first_answer_at"}) {
        const Ended ended = call(std::string("help ") + word);
        EXPECT_EQ(ended.code, 0) << word << ended.err;
        EXPECT_GT(ended.out.size(), 40U) << word;
    }
}

TEST(Help, AWordWithoutAPageGetsTheNearest) {
    const Ended ended = call("help watermrak");
    EXPECT_EQ(ended.code, 2);
    EXPECT_EQ(ended.err, "tidemark: there is no page about 'watermrak'\n  did you mean 'watermark'?\n");
}

TEST(Help, EveryCommandHasAPageThatFits) {
    for (const Verb& verb : verbs()) {
        const Ended ended = call(verb.spec.name + " --help");
        EXPECT_EQ(ended.code, 0) << verb.spec.name;
        EXPECT_EQ(ended.out, call("help " + verb.spec.name).out);
        for (const std::string& line : split_lines(ended.out)) {
            const bool example = contains(line, "tidemark ");  // a command to copy is never broken
            EXPECT_TRUE(example || display_width(line) <= 80U) << line;
        }
    }
}

TEST(Help, PagesFitEightyColumns) {
    std::vector<std::string> words{"", "terms", "outputs", "exit-codes", "times", "environment"};
    for (const Term& term : glossary())
        words.push_back("\"" + term.name + "\"");
    for (const std::string& word : words) {
        for (const std::string& line : split_lines(call("help " + word).out)) {
            if (contains(line, "Try: ")) continue;  // a command is never broken
            EXPECT_LE(display_width(line), 80U) << word << ": " << line;
        }
    }
}

}  // namespace
}  // namespace tidemark
