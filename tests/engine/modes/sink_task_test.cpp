#include "engine/modes/streaming/sink_task.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tidemark {
namespace {

constexpr ProcessId coordinator{0}, window{1};

// A transactional sink and the operations that it asks for.
class Transactional : public testing::Test {
protected:
    Transactional() {
        tell(Start{1, false});
        answer_all();
        asked.clear();
    }
    void tell(const Input& input) {
        Effects effects({}, {}, true);
        sink->handle({}, input, effects);
        for (DueEffect& effect : effects.list()) {
            if (auto* ask = std::get_if<Ask>(&effect.effect)) {
                open_.push_back(ask->question);
                asked.push_back(std::move(ask->operation));
            } else if (auto* send = std::get_if<Send>(&effect.effect)) {
                sent.push_back(std::move(send->message));
            }
        }
    }
    void answer_all() {
        while (!open_.empty()) {
            const Question question = open_.front();
            open_.erase(open_.begin());
            tell(Answered{question, Done{}});
        }
    }
    void pane(std::int64_t value) {
        Pane pane;
        pane.value.count = 1;
        pane.value.number = value;
        tell(Received{window, PaneBatch{{pane}}});
    }
    void barrier(std::uint32_t checkpoint) { tell(Received{window, Barrier{CheckpointId{checkpoint}}}); }
    void complete(std::uint32_t checkpoint) { tell(Received{coordinator, NotifyComplete{CheckpointId{checkpoint}}}); }
    template <class O>
    std::vector<O> all() const {
        std::vector<O> found;
        for (const Operation& operation : asked)
            if (const auto* one = std::get_if<O>(&operation)) found.push_back(*one);
        return found;
    }
    std::size_t acknowledged() const {
        return static_cast<std::size_t>(std::count_if(sent.begin(), sent.end(), [](const Message& message) {
            return std::holds_alternative<AcknowledgeCheckpoint>(message);
        }));
    }

    std::shared_ptr<Process> sink = std::make_shared<SinkTask>(SinkTaskOptions{coordinator, WriteKind::append, true});
    std::vector<Operation> asked;
    std::vector<Message> sent;

private:
    std::vector<Question> open_;
};

// F-T1
TEST_F(Transactional, WhatComesAfterTheBarrierGoesToTheNextTransaction) {
    pane(1);
    barrier(1);
    pane(2);
    const auto writes = all<WriteRows>();
    const auto prepared = all<PrepareTransaction>();
    ASSERT_EQ(writes.size(), 2U);
    ASSERT_EQ(prepared.size(), 1U);
    EXPECT_EQ(prepared[0].transaction, *writes[0].transaction);
    EXPECT_NE(*writes[1].transaction, *writes[0].transaction);
}

TEST_F(Transactional, StateIsSavedOnlyOnceThePreparationIsDurable) {
    pane(1);
    barrier(1);
    EXPECT_TRUE(all<SaveState>().empty());
    EXPECT_EQ(acknowledged(), 0U);
    answer_all();
    EXPECT_EQ(all<SaveState>().size(), 1U);
    EXPECT_EQ(acknowledged(), 1U);
}

// F-T2
TEST_F(Transactional, ACompleteCheckpointCommitsAllThatWaitedBeforeIt) {
    pane(1);
    barrier(1);
    pane(2);
    barrier(2);
    EXPECT_TRUE(all<CommitTransactions>().empty());
    complete(2);
    const auto commits = all<CommitTransactions>();
    ASSERT_EQ(commits.size(), 1U);
    EXPECT_EQ(commits[0].transactions.size(), 2U);
    complete(1);
    EXPECT_EQ(all<CommitTransactions>().size(), 1U);
}

// F-T3: the state as it was saved holds its transaction as pending; the one that was open then is not in it.
TEST_F(Transactional, ANewLifeCommitsWhatItsStateHoldsAndAbortsTheRest) {
    pane(1);
    barrier(1);
    answer_all();
    const auto saved = all<SaveState>();
    ASSERT_EQ(saved.size(), 1U);
    pane(2);
    const TransactionName prepared = all<PrepareTransaction>()[0].transaction;
    sink = saved[0].state->clone();
    asked.clear();
    tell(Start{7, true});
    const auto commits = all<CommitTransactions>();
    const auto aborts = all<AbortTransactions>();
    ASSERT_EQ(commits.size(), 1U);
    EXPECT_EQ(commits[0].transactions, std::vector{prepared});
    ASSERT_EQ(aborts.size(), 1U);
    EXPECT_EQ(aborts[0].except, std::vector{prepared});
    pane(3);
    EXPECT_EQ(all<WriteRows>()[0].transaction->attempt, 7U);  // a name that no other life has used
}

}  // namespace
}  // namespace tidemark
