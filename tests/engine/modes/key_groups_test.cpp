#include "engine/dataflow/key_groups.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace tidemark {
namespace {

Names cities() {
    Names names;
    for (const char* city : {"lima", "lagos", "oslo", "kyoto"})
        names.keys.intern(city);
    return names;
}

TEST(KeyGroups, AKeyKeepsItsGroupWhenOthersComeBeforeIt) {
    const Names few = cities();
    Names more;
    more.keys.intern("rome");
    for (const char* city : {"kyoto", "lima", "lagos", "oslo"})
        more.keys.intern(city);
    const KeyGroups before(few, KeyBy::key), after(more, KeyBy::key);
    for (const char* city : {"lima", "lagos", "oslo", "kyoto"})
        EXPECT_EQ(before.group(*few.keys.find(city)), after.group(*more.keys.find(city))) << city;
}

TEST(KeyGroups, OtherTasksTakeWholeGroups) {
    Names names;
    names.keys.intern_series("k", 1000);
    const KeyGroups groups(names, KeyBy::key);
    std::set<std::pair<std::uint32_t, std::uint32_t>> by_group;
    for (std::uint32_t key = 1; key <= 1000; ++key)
        by_group.insert({groups.group(KeyId{key}), groups.task(KeyId{key}, 3)});
    // Each of the 128 groups is met, and each belongs to one task.
    EXPECT_EQ(by_group.size(), KeyGroups::count);
}

TEST(KeyGroups, EveryTaskHasAboutItsShareOfTheKeys) {
    Names names;
    names.keys.intern_series("k", 12'800);
    const KeyGroups groups(names, KeyBy::key);
    for (const std::uint32_t tasks : {2U, 4U, 8U}) {
        std::vector<std::uint32_t> keys(tasks, 0);
        for (std::uint32_t key = 1; key <= 12'800; ++key)
            ++keys.at(groups.task(KeyId{key}, tasks));
        for (const std::uint32_t count : keys) {
            EXPECT_GT(count, 12'800 / tasks * 8 / 10);
            EXPECT_LT(count, 12'800 / tasks * 12 / 10);
        }
    }
}

TEST(KeyGroups, WithoutKeysThereIsOneTask) {
    const KeyGroups groups(cities(), KeyBy::none);
    EXPECT_EQ(groups.task(KeyId{0}, 8), 0U);
}

}  // namespace
}  // namespace tidemark
