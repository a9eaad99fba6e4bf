#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

// The launcher `./tidemark` in a small tree, with stand-ins for cmake and Debian's tools that write down how they are
// called. The `program` that they build prints its folder and its arguments.
namespace tidemark::house {
namespace {

namespace fs = std::filesystem;

struct Outcome {
    int code{-1};
    std::string out, err;
};

class FrontDoor : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "tidemark-front-door-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        for (const char* file : {"tidemark", ".ci/packages.sh"}) {
            fs::create_directories((tree() / file).parent_path());
            fs::copy_file(fs::path(TIDEMARK_SOURCE_DIR) / file, tree() / file);
        }
        for (const char* file : {"engine/time.cpp", "sim/cli/main.cpp", "CMakeLists.txt", "CMakePresets.json"})
            write(tree() / file, "");

        stand_in("cmake",
                 "echo \"cmake $*\" >>$log\n"
                 "case $1 in\n"
                 "--preset) mkdir -p build/release/sim; : >build/release/build.ninja; echo configuring ;;\n"
                 "--build)\n"
                 "    echo compiling\n"
                 "    grep -q broken $folder/tree/engine/time.cpp && { echo 'time.cpp:1:1: error'; exit 1; }\n"
                 "    : >$folder/building\n"
                 "    sleep ${BUILD_SECONDS:-0}\n"
                 "    printf '#!/bin/sh\\npwd\\nfor a; do echo \"<$a>\"; done\\n' >$2/sim/tidemark\n"
                 "    chmod +x $2/sim/tidemark ;;\n"
                 "esac\n");
        stand_in("dpkg-query",
                 "for last; do :; done\ngrep -qx -- $last $folder/absent && exit 1\nprintf 'install ok installed;'\n");
        stand_in("apt-get", "echo \"apt-get $*\" >>$log\ncase $* in *install*) : >$folder/absent ;; esac\n");
        stand_in("sudo", "exit 1\n");
        write(folder_ / "absent", "");
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path tree() const { return folder_ / "tree"; }

    static void write(const fs::path& file, const std::string& text) {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
    static std::string read(const fs::path& file) {
        std::ostringstream text;
        text << std::ifstream(file).rdbuf();
        return text.str();
    }

    void stand_in(const std::string& name, const std::string& script) {
        const fs::path file = folder_ / "bin" / name;
        write(file, "#!/bin/sh\nfolder=" + folder_.string() + "\nlog=$folder/log\n" + script);
        fs::permissions(file, fs::perms::owner_all);
    }

    // Runs a shell command; what it prints comes back, and what the stand-ins noted is forgotten before.
    Outcome run(const std::string& command) {
        write(folder_ / "log", "");
        write(folder_ / "script", "cd " + folder_.string() + "\nPATH=$PWD/bin:$PATH\n" + command + "\n");
        const int status = std::system(("sh '" + (folder_ / "script").string() + "' </dev/null >'" +
                                        (folder_ / "out").string() + "' 2>'" + (folder_ / "err").string() + "'")
                                           .c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(folder_ / "out"), read(folder_ / "err")};
    }
    std::string log() const { return read(folder_ / "log"); }
    std::size_t builds() const {
        std::size_t count = 0;
        for (std::size_t at = log().find("--build"); at != std::string::npos; at = log().find("--build", at + 1))
            ++count;
        return count;
    }
    std::string said_by_program(const std::string& arguments) const { return folder_.string() + "\n" + arguments; }

    // Shell: until a build has begun (or five seconds are over).
    inline static const std::string wait_for_build =
        "for i in $(seq 500); do [ -e building ] && break; sleep 0.01; done; ";

    // Files written from now on are newer than what has been built (a file system's clock ticks every few milliseconds).
    static void let_time_pass() { usleep(20'000); }

    fs::path folder_;
};

TEST_F(FrontDoor, TheFirstCallBuildsAndTheProgramHasStdoutForItself) {
    const Outcome outcome = run("tree/tidemark run 'a b' ''");
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.out, said_by_program("<run>\n<a b>\n<>\n"));
    EXPECT_NE(outcome.err.find("compiling"), std::string::npos);
    EXPECT_EQ(builds(), 1u);
}

TEST_F(FrontDoor, LaterCallsOnlyRunTheProgram) {
    run("tree/tidemark");
    const Outcome outcome = run("tree/tidemark list");
    EXPECT_EQ(outcome.out, said_by_program("<list>\n"));
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(log(), "");
}

TEST_F(FrontDoor, ASourceThatChangesComesOrGoesIsNoticed) {
    run("tree/tidemark");
    let_time_pass();
    for (const char* change :
         {"echo '//' >>tree/engine/time.cpp", ": >tree/sim/cli/new.cpp", "rm tree/sim/cli/new.cpp"}) {
        run(std::string(change) + "; tree/tidemark");
        EXPECT_EQ(builds(), 1u) << change;
        EXPECT_EQ(log().find("--preset"), std::string::npos) << change;
        run("tree/tidemark");
        EXPECT_EQ(builds(), 0u) << change;
        let_time_pass();
    }
}

TEST_F(FrontDoor, WhatIsEditedDuringABuildIsBuiltByTheNextCall) {
    run("BUILD_SECONDS=3 tree/tidemark & " + wait_for_build + "echo '//' >>tree/engine/time.cpp; wait");
    run("tree/tidemark");
    EXPECT_EQ(builds(), 1u);
}

TEST_F(FrontDoor, OpensThroughALinkAndFromAnywhere) {
    run("tree/tidemark");
    EXPECT_EQ(run("ln -s tree/tidemark td && ./td x").out, said_by_program("<x>\n"));
    EXPECT_EQ(run("ln -s tree other && other/tidemark x").out, said_by_program("<x>\n"));
    EXPECT_EQ(run("PATH=$PWD/tree:$PATH; tidemark x").out, said_by_program("<x>\n"));
    EXPECT_EQ(run("cd tree && ./tidemark x && sh tidemark x").out,
              tree().string() + "\n<x>\n" + tree().string() + "\n<x>\n");
}

TEST_F(FrontDoor, OfTwoAtOnceOneBuildsAndOneWaits) {
    const Outcome outcome = run("BUILD_SECONDS=0.3; export BUILD_SECONDS; tree/tidemark 1 >1 & " + wait_for_build +
                                "tree/tidemark 2 >2; wait; cat 1 2");
    EXPECT_EQ(outcome.out, said_by_program("<1>\n") + said_by_program("<2>\n"));
    EXPECT_NE(outcome.err.find("waiting for another build"), std::string::npos);
    EXPECT_EQ(builds(), 1u);
}

TEST_F(FrontDoor, ABrokenBuildShowsItsErrorsAndRunsNothingOld) {
    run("tree/tidemark");
    let_time_pass();
    const Outcome outcome = run("echo broken >tree/engine/time.cpp; tree/tidemark x");
    EXPECT_EQ(outcome.code, 70);
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err.find("time.cpp:1:1: error"), std::string::npos);
    EXPECT_EQ(run("echo mended >tree/engine/time.cpp; tree/tidemark x").code, 0);
}

TEST_F(FrontDoor, RootInstallsWhatIsMissingAndSaysSo) {
    stand_in("id", "echo 0\n");
    write(folder_ / "absent", "libfmt-dev\nlibboost-dev\n");
    const Outcome outcome = run("tree/tidemark x");
    EXPECT_EQ(outcome.out, said_by_program("<x>\n"));
    EXPECT_NE(outcome.err.find("installing Debian packages: libfmt-dev libboost-dev\n"), std::string::npos)
        << outcome.err;
    EXPECT_NE(log().find("install --no-install-recommends libfmt-dev libboost-dev\n"), std::string::npos) << log();
}

TEST_F(FrontDoor, TheWindowIsInstalledAndBuiltWhenItIsFirstAskedFor) {
    stand_in("id", "echo 0\n");
    write(folder_ / "absent", "libimgui-dev\n");
    run("tree/tidemark x");
    EXPECT_EQ(log().find("libimgui-dev"), std::string::npos) << log();
    EXPECT_EQ(log().find("tidemark-gui"), std::string::npos) << log();
    const Outcome outcome = run("tree/tidemark gui a.yaml");
    EXPECT_EQ(outcome.out, said_by_program("<gui>\n<a.yaml>\n"));
    EXPECT_NE(outcome.err.find("installing Debian packages: libimgui-dev\n"), std::string::npos) << outcome.err;
    EXPECT_NE(log().find("-DTIDEMARK_GUI=ON"), std::string::npos) << log();
    EXPECT_NE(log().find("--target tidemark tidemark-gui"), std::string::npos) << log();
}

TEST_F(FrontDoor, WithoutTheWindowsLibrariesOtherCommandsWork) {
    stand_in("id", "echo 1000\n");
    write(folder_ / "absent", "libglfw3-dev\n");
    const Outcome outcome = run("tree/tidemark gui");
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.err.find("every other command works"), std::string::npos) << outcome.err;
    EXPECT_EQ(run("tree/tidemark x").out, said_by_program("<x>\n"));
}

TEST_F(FrontDoor, WithoutRootTheCommandIsPrinted) {
    stand_in("id", "echo 1000\n");
    write(folder_ / "absent", "libfyaml-dev\n");
    const Outcome outcome = run("tree/tidemark x");
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err.find("\n  sudo apt-get install libfyaml-dev\n"), std::string::npos) << outcome.err;
    EXPECT_EQ(log(), "");
}

TEST_F(FrontDoor, AMovedTreeIsConfiguredAnew) {
    run("tree/tidemark");
    write(tree() / "build/release/CMakeCache.txt", "CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere\n");
    let_time_pass();
    EXPECT_EQ(run("touch tree/CMakePresets.json; tree/tidemark x").out, said_by_program("<x>\n"));
    EXPECT_FALSE(fs::exists(tree() / "build/release/CMakeCache.txt"));
}

}  // namespace
}  // namespace tidemark::house
