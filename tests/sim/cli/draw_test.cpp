#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tidemark {
namespace {

using namespace testing_cli;

class Pictures : public testing::Test {
protected:
    Pictures() { folder.write("small.yaml", small_scenario); }
    Ended run(const std::string& words) const { return call({.words = words, .folder = folder.path()}); }
    TemporaryFolder folder;
};

TEST_F(Pictures, AreWrittenAsFilesOfTheirOwn) {
    const Ended ended = run("draw small.yaml --mode stream --at 12:01:30 --out small.svg");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, "");
    const std::string picture = folder.read("small.svg");
    EXPECT_EQ(picture.compare(0, 5, "<svg "), 0);
    EXPECT_TRUE(contains(picture, ">now 12:01:30<")) << picture;
    EXPECT_EQ(run("draw small.yaml --mode stream --at 12:01:30 --out -").out, picture);
}

TEST_F(Pictures, AreOfTheWholeRunWhereNoInstantIsGiven) {
    const std::string end = run("draw small.yaml --mode stream --at end --out -").out;
    EXPECT_EQ(run("draw small.yaml --mode stream --out -").out, end);
    EXPECT_NE(run("draw small.yaml --mode stream --light --out -").out, end);
}

TEST_F(Pictures, RefuseWhatTheyCannotDo) {
    for (const auto& [words, message] :
         {std::pair{"draw small.yaml", "--out says where the picture goes"},
          {"draw small.yaml --out x.png", "rsvg-convert"},
          {"draw small.yaml --out - --width 10", "--width must be"},
          {"draw small.yaml --out - --at soon", "--at must be a time"},
          {"draw small.yaml --out - --from 12:02:00 --to 12:01:00", "--from must be before --to"},
          {"draw small.yaml --out - --mode strem", "has no mode 'strem'"},
          {"draw small.yaml --out - --mode stream --mode batch", "--mode can be given only once"},
          {"tell small.yaml --until soon", "--until must be a time"}}) {
        const Ended ended = run(words);
        EXPECT_EQ(ended.code, 2) << words;
        EXPECT_TRUE(contains(ended.err, message)) << words << ": " << ended.err;
    }
}

TEST_F(Pictures, AreToldInWords) {
    const Ended whole = run("tell small.yaml --mode stream");
    EXPECT_EQ(whole.code, 0) << whole.err;
    EXPECT_TRUE(contains(whole.out, "readers see 12:00")) << whole.out;
    const Ended part = run("tell small.yaml --mode stream --until 12:00:30");
    EXPECT_LT(part.out.size(), whole.out.size());
    EXPECT_FALSE(contains(part.out, "\n12:01:")) << part.out;
    const nlohmann::json told = nlohmann::json::parse(run("tell small.yaml --mode stream --json").out);
    EXPECT_EQ(told["format"], "tidemark.telling/1");
    EXPECT_EQ(told["mode"], "stream");
}

}  // namespace
}  // namespace tidemark
