#pragma once

#include "sim/simulation.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// One function for each invariant that is checked on a finished run: it looks at one mode and reports what it finds.
// `invariants.h` is the door.
namespace tidemark {

class Judgement;

// Where a check reports. The first few violations tell; the rest are only more of them.
class Found {
public:
    Found(std::string_view invariant, std::string mode, std::vector<Violation>& violations)
        : invariant_(invariant), mode_(std::move(mode)), violations_(violations) {}
    void report(ProcessingTime at, std::string message, std::vector<EventId> events = {}) {
        if (++count_ <= most)
            violations_.push_back({std::string{invariant_}, mode_, at, std::move(message), std::move(events)});
    }
    bool enough() const { return count_ >= most; }

private:
    static constexpr std::size_t most = 5;
    std::string_view invariant_;
    std::string mode_;
    std::vector<Violation>& violations_;
    std::size_t count_{0};
};

// The books (checks_books.cpp).
void check_conservation(Judgement& judgement, std::size_t mode, Found& found);
void check_metrics_consistent(Judgement& judgement, std::size_t mode, Found& found);
void check_checkpoint_is_prefix(Judgement& judgement, std::size_t mode, Found& found);
void check_aggregate_value(Judgement& judgement, std::size_t mode, Found& found);
// Order and time (checks_order.cpp).
void check_partition_order(Judgement& judgement, std::size_t mode, Found& found);
void check_watermark_monotone(Judgement& judgement, std::size_t mode, Found& found);
void check_no_time_travel(Judgement& judgement, std::size_t mode, Found& found);
// The profile's rules (checks_windows.cpp).
void check_no_fire_before_watermark(Judgement& judgement, std::size_t mode, Found& found);
void check_late_is_late(Judgement& judgement, std::size_t mode, Found& found);
// What a scenario can claim (checks_claims.cpp).
void check_exactly_once(Judgement& judgement, std::size_t mode, Found& found);
void check_at_least_once(Judgement& judgement, std::size_t mode, Found& found);
void check_at_most_once(Judgement& judgement, std::size_t mode, Found& found);
void check_modes_agree(Judgement& judgement, std::size_t mode, Found& found);
// The plan itself (checks_faults.cpp).
void check_fault_effective(Judgement& judgement, std::size_t mode, Found& found);

}  // namespace tidemark
