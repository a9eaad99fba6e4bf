#include "engine/storage/two_phase_sink.h"

namespace tidemark {

std::optional<TransactionName> TwoPhaseSink::checkpoint(CheckpointId checkpoint) {
    const std::optional<TransactionName> prepared = open_;
    if (prepared) pending_[checkpoint] = *prepared;
    open_.reset();
    if (!finished_) {
        open_ = next_;
        ++next_.number;
    }
    return prepared;
}

std::vector<TransactionName> TwoPhaseSink::complete(CheckpointId checkpoint) {
    std::vector<TransactionName> commit;
    while (!pending_.empty() && pending_.begin()->first <= checkpoint) {
        commit.push_back(pending_.begin()->second);
        pending_.erase(pending_.begin());
    }
    return commit;
}

std::vector<TransactionName> TwoPhaseSink::restore(std::uint32_t attempt) {
    std::vector<TransactionName> commit;
    for (const auto& [checkpoint, transaction] : pending_)
        commit.push_back(transaction);
    pending_.clear();
    finished_ = false;
    open_ = TransactionName{attempt, 0};
    next_ = TransactionName{attempt, 1};
    return commit;
}

}  // namespace tidemark
