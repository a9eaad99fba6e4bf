#pragma once

#include <cstdint>
#include <vector>

namespace tidemark {

// A set of numbers: exact, flat, only grown, asked and united. Its layout shows in nothing that it answers.
class NumberSet {
public:
    // True where the number was not in it before.
    bool insert(std::int64_t number);
    void unite(const NumberSet& other);
    void clear();
    std::uint64_t size() const { return size_ + (has_zero_ ? 1 : 0); }
    // A sum over the members: equal sets, equal digests, however they came to be.
    std::uint64_t digest() const { return digest_; }

private:
    void grow();

    std::vector<std::int64_t> slots_;  // open addressing, a power of two long; 0 is an empty one
    std::uint64_t size_{0};            // without the zero
    std::uint64_t digest_{0};
    bool has_zero_{false};
};

}  // namespace tidemark
