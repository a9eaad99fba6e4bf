#include "engine/names.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

TEST(Names, AreNumberedInTheOrderOfFirstMention) {
    KeyNames names;
    EXPECT_EQ(names.intern("b"), KeyId{0});
    EXPECT_EQ(names.intern("a"), KeyId{1});
    EXPECT_EQ(names.intern("b"), KeyId{0});
    EXPECT_EQ(names.name(KeyId{1}), "a");
    EXPECT_EQ(names.find("a"), KeyId{1});
    EXPECT_FALSE(names.find("c"));
    EXPECT_EQ(names.size(), 2u);
}

TEST(Names, ASeriesIsAsGoodAsItsNames) {
    KeyNames names;
    names.intern("");
    EXPECT_EQ(names.intern_series("k", 3), KeyId{1});
    EXPECT_EQ(names.intern_series("subway-u", 2), KeyId{4});
    EXPECT_EQ(names.intern("zed"), KeyId{6});
    EXPECT_EQ(names.intern_series("x", 1), KeyId{7});
    EXPECT_EQ(names.intern("last"), KeyId{8});
    EXPECT_EQ(names.size(), 9u);
    for (std::uint32_t id = 0; id < names.size(); ++id)
        EXPECT_EQ(names.find(names.name(KeyId{id})), KeyId{id}) << id;
    EXPECT_EQ(names.name(KeyId{3}), "k2");
    EXPECT_EQ(names.name(KeyId{8}), "last");
    EXPECT_EQ(names.intern("k1"), KeyId{2});
}

TEST(Names, OnlyAPrintedNumberIsPartOfASeries) {
    KeyNames names;
    names.intern_series("k", 12);
    for (const char* other : {"k", "k01", "k12", "k1x", "kk1", "k99999999999"})
        EXPECT_FALSE(names.find(other)) << other;
    EXPECT_EQ(names.intern("k01"), KeyId{12});
}

TEST(Names, ASeriesComesBeforeItsNames) {
    KeyNames names;
    names.intern("k7");
    EXPECT_THROW(names.intern_series("k", 10), InvariantViolation);
    EXPECT_THROW(names.intern_series("k1", 10), InvariantViolation);
    names.intern_series("u", 10);
    EXPECT_THROW(names.intern_series("u", 20), InvariantViolation);
}

}  // namespace
}  // namespace tidemark
