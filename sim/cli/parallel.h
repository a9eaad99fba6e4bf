#pragma once

#include <cstddef>
#include <functional>

namespace tidemark {

// Calls work(0), ..., work(count - 1), on so many threads; 0: as many as there are processors. Starts them in order,
// returns when all have ended, and throws what the first of them (by number) threw.
void in_parallel(std::size_t threads, std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace tidemark
