#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace tidemark {

// Calls work(0), ..., work(count - 1), on so many threads; 0: as many as there are processors. Starts them in order,
// returns when all have ended, and throws what the first of them (by number) threw.
void in_parallel(std::size_t threads, std::size_t count, const std::function<void(std::size_t)>& work);

// The same for very many: work(i) on any thread, and as soon as work(0), ..., work(i) have all ended, told(i), one at a
// time and in order. `told` returns false to stop: what is under way then ends, and nothing more is told. `work` never
// runs more than `ahead` beyond what was told, so results can live in a ring of that size. Throws what `work` threw.
void in_order(std::size_t threads, std::uint64_t count, std::uint64_t ahead,
              const std::function<void(std::uint64_t)>& work, const std::function<bool(std::uint64_t)>& told);

}  // namespace tidemark
