#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tidemark {
namespace {

using namespace testing_cli;

class TestVerb : public testing::Test {
protected:
    Ended test(const std::string& words) const { return call({.words = "test " + words, .folder = folder.path()}); }
    void SetUp() override { folder.write("scenarios/small.yaml", small_scenario); }
    void add_failing(const std::string& name = "failing") {
        std::string text = small_scenario;
        text.replace(text.find("equals: 2"), 9, "equals: 3");
        text.replace(text.find("id: small"), 9, "id: " + name);
        text.replace(text.find("tags: [small]"), 13, "tags: [big]");
        folder.write("scenarios/" + name + ".yaml", text);
    }
    TemporaryFolder folder;
};

TEST_F(TestVerb, RunsEverythingTwice) {
    const Ended ended = test("");
    EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
    EXPECT_EQ(ended.out,
              "  PASS   small  2 modes × 2 runs\n\n1 scenario, every run done twice, no nondeterminism\n1 passed, 0 "
              "failed\n");
}

TEST_F(TestVerb, OnceIsOnce) {
    EXPECT_EQ(test("--once").out, "  PASS   small  2 modes\n\n1 scenario\n1 passed, 0 failed\n");
}

TEST_F(TestVerb, AFailureSaysWhereAndHowToSeeItAgain) {
    add_failing();
    const Ended ended = test("");
    EXPECT_EQ(ended.code, 1);
    EXPECT_TRUE(
        contains(ended.out, "  FAIL   failing  stream\n         scenarios/failing.yaml:26:5: first: expected 3, got 2"))
        << ended.out;
    EXPECT_TRUE(contains(ended.out, "again: tidemark run scenarios/failing.yaml --mode stream\n")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "why:   tidemark explain scenarios/failing.yaml --mode stream --window 12:00\n"))
        << ended.out;
    EXPECT_TRUE(ended.out.ends_with("1 passed, 1 failed\n")) << ended.out;
}

TEST_F(TestVerb, SelectsByTagNameAndPath) {
    add_failing();
    EXPECT_EQ(test("--tag small").code, 0);
    EXPECT_EQ(test("--tag big").code, 1);
    EXPECT_EQ(test("--filter 'sm*'").code, 0);
    EXPECT_EQ(test("scenarios/small.yaml").code, 0);
    EXPECT_EQ(test("--tag nothing").code, 4);
    EXPECT_EQ(test("nowhere").code, 2);
}

TEST_F(TestVerb, ABrokenFileIsAFailureOfItsOwn) {
    folder.write("scenarios/broken.yaml", "tidemark: 1\nnonsense: 3\n");
    const Ended ended = test("");
    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(contains(ended.out, "  ERROR  scenarios/broken.yaml")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "unknown key 'nonsense'")) << ended.out;
}

TEST_F(TestVerb, KeepsFingerprintsAndSaysWhatChanged) {
    EXPECT_EQ(test("--update").code, 0);
    const std::string expect = folder.read("scenarios/small.expect");
    EXPECT_TRUE(expect.starts_with("tidemark.expect/1\n")) << expect;
    EXPECT_TRUE(contains(expect, "stream.output")) << expect;
    EXPECT_EQ(test("").code, 0);

    std::string text = small_scenario;
    text.replace(text.find("12:01:10"), 8, "12:01:11");
    folder.write("scenarios/small.yaml", text);
    const Ended changed = test("");
    EXPECT_EQ(changed.code, 1);
    EXPECT_TRUE(contains(changed.out, "  DIFF   small")) << changed.out;
    EXPECT_TRUE(contains(changed.out, "changed: input")) << changed.out;
    EXPECT_TRUE(contains(changed.out, "accept: tidemark test --update scenarios/small.yaml")) << changed.out;
    EXPECT_EQ(test("--update").code, 0);
    EXPECT_EQ(test("").code, 0);
    EXPECT_NE(folder.read("scenarios/small.expect"), expect);
}

TEST_F(TestVerb, StopsAtTheFirstFailureWhenAsked) {
    add_failing("a-failing");
    const Ended ended = test("--fail-fast --jobs 1");
    EXPECT_EQ(ended.code, 1);
    EXPECT_FALSE(contains(ended.out, "PASS")) << ended.out;
    EXPECT_TRUE(contains(ended.out, "1 not run after the first failure")) << ended.out;
    EXPECT_EQ(test("--fail-fast --jobs 4").out, ended.out);
}

TEST_F(TestVerb, ThreadsNeverChangeAResult) {
    for (int i = 0; i < 6; ++i)
        add_failing("f" + std::to_string(i));
    const Ended one = test("--json --jobs 1");
    EXPECT_EQ(one.out, test("--json --jobs 3").out);
    EXPECT_EQ(one.out,
              call({.words = "test --json", .folder = folder.path(), .environment = {{"TIDEMARK_JOBS", "2"}}}).out);
    const nlohmann::json result = nlohmann::json::parse(one.out);
    EXPECT_EQ(result["passed"], 1);
    EXPECT_EQ(result["failed"], 6);
    EXPECT_EQ(test("--jobs 0").code, 2);
}

TEST_F(TestVerb, WritesJUnit) {
    add_failing();
    EXPECT_EQ(test("--junit report.xml").code, 1);
    const std::string xml = folder.read("report.xml");
    EXPECT_TRUE(
        xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"scenarios\" "
                        "tests=\"6\" failures=\"1\""))
        << xml;
    EXPECT_TRUE(
        contains(xml, "<testcase name=\"failing\" classname=\"stream\" file=\"scenarios/failing.yaml\" line=\"26\">"))
        << xml;
    EXPECT_TRUE(
        contains(xml, "<failure type=\"first\" message=\"scenarios/failing.yaml:26:5: first: expected 3, got 2"))
        << xml;
    EXPECT_TRUE(contains(xml, "again: tidemark run scenarios/failing.yaml --mode stream")) << xml;
    EXPECT_TRUE(contains(xml, "<property name=\"stream.output\" value=\"")) << xml;
    EXPECT_FALSE(contains(xml, " time=\""));
    test("--junit timed.xml --timing");
    EXPECT_TRUE(contains(folder.read("timed.xml"), " time=\""));
    EXPECT_EQ(std::system("command -v python3 >/dev/null") == 0
                  ? std::system(("python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' '" +
                                 folder.path() + "/report.xml'")
                                    .c_str())
                  : 0,
              0);
}

TEST_F(TestVerb, AnnotatesForGitHub) {
    add_failing();
    const Ended ended = test("--format github");
    EXPECT_TRUE(ended.out.starts_with("::error file=scenarios/failing.yaml,line=26,col=5::")) << ended.out;
    EXPECT_TRUE(ended.out.ends_with("1 passed, 1 failed\n")) << ended.out;
    for (int i = 0; i < 11; ++i)
        add_failing("f" + std::to_string(i));
    EXPECT_TRUE(contains(test("--format github").out, "::error::and 3 more\n"));
}

TEST_F(TestVerb, QuietlyOnlyWhatFailed) { EXPECT_EQ(test("-q").out, "1 passed, 0 failed\n"); }

}  // namespace
}  // namespace tidemark
