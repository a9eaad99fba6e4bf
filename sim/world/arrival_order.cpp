#include "sim/world/arrival_order.h"

#include "engine/invariant.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr std::uint64_t bucket_target = 512;  // copies in a bucket
constexpr std::uint64_t buckets_limit = std::uint64_t{1} << 20;
constexpr std::size_t chunks_per_slab = 64;

}  // namespace

ArrivalOrder::ArrivalOrder(ProcessingTime from, ProcessingTime until, std::uint64_t expected, ProcessingTime busy_until)
    : from_{from} {
    INVARIANT(from <= until, "a calendar from {} to {}", to_iso(from), to_iso(until));
    const auto span = static_cast<std::uint64_t>((until - from).count());
    const auto busy = static_cast<std::uint64_t>((std::clamp(busy_until, from, until) - from).count());
    const std::uint64_t wanted = expected / bucket_target + 1;
    // As fine as is right while it is busy; the quiet rest must not make the calendar itself large.
    const std::uint64_t limit = std::clamp<std::uint64_t>(16 * wanted, 4096, buckets_limit);
    while (busy >> shift_ >= wanted || span >> shift_ >= limit)
        ++shift_;
    buckets_.resize((span >> shift_) + 1);
}

void ArrivalOrder::refuse(ProcessingTime arrives) const {
    INVARIANT(false, "an arrival at {}, which the calendar does not take any more", to_iso(arrives));
}

void ArrivalOrder::extend(Bucket& bucket) {
    if (spare_ == nullptr) {
        slabs_.push_back(std::make_unique<Chunk[]>(chunks_per_slab));
        for (std::size_t i = 0; i < chunks_per_slab; ++i) {
            slabs_.back()[i].next = spare_;
            spare_ = &slabs_.back()[i];
        }
    }
    Chunk* chunk = spare_;
    spare_ = chunk->next;
    chunk->next = nullptr;
    if (bucket.last == nullptr) {
        bucket.first = chunk;
    } else {
        bucket.last->next = chunk;
        bucket.count_before += chunk_size;
    }
    bucket.last = chunk;
    bucket.free = chunk_size;
}

std::size_t ArrivalOrder::sort_bucket(Bucket& bucket) {
    if (bucket.first == nullptr) return 0;
    const std::size_t count = bucket.count_before + chunk_size - bucket.free;
    if (sorted_.size() < count) sorted_.resize(count + count / 2);
    scatter_bucket(bucket, count);
    settle(count);
    bucket.last->next = spare_;
    spare_ = bucket.first;
    bucket = {};
    return count;
}

// Puts the copies into sorted_ by the leading bits of their arrival within the bucket, as many parts as copies.
void ArrivalOrder::scatter_bucket(const Bucket& bucket, std::size_t count) {
    int bits = 0;
    while ((std::size_t{1} << bits) < count && bits < shift_ && bits < 12)
        ++bits;
    const int down = shift_ - bits;
    const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
    const auto part_of = [&](const InFlight& copy) {
        return (static_cast<std::uint64_t>((copy.entry.appended - from_).count()) >> down) & mask;
    };
    const auto each = [&](auto&& visit) {
        for (const Chunk* chunk = bucket.first; chunk != nullptr; chunk = chunk->next) {
            const std::uint32_t filled = chunk == bucket.last ? chunk_size - bucket.free : chunk_size;
            for (std::uint32_t i = 0; i < filled; ++i)
                visit(chunk->copies[i]);
        }
    };
    starts_.assign(mask + 2, 0);
    each([&](const InFlight& copy) { ++starts_[part_of(copy) + 1]; });
    for (std::size_t part = 1; part <= mask; ++part)
        starts_[part] += starts_[part - 1];
    each([&](const InFlight& copy) { sorted_[starts_[part_of(copy)]++] = copy; });
}

// Sorts what is nearly in order by insertion, and gives up on that where too much is out of place.
void ArrivalOrder::settle(std::size_t count) {
    std::size_t moves_left = 8 * count;
    for (std::size_t i = 1; i < count; ++i) {
        if (!(sorted_[i] < sorted_[i - 1])) continue;
        const InFlight copy = sorted_[i];
        std::size_t to = i;
        do {
            sorted_[to] = sorted_[to - 1];
            --to;
        } while (to > 0 && copy < sorted_[to - 1]);
        sorted_[to] = copy;
        if (i - to > moves_left) {
            std::sort(sorted_.begin(), sorted_.begin() + static_cast<std::ptrdiff_t>(count));
            return;
        }
        moves_left -= i - to;
    }
}

}  // namespace tidemark
