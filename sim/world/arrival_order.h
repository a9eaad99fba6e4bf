#pragma once

#include "engine/storage/log.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace tidemark {

// A copy of an event on its way to the log: 48 bytes.
struct InFlight {
    static constexpr std::uint32_t sources_limit = 1 << 12, copies_limit = 1 << 8, partitions_limit = 1 << 12;

    LogEntry entry;       // `appended` is when it arrives
    std::uint32_t place;  // in the flush of its device
    std::uint32_t source : 12;
    std::uint32_t copy : 8;
    std::uint32_t partition : 12;

    // The order in which the log takes copies in. Total: two copies differ in one of these.
    friend bool operator<(const InFlight& a, const InFlight& b) {
        if (a.entry.appended != b.entry.appended) return a.entry.appended < b.entry.appended;
        if (a.source != b.source) return a.source < b.source;
        if (a.place != b.place) return a.place < b.place;
        if (a.entry.record.id != b.entry.record.id) return a.entry.record.id < b.entry.record.id;
        return a.copy < b.copy;
    }
};
static_assert(sizeof(InFlight) == 48, "what is in flight has a budget too");

// Puts copies in the order of their arrival, as a stream: a calendar with a bucket for each short interval of the run.
// What is added goes to its bucket unsorted; a bucket is sorted when its time has come. Memory follows what is in flight.
// How finely the calendar is ruled, and how calls are grouped, changes the speed and nothing else.
class ArrivalOrder {
public:
    // For arrivals in [from, until], about so many in all, most of them before `busy_until`.
    ArrivalOrder(ProcessingTime from, ProcessingTime until, std::uint64_t expected, ProcessingTime busy_until);

    // Makes room for a copy that arrives at this instant, which has not been released. The caller fills all of it in.
    InFlight& add(ProcessingTime arrives) {
        const std::uint64_t number = bucket_of(arrives);
        if (number < released_ || number >= buckets_.size()) [[unlikely]]
            refuse(arrives);
        Bucket& bucket = buckets_[number];
        if (bucket.free == 0) [[unlikely]]
            extend(bucket);
        return bucket.last->copies[chunk_size - bucket.free--];
    }
    // Hands over everything that arrives before `now` except what shares the calendar's current interval with it, in
    // order, by take(const InFlight* copies, std::size_t count). The caller will add nothing before `now` any more.
    template <class Take>
    void release(ProcessingTime now, Take&& take) {
        if (now <= from_) return;
        const std::uint64_t end = bucket_of(now);
        while (released_ < end && released_ < buckets_.size())
            release_bucket(take);
    }
    // And the rest.
    template <class Take>
    void release_all(Take&& take) {
        while (released_ < buckets_.size())
            release_bucket(take);
    }

private:
    static constexpr std::uint32_t chunk_size = 21;
    struct Chunk {
        InFlight copies[chunk_size];
        Chunk* next;
    };
    struct Bucket {
        Chunk* first{nullptr};
        Chunk* last{nullptr};
        std::uint32_t count_before{0};  // copies in chunks before the last
        std::uint32_t free{0};          // places left in the last chunk
    };

    std::uint64_t bucket_of(ProcessingTime at) const {
        return static_cast<std::uint64_t>((at - from_).count()) >> shift_;
    }
    template <class Take>
    void release_bucket(Take&& take) {
        const std::size_t count = sort_bucket(buckets_[released_++]);
        if (count > 0) take(static_cast<const InFlight*>(sorted_.data()), count);
    }
    [[noreturn]] void refuse(ProcessingTime arrives) const;
    void extend(Bucket& bucket);
    std::size_t sort_bucket(Bucket& bucket);  // into sorted_; gives its chunks back
    void scatter_bucket(const Bucket& bucket, std::size_t count);
    void settle(std::size_t count);

    ProcessingTime from_;
    int shift_{0};  // a bucket is 2^shift_ microseconds wide
    std::vector<Bucket> buckets_;
    std::uint64_t released_{0};
    std::vector<std::unique_ptr<Chunk[]>> slabs_;
    Chunk* spare_{nullptr};
    std::vector<InFlight> sorted_;
    std::vector<std::uint32_t> starts_;  // of the parts of a bucket
};

}  // namespace tidemark
