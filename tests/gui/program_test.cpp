#include "tests/gui/headless.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>

// The program itself: on a virtual display where there is one to be had, and without any.
namespace tidemark::gui {
namespace {

namespace fs = std::filesystem;

class Program : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "tidemark-screen-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
    }
    void TearDown() override { fs::remove_all(folder); }
    int shell(const std::string& command) {
        const int status = std::system(
            fmt::format("{} >'{}/out' 2>'{}/err' </dev/null", command, folder.string(), folder.string()).c_str());
        out = read_text((folder / "out").string());
        err = read_text((folder / "err").string());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    static bool has_virtual_display() {
        return std::system("command -v xvfb-run >/dev/null 2>&1 && command -v xauth >/dev/null 2>&1") == 0;
    }

    fs::path folder;
    std::string out, err;
};

TEST_F(Program, WithoutADisplayItSaysWhichCommandsWork) {
    EXPECT_EQ(shell(fmt::format("env -u DISPLAY -u WAYLAND_DISPLAY '{}' gui '{}'", TIDEMARK_PROGRAM,
                                scenario_path("subway-2358"))),
              2);
    EXPECT_NE(err.find("display"), std::string::npos) << err;
    EXPECT_NE(err.find("tidemark tell"), std::string::npos) << err;
    EXPECT_NE(err.find("tidemark draw"), std::string::npos) << err;
    EXPECT_EQ(out, "");
}

TEST_F(Program, AMistakeInTheCallIsSaid) {
    EXPECT_EQ(shell(fmt::format("'{}' --nonsense", TIDEMARK_WINDOW)), 2);
    EXPECT_NE(err.find("--nonsense"), std::string::npos);
    EXPECT_EQ(shell(fmt::format("'{}' --help", TIDEMARK_WINDOW)), 0);
    EXPECT_NE(out.find("--screenshot"), std::string::npos);
}

TEST_F(Program, ItStartsTakesAPictureAndEnds) {
    if (!has_virtual_display()) GTEST_SKIP() << "no xvfb-run on this machine";
    const std::string picture = (folder / "plane.png").string();
    const std::string call =
        fmt::format("xvfb-run -a '{}' gui '{}' --at 'D+1 00:06:00' --mode stream --size 800x600 --screenshot '{}'",
                    TIDEMARK_PROGRAM, scenario_path("subway-2358"), picture);
    ASSERT_EQ(shell(call), 0) << err;
    const std::string png = read_text(picture);
    ASSERT_GT(png.size(), 10'000u);  // not one colour
    EXPECT_EQ(png.substr(1, 3), "PNG");
    EXPECT_EQ(png.substr(16, 8), std::string("\0\0\x03\x20\0\0\x02\x58", 8));  // 800 by 600
}

}  // namespace
}  // namespace tidemark::gui
