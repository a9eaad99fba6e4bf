#include "sim/cli/output_files.h"

#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace tidemark {
namespace {

using namespace testing_cli;

TEST(OutputFiles, AreWholeOrNotThere) {
    const TemporaryFolder folder;
    EXPECT_EQ(write_file(folder.path() + "/a.txt", "content"), std::nullopt);
    EXPECT_EQ(folder.names(), std::vector<std::string>{"a.txt"});
    EXPECT_EQ(folder.read("a.txt"), "content");
    const auto problem = write_file(folder.path() + "/no/such/folder.txt", "x");
    ASSERT_TRUE(problem);
    EXPECT_TRUE(contains(*problem, "cannot write")) << *problem;
}

TEST(OutputFiles, AFailedWriteKeepsTheOldFile) {
    const TemporaryFolder folder;
    folder.write("a.txt/in-the-way", "x");  // a folder has the name: the last step fails
    EXPECT_TRUE(write_file(folder.path() + "/a.txt", "new"));
    EXPECT_EQ(folder.names(), std::vector<std::string>{"a.txt"});
}

TEST(OutputFiles, AFolderIsNoText) {
    const TemporaryFolder folder;
    EXPECT_EQ(read_file(folder.path()), std::nullopt);
    EXPECT_EQ(read_file(folder.path() + "/nothing"), std::nullopt);
}

TEST(Program, EndsWithTheShellsCodeOnCtrlC) {
    // It waits for its standard input, which never comes.
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        signal(SIGINT, SIG_DFL);
        dup2(pipe_ends[0], 0);
        close(pipe_ends[1]);
        execl(TIDEMARK_PROGRAM, "tidemark", "run", "-", static_cast<char*>(nullptr));
        _exit(99);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    kill(child, SIGINT);
    int status = 0;
    waitpid(child, &status, 0);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 130);
}

}  // namespace
}  // namespace tidemark
