#pragma once

#include "engine/ids.h"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace tidemark {

// A transaction's durable name. It holds the attempt that opened it, so that no incarnation of a sink can meet a name
// of another's.
struct TransactionName {
    std::uint32_t attempt{0};
    std::uint32_t number{0};
    friend constexpr auto operator<=>(const TransactionName&, const TransactionName&) = default;
};

// The half of two-phase commit that a sink task keeps: which transaction takes the writes, which wait for their
// checkpoint, what to commit when. What a transaction holds is the store's business. A plain value: a checkpoint saves
// a copy of it, made after `checkpoint` was called. Rules: SEMANTICS F-T1 to F-T3, F-T6.
class TwoPhaseSink {
public:
    TwoPhaseSink() = default;

    // The transaction that takes writes now; none after `finish`, once its checkpoint was taken.
    std::optional<TransactionName> open() const { return open_; }

    // The barrier came: the open transaction must be pre-committed (the result names it), and waits for this
    // checkpoint; the next one is open from now on (F-T1), unless the input has ended (F-T6).
    std::optional<TransactionName> checkpoint(CheckpointId checkpoint);

    // The checkpoint is complete: what to commit now, in order - all that waited for it or an earlier one (F-T2).
    std::vector<TransactionName> complete(CheckpointId checkpoint);

    // No more writes will come.
    void finish() { finished_ = true; }

    // A saved copy starts again: what to commit, which may have been committed before (F-T3). Every other transaction
    // of an earlier attempt must be aborted, the one that was open above all. Writes go to a new name.
    std::vector<TransactionName> restore(std::uint32_t attempt);

    // The transactions that wait, by checkpoint.
    const std::map<CheckpointId, TransactionName>& pending() const { return pending_; }

private:
    TransactionName next_{0, 1};
    std::optional<TransactionName> open_{TransactionName{0, 0}};
    std::map<CheckpointId, TransactionName> pending_;
    bool finished_{false};
};

}  // namespace tidemark
