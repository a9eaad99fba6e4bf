#include "sim/cli/interrupt.h"

#include "sim/cli/exit_code.h"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>

namespace tidemark {
namespace {

// All that a signal handler can reach: the name of the unfinished file, empty where there is none, and whether to go on.
// The one exception to "no globals".
char unfinished[4096];
volatile std::sig_atomic_t has_unfinished = 0;
std::atomic<int> may_stop{0}, stop_requested{0};  // lock-free, and read by other threads too

extern "C" void interrupted(int) {
    if (may_stop != 0 && stop_requested == 0) {
        stop_requested = 1;
        return;
    }
    if (has_unfinished != 0) unlink(unfinished);
    _exit(static_cast<int>(ExitCode::interrupted));
}

}  // namespace

void end_on_interrupt() {
    // A shell starts what runs in the background with Ctrl-C ignored, and means it.
    if (std::signal(SIGINT, interrupted) == SIG_IGN) std::signal(SIGINT, SIG_IGN);
}

RemovedOnInterrupt::RemovedOnInterrupt(const std::string& path) {
    if (path.size() >= sizeof unfinished) return;  // longer than a file's name can be
    std::memcpy(unfinished, path.c_str(), path.size() + 1);
    has_unfinished = 1;
}

RemovedOnInterrupt::~RemovedOnInterrupt() { has_unfinished = 0; }

StopOnInterrupt::StopOnInterrupt() {
    stop_requested = 0;
    may_stop = 1;
}

StopOnInterrupt::~StopOnInterrupt() { may_stop = 0; }

bool StopOnInterrupt::requested() const { return stop_requested != 0; }

}  // namespace tidemark
