#include "tests/sim/cli/program.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace tidemark::testing_cli {

namespace fs = std::filesystem;

const char* const small_scenario = R"(tidemark: 1
id: small
clock: {day0: 2024-04-10, from: "12:00:00", until: "12:10:00", at_end: drain}
costs: none
source:
  - user: ann
    events:
      - {id: a1, at: "12:00:10"}
      - {id: a2, at: "12:00:50"}
      - {id: a3, at: "12:01:10"}
      - {id: a4, at: "12:02:00"}
      - {id: slow, at: "12:00:20", arrives: "12:05:00"}
job:
  window: {kind: tumbling, size: 1m}
  aggregate: count
modes:
  stream:
    kind: stream
    watermark: {kind: bounded, delay: 10s}
    late: side_output
  micro:
    kind: micro_batch
    trigger: 1m
    watermark: {kind: bounded, delay: 10s}
expect:
  - {id: first, of: stream.final, window: "12:00:00", equals: 2}
  - {id: aside, of: stream.side_output, equals: [slow]}
  - {id: conserve, invariant: conservation}
tags: [small]
)";

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

namespace {

std::string slurp(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "tidemark-test-XXXXXX").string();
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& content) const {
    const fs::path path = fs::path(path_) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
}

std::string TemporaryFolder::read(const std::string& name) const { return slurp(fs::path(path_) / name); }

std::vector<std::string> TemporaryFolder::names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(path_))
        found.push_back(entry.path().filename().string());
    std::sort(found.begin(), found.end());
    return found;
}

Ended call(const Call& call) {
    const TemporaryFolder folder;
    folder.write("in", call.input);
    std::string command = "cd '" + call.folder + "' && env -u NO_COLOR -u FORCE_COLOR -u TIDEMARK_JOBS";
    for (const auto& [name, value] : call.environment)
        command += " " + name + "='" + value + "'";
    command += " '" TIDEMARK_PROGRAM "' " + call.words;
    command =
        "{ " + command + " ; } <'" + folder.path() + "/in' >'" + folder.path() + "/out' 2>'" + folder.path() + "/err'";
    const int status = std::system(command.c_str());
    Ended ended;
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    ended.out = folder.read("out");
    ended.err = folder.read("err");
    return ended;
}

}  // namespace tidemark::testing_cli
