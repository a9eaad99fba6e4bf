#pragma once

#include "sim/cli/terminal.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>

namespace tidemark {

// One line on stderr that says how far long work has come. Only on a terminal, and only after 300 ms; erased at the end.
// It reads the real clock, for the eyes of the person who waits and for nothing else.
class Progress {
public:
    // `total` 0: unknown, then only the time is shown.
    Progress(Terminal& terminal, std::string what, std::size_t total, bool wanted);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // `note`: a few words more, shown behind the rest.
    void done(std::size_t so_far, std::string note = {});

private:
    void show();
    void erase();

    Terminal& terminal_;
    std::string what_;
    std::size_t total_;
    std::size_t so_far_{0};
    std::string note_;
    std::chrono::steady_clock::time_point started_;
    bool shown_{false};
    bool ended_{false};
    std::mutex mutex_;
    std::condition_variable wake_;
    std::thread ticker_;
};

}  // namespace tidemark
