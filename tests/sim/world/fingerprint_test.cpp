#include "sim/world/fingerprint.h"

#include <gtest/gtest.h>

#include <string>

namespace tidemark {
namespace {

TEST(Fingerprint, IsXxh3) {
    // XXH3's published answer for no input at all.
    EXPECT_EQ(to_string(FingerprintBuilder{}.fingerprint()), "99aa06d3014798d86001c324468d497f");
}

Fingerprint of_numbers(std::uint64_t count, std::uint64_t peek_every) {
    FingerprintBuilder builder;
    for (std::uint64_t i = 0; i < count; ++i) {
        builder.add(i * i);
        if (i % peek_every == 0) (void)builder.fingerprint();
    }
    return builder.fingerprint();
}

TEST(Fingerprint, LookingAtItChangesNothing) {
    for (const std::uint64_t count : {1u, 127u, 128u, 129u, 1000u, 5000u})
        EXPECT_EQ(of_numbers(count, 1), of_numbers(count, 10'000)) << count;
}

TEST(Fingerprint, EveryValueCounts) {
    FingerprintBuilder a, b;
    for (int i = 0; i < 1000; ++i) {
        a.add(i);
        b.add(i == 3 ? 4 : i);
    }
    EXPECT_NE(a.fingerprint(), b.fingerprint());
}

TEST(Fingerprint, TheTypeOfANumberDoesNotCount) {
    enum class Colour : std::uint8_t { red = 7 };
    FingerprintBuilder a, b;
    a.add(std::int8_t{-1});
    a.add(7);
    a.add(true);
    b.add(UINT64_MAX);
    b.add(Colour::red);
    b.add(std::uint16_t{1});
    EXPECT_EQ(a.fingerprint(), b.fingerprint());
}

TEST(Fingerprint, TextsDoNotRunIntoEachOther) {
    FingerprintBuilder a, b;
    a.add("ab");
    a.add("c");
    b.add("a");
    b.add("bc");
    EXPECT_NE(a.fingerprint(), b.fingerprint());
}

TEST(Fingerprint, LongTextsAreTakenWhole) {
    const std::string text(3000, 'x');
    FingerprintBuilder a, b;
    a.add(text);
    b.add(text.substr(0, 2999) + "y");
    EXPECT_NE(a.fingerprint(), b.fingerprint());
}

TEST(Fingerprint, ACopyGoesOnByItself) {
    FingerprintBuilder a;
    for (int i = 0; i < 500; ++i)
        a.add(i);
    const Fingerprint before = a.fingerprint();
    FingerprintBuilder b{a};
    b.add(1);
    EXPECT_EQ(a.fingerprint(), before);
    a.add(1);
    EXPECT_EQ(a.fingerprint(), b.fingerprint());
    b = FingerprintBuilder{};
    EXPECT_EQ(b.fingerprint(), FingerprintBuilder{}.fingerprint());
}

}  // namespace
}  // namespace tidemark
