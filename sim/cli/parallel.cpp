#include "sim/cli/parallel.h"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace tidemark {

void in_parallel(std::size_t threads, std::size_t count, const std::function<void(std::size_t)>& work) {
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    threads = std::min(threads, count);
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

}  // namespace tidemark
