#include "gui/commands.h"

#include <gtest/gtest.h>

#include <set>

namespace tidemark::gui {
namespace {

TEST(Commands, HaveNamesOfTheirOwn) {
    std::set<std::string_view> ids;
    for (const Command& command : commands()) {
        EXPECT_TRUE(ids.insert(command.id).second) << command.id;
        EXPECT_FALSE(command.title.empty()) << command.id;
        EXPECT_FALSE(command.group.empty()) << command.id;
        EXPECT_NE(command.act, nullptr) << command.id;
    }
}

TEST(Commands, NoKeyStandsForTwo) {
    std::set<std::string> taken;
    for (const Command& command : commands())
        for (const Key& key : command.keys) {
            const std::string name =
                std::to_string(key.code) + (key.control ? "c" : "") + (key.shift ? "s" : "") + (key.alt ? "a" : "");
            EXPECT_TRUE(taken.insert(name).second) << key_text(key) << " of " << command.id;
        }
}

TEST(Commands, EveryKeyHasAWrittenName) {
    for (const Command& command : commands())
        for (const Key& key : command.keys) {
            EXPECT_FALSE(key_text(key).empty()) << command.id;
            EXPECT_NE(key_text(key).back(), '+' == key_text(key).back() && key.code == key_code::equal ? '\0' : '+')
                << command.id;
        }
    EXPECT_EQ(keys_text(command("play")), "Space");
    EXPECT_EQ(keys_text(command("save")), "Ctrl+S");
    EXPECT_EQ(keys_text(command("help")), "?");
    EXPECT_EQ(keys_text(command("firing")), "Shift+.");
}

TEST(Commands, AKeyIsCalledByWhatIsPrintedOnIt) {
    const KeyNames german = [](int code) { return code == 'Z' ? std::string{"y"} : std::string{}; };
    EXPECT_EQ(key_text(Key{'Z', true, false, false}, german), "Ctrl+Y");
    EXPECT_EQ(key_text(Key{'A'}, german), "A");
}

TEST(Commands, NothingThatNeedsARunCanBeDoneWithoutOne) {
    Session session;
    for (const char* id : {"play", "step", "surprise", "focus", "save", "lock-in", "lesson-next", "ghost", "back"})
        EXPECT_FALSE(can(command(id), session)) << id;
    EXPECT_FALSE(press(session, Key{key_code::space}));
    // What can be done without a run does no harm.
    for (const Command& command : commands())
        if (can(command, session)) command.act(session);
}

TEST(Commands, WhatIsInFrontTakesTheKeys) {
    Session session;
    EXPECT_TRUE(press(session, Key{key_code::slash, false, true, false}));
    EXPECT_EQ(session.overlay, Overlay::help);
    EXPECT_FALSE(press(session, Key{key_code::f1 + 1}));
    EXPECT_TRUE(press(session, Key{key_code::escape}));
    EXPECT_EQ(session.overlay, Overlay::none);
}

}  // namespace
}  // namespace tidemark::gui
