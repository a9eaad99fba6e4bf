#include "tests/house/rules.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <memory>

// What the compiler made of the core: whom it calls, and what it keeps.
namespace tidemark::house {
namespace {

// What `command` prints about each of the core's object files.
std::string about_the_core(const std::string& command) {
    std::string output;
    std::ifstream objects(TIDEMARK_BINARY_DIR "/core_objects.txt");
    for (std::string object; std::getline(objects, object);) {
        if (object.empty()) continue;
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen((command + " '" + object + "'").c_str(), "r"), pclose);
        char buffer[4096];
        while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, pipe.get()))
            output.append(buffer, count);
    }
    return output;
}

TEST(Symbols, TheCoreAsksNothingOfTheMachine) {
    const std::string symbols = about_the_core("nm -uC");
    ASSERT_NE(symbols.find(" U "), std::string::npos) << "nm shows no symbols: is it there?";
    EXPECT_EQ(forbidden_symbols(symbols), std::vector<std::string>{});
}

TEST(Symbols, TheCoreKeepsNothingBetweenRuns) {
    if (std::string(TIDEMARK_SANITIZE) != "")
        GTEST_SKIP() << "sanitizers keep books of their own beside the core's objects";
    const std::string symbols = about_the_core("objdump -tC");
    ASSERT_NE(symbols.find(" F "), std::string::npos) << "objdump shows no functions: is it there?";
    EXPECT_EQ(mutable_objects(symbols), std::vector<std::string>{});
}

TEST(Symbols, ForbiddenOnesAreFound) {
    const std::string output =
        "engine.o:\n                 U time\n                 U strtod@GLIBC_2.2.5\n                 U memcpy\n"
        "                 U std::chrono::_V2::system_clock::now()\n                 U tidemark::time(int)\n"
        "0000000000000000 T rand\n                 U std::__detail::_Prime_rehash_policy::_M_next_bkt(unsigned long) "
        "const\n";
    EXPECT_EQ(forbidden_symbols(output),
              (std::vector<std::string>{"time", "strtod@GLIBC_2.2.5", "std::chrono::_V2::system_clock::now()",
                                        "std::__detail::_Prime_rehash_policy::_M_next_bkt(unsigned long) const"}));
}

TEST(Symbols, MutableObjectsAreFound) {
    const std::string output =
        "0000000000000000 l     O .bss\t0000000000000008 tidemark::counter\n"
        "0000000000000000 u     O .bss._ZN8tidemark1nE\t0000000000000004 tidemark::n\n"
        "0000000000000000 g     O .data\t0000000000000004 tidemark::started\n"
        "0000000000000000 l     O .data.rel.ro.local\t0000000000000018 tidemark::names\n"
        "0000000000000000  w    O .data.rel.local.DW.ref.x\t0000000000000008 .hidden DW.ref.__gxx_personality_v0\n"
        "0000000000000000 l     O .rodata\t0000000000000018 tidemark::table\n"
        "0000000000000000 g     F .text\t0000000000000018 tidemark::f()\n";
    EXPECT_EQ(mutable_objects(output),
              (std::vector<std::string>{"tidemark::counter", "tidemark::n", "tidemark::started"}));
}

}  // namespace
}  // namespace tidemark::house
