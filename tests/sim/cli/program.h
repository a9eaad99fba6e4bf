#pragma once

#include <map>
#include <string>
#include <vector>

// Runs the real program, as a user would.
namespace tidemark::testing_cli {

struct Ended {
    int code{0};
    std::string out, err;
};

struct Call {
    std::string words{};                      // as a shell reads them, after the program's name
    std::string folder{TIDEMARK_SOURCE_DIR};  // where it is called
    std::string input{};                      // its standard input
    std::map<std::string, std::string> environment{};
};

Ended call(const Call& call);
inline Ended call(const std::string& words) { return call(Call{words}); }

// A fresh empty folder, removed at the end.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::string& path() const { return path_; }
    std::string write(const std::string& name, const std::string& content) const;  // returns its path
    std::string read(const std::string& name) const;                               // "" where it is not there
    std::vector<std::string> names() const;                                        // of what is in it, sorted

private:
    std::string path_;
};

// A small scenario in which everything is known: five clicks, one of them late.
extern const char* const small_scenario;

bool contains(const std::string& text, const std::string& part);

}  // namespace tidemark::testing_cli
