#include "engine/windowing/trigger.h"

#include <gtest/gtest.h>

#include <string>

namespace tidemark {
namespace {

std::string read_and_print(std::string_view text) {
    const auto parsed = parse_trigger(text);
    if (const auto* error = std::get_if<TriggerError>(&parsed))
        return std::to_string(error->position) + ": " + error->message;
    return to_string(std::get<Trigger>(parsed));
}

TEST(Trigger, GivesBackWhatTheUserWrites) {
    for (const char* text :
         {"default", "event_time", "processing_time", "count(4)", "continuous_event_time(2s)", "end_of_stream",
          "purging(count(4))", "after_watermark", "after_watermark(early=after_count(2))",
          "after_watermark(late=after_count(1))", "after_watermark(early=after_count(2), late=after_count(3))",
          "after_count(2)", "after_processing_time(250us)", "repeatedly(after_any(after_count(3), after_watermark))",
          "after_all(after_count(5), after_watermark)", "after_each(after_count(2), after_count(3))",
          "or_finally(repeatedly(after_count(2)), after_watermark)", "never"}) {
        EXPECT_EQ(read_and_print(text), text);
    }
}

TEST(Trigger, IsTheDefaultUnlessToldOtherwise) {
    EXPECT_EQ(to_string(Trigger{}), "default");
    EXPECT_EQ(std::get<Trigger>(parse_trigger("default")), Trigger{});
    EXPECT_FALSE(std::get<Trigger>(parse_trigger("never")) == Trigger{});
}

TEST(Trigger, TakesBlanksAndAnyUnit) {
    EXPECT_EQ(read_and_print("  purging( count( 4 ) ) "), "purging(count(4))");
    EXPECT_EQ(read_and_print("continuous_event_time(120000ms)"), "continuous_event_time(2m)");
}

TEST(Trigger, SaysWhereAndWhyATextIsNone) {
    EXPECT_EQ(read_and_print(""), "0: expected the name of a trigger");
    EXPECT_EQ(read_and_print("purging(cuont(4))").substr(0, 28), "8: unknown trigger 'cuont' (");
    EXPECT_EQ(read_and_print("count"), "5: expected '('");
    EXPECT_EQ(read_and_print("count(0)"), "6: expected a number of records, 1 or more");
    EXPECT_EQ(read_and_print("count(99999999999999999999)"), "6: expected a number of records, 1 or more");
    EXPECT_EQ(read_and_print("count(4"), "7: expected ')'");
    EXPECT_EQ(read_and_print("count(4))"), "8: the trigger ends before this");
    EXPECT_EQ(read_and_print("continuous_event_time(0s)"),
              "22: expected an interval of at least 1ms, such as 30s (us, ms, s, m, h, d)");
    EXPECT_EQ(read_and_print("after_watermark(soon=never)"), "16: expected early= or late=");
    EXPECT_EQ(read_and_print("after_watermark(early=never, early=never)"), "29: early= is given twice");
    EXPECT_EQ(read_and_print("or_finally(never)"), "0: or_finally takes two triggers");
    EXPECT_EQ(read_and_print("after_any()"), "10: expected the name of a trigger");
    EXPECT_EQ(read_and_print("after_any(never,)"), "16: expected the name of a trigger");
}

TEST(Trigger, BoundsItsDepthAndItsSize) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "repeatedly(";
    EXPECT_EQ(read_and_print(deep), "176: triggers nested deeper than 16");
    std::string wide = "after_any(never";
    for (int i = 0; i < 100'000; ++i)
        wide += ", never";
    EXPECT_NE(read_and_print(wide + ")").find("more than 64 triggers"), std::string::npos);
}

}  // namespace
}  // namespace tidemark
