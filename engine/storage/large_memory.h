#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace tidemark {

// Memory for what only grows and is large: uninitialised, and laid out so that a system with large pages can use them,
// since touching a million small ones takes longer than filling them.
class LargeMemory {
public:
    static constexpr std::size_t page = std::size_t{2} << 20;

    explicit LargeMemory(std::size_t bytes) : memory_{::operator new(bytes, std::align_val_t{page})} {}
    void* data() const { return memory_.get(); }

private:
    struct Free {
        void operator()(void* memory) const { ::operator delete(memory, std::align_val_t{page}); }
    };
    std::unique_ptr<void, Free> memory_;
};

}  // namespace tidemark
