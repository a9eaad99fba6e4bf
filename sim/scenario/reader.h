#pragma once

#include "sim/scenario/form.h"
#include "sim/scenario/load.h"
#include "sim/scenario/node.h"

#include <set>
#include <string>
#include <vector>

namespace tidemark {

// What reading a tree needs to know and remember: the texts, the mistakes so far, the path to the value being read, and
// what earlier sections of the file have said.
class Reader {
public:
    Reader(std::vector<SourceText>& texts, const FileReader& files, std::vector<Diagnostic>& problems)
        : read_file(files), texts_(texts), problems_(problems) {}

    // Reports a mistake at `at`, and notes it against the path being read. The same one is reported once.
    void problem(Span at, std::string message, std::string hint = {});
    // As `problem`, the message begun with the name of the key being read.
    void wrong_value(const Node& node, const std::string& what, std::string hint = {});
    void wrong_kind(const Node& node, const std::string& expected);

    // "modes.stream.watermark"; items of lists by their number.
    std::string path() const;
    // The last key of the path: what messages call the value.
    std::string_view last_key() const {
        return path_.empty() ? std::string_view{"the scenario"} : std::string_view{path_.back()};
    }
    // Whether a mistake was reported at or below this path.
    bool has_problem(const std::string& path) const;
    std::size_t problem_count() const { return problems_.size(); }

    // Steps into a key for as long as it lives.
    class Inside {
    public:
        Inside(Reader& reader, std::string key) : reader_(reader) { reader_.path_.push_back(std::move(key)); }
        ~Inside() { reader_.path_.pop_back(); }
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;

    private:
        Reader& reader_;
    };

    static SourcePosition position(Span span);
    std::vector<SourceText>& texts() { return texts_; }

    const FileReader& read_file;
    ProcessingTime day0{};
    std::vector<std::string> modes;   // the names of all modes of the file
    const Scenario* so_far{nullptr};  // sections are read in the order of the table
    FormPointer root_form;            // of the whole file
    const Node* root{nullptr};        // the whole file, copies expanded

private:
    std::vector<SourceText>& texts_;
    std::vector<Diagnostic>& problems_;
    std::vector<std::string> path_;
    std::set<std::string> dirty_;
};

// What writing needs: clock times are written relative to day0.
struct Writer {
    ProcessingTime day0{};
};

}  // namespace tidemark
