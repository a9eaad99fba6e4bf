#include "sim/campaign/parallel.h"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace tidemark {
namespace {

std::size_t or_processors(std::size_t threads) {
    return threads == 0 ? std::max(1U, std::thread::hardware_concurrency()) : threads;
}

// What the workers of in_order share.
class OrderedWork {
public:
    OrderedWork(std::uint64_t count, std::uint64_t ahead, const std::function<bool(std::uint64_t)>& told)
        : count_(count), told_(told), ended_(std::max<std::uint64_t>(ahead, 1)) {}

    // The next to work on, once it is near enough; false: there is none.
    bool take(std::uint64_t& number) {
        std::unique_lock lock(mutex_);
        moved_.wait(lock, [&] { return over() || next_ < telling_ + ended_.size(); });
        if (over()) return false;
        number = next_++;
        return true;
    }
    void ended(std::uint64_t number) {
        const std::lock_guard lock(mutex_);
        ended_[number % ended_.size()] = 1;
        while (!stopped_ && ended_[telling_ % ended_.size()] != 0) {
            ended_[telling_ % ended_.size()] = 0;
            stopped_ = !told_(telling_);
            ++telling_;
        }
        moved_.notify_all();
    }
    void stop() {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        moved_.notify_all();
    }

private:
    bool over() const { return stopped_ || next_ == count_; }

    const std::uint64_t count_;
    const std::function<bool(std::uint64_t)>& told_;
    std::vector<char> ended_;  // a ring: those that have ended and were not yet told of
    std::uint64_t next_{0}, telling_{0};
    bool stopped_{false};
    std::mutex mutex_;
    std::condition_variable moved_;
};

}  // namespace

void in_parallel(std::size_t threads, std::size_t count, const std::function<void(std::size_t)>& work) {
    threads = std::min(or_processors(threads), count);
    std::vector<std::exception_ptr> thrown(count);
    const auto guarded = [&](std::size_t i) {
        try {
            work(i);
        } catch (...) {
            thrown[i] = std::current_exception();
        }
    };
    if (threads <= 1) {
        for (std::size_t i = 0; i < count; ++i)
            guarded(i);
    } else {
        boost::asio::thread_pool pool(threads);
        for (std::size_t i = 0; i < count; ++i)
            boost::asio::post(pool, [&guarded, i] { guarded(i); });
        pool.join();
    }
    for (const std::exception_ptr& exception : thrown) {
        if (exception) std::rethrow_exception(exception);
    }
}

void in_order(std::size_t threads, std::uint64_t count, std::uint64_t ahead,
              const std::function<void(std::uint64_t)>& work, const std::function<bool(std::uint64_t)>& told) {
    OrderedWork queue(count, ahead, told);
    const auto workers = static_cast<std::size_t>(std::min<std::uint64_t>(or_processors(threads), count));
    in_parallel(workers, workers, [&](std::size_t) {
        try {
            for (std::uint64_t number = 0; queue.take(number);) {
                work(number);
                queue.ended(number);
            }
        } catch (...) {
            queue.stop();
            throw;
        }
    });
}

}  // namespace tidemark
