#pragma once

#include <string>

namespace tidemark {

// From now on Ctrl-C ends the program at once with exit code 130, and removes the file that is being written.
void end_on_interrupt();

// While it lives, Ctrl-C removes this file. Files are written one at a time.
class RemovedOnInterrupt {
public:
    explicit RemovedOnInterrupt(const std::string& path);
    ~RemovedOnInterrupt();
    RemovedOnInterrupt(const RemovedOnInterrupt&) = delete;
    RemovedOnInterrupt& operator=(const RemovedOnInterrupt&) = delete;
};

// While it lives, the first Ctrl-C only asks to stop; the second ends the program at once. One at a time.
class StopOnInterrupt {
public:
    StopOnInterrupt();
    ~StopOnInterrupt();
    StopOnInterrupt(const StopOnInterrupt&) = delete;
    StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;

    bool requested() const;
};

}  // namespace tidemark
