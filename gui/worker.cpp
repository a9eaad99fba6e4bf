#include "gui/worker.h"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

namespace tidemark::gui {

struct Worker::Shared {
    std::function<void()> notify;
    std::atomic<std::uint64_t> newest{0};  // the request that counts
    std::mutex mutex;
    std::condition_variable done;
    std::uint64_t finished{0};        // guarded by mutex
    std::optional<RunResult> result;  // guarded by mutex; of the request `finished`
    boost::asio::thread_pool pool{1};
};

Worker::Worker(std::function<void()> notify) : shared_(std::make_shared<Shared>()) {
    shared_->notify = std::move(notify);
}

Worker::~Worker() {
    ++shared_->newest;
    shared_->pool.join();
}

void Worker::submit(RunRequest request, std::shared_ptr<const LoadedRun> before) {
    const std::uint64_t number = ++shared_->newest;
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->result.reset();
    }
    boost::asio::post(shared_->pool,
                      [shared = shared_.get(), number, request = std::move(request), before = std::move(before)] {
                          const auto cancelled = [&] { return shared->newest != number; };
                          if (cancelled()) return;
                          RunResult result = load_and_run(request, cancelled, before.get());
                          {
                              const std::lock_guard lock(shared->mutex);
                              if (cancelled()) return;  // the result goes with this frame
                              shared->result = std::move(result);
                              shared->finished = number;
                          }
                          shared->done.notify_all();
                          if (shared->notify) shared->notify();
                      });
}

void Worker::cancel() {
    const std::lock_guard lock(shared_->mutex);
    shared_->finished = ++shared_->newest;
    shared_->result.reset();
    shared_->done.notify_all();
}

bool Worker::busy() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->finished != shared_->newest || shared_->result.has_value();
}

std::optional<RunResult> Worker::take() {
    const std::lock_guard lock(shared_->mutex);
    return std::exchange(shared_->result, std::nullopt);
}

void Worker::wait() {
    std::unique_lock lock(shared_->mutex);
    shared_->done.wait(lock, [&] { return shared_->finished == shared_->newest; });
}

}  // namespace tidemark::gui
