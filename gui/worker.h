#pragma once

#include "gui/loaded_run.h"

#include <functional>
#include <memory>
#include <optional>

namespace tidemark::gui {

// Runs scenarios beside the screen. Only the newest request counts: submitting another one cancels those before, and
// what they would have given is thrown away, wherever they were.
class Worker {
public:
    // `notify` is called on the worker's thread when a result is ready; it may wake the screen.
    explicit Worker(std::function<void()> notify = {});
    // Cancels, and waits for the thread.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // `before`: a finished run whose parts may serve again.
    void submit(RunRequest request, std::shared_ptr<const LoadedRun> before = nullptr);
    void cancel();
    // Whether a result is still to come, or waits to be taken.
    bool busy() const;
    // The result of the newest request, once.
    std::optional<RunResult> take();
    // Waits until the newest request is done (or at once, where there is none).
    void wait();

private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
};

}  // namespace tidemark::gui
