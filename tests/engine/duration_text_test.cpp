#include "engine/duration_text.h"

#include <gtest/gtest.h>

namespace tidemark {
namespace {

using namespace std::chrono_literals;

TEST(DurationText, ReadsAnIntegerAndAUnit) {
    EXPECT_EQ(parse_duration("250us"), 250us);
    EXPECT_EQ(parse_duration("-90s"), -90s);
    EXPECT_EQ(parse_duration("2h"), 2h);
    EXPECT_EQ(parse_event_duration("3000us"), 3ms);
    EXPECT_EQ(parse_event_duration("1d"), 24h);
}

TEST(DurationText, ReadsNothingElse) {
    for (const char* text :
         {"", "s", "3", "3sec", "3 s", " 3s", "3s ", "3.5s", "+3s", "99999999999999999999s", "--3s"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
        EXPECT_EQ(parse_event_duration(text), std::nullopt) << text;
    }
    EXPECT_EQ(parse_event_duration("1500us"), std::nullopt);
    EXPECT_EQ(parse_duration("9223372036854775807ms"), std::nullopt);
    EXPECT_EQ(parse_event_duration("9223372036854775807ms"), EventDuration::max());
}

}  // namespace
}  // namespace tidemark
