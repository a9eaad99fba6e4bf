// Triggers that count records. A window merged from others has their counts together (F-W14, B-4).
#include "engine/windowing/triggers/machine.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

class Counting : public TriggerMachine {
public:
    explicit Counting(std::int64_t count) : count_(count) {}
    void on_record(const TriggerContext&, EventTime, TriggerCells cells) const override { ++cells[0].number; }
    bool should_fire(const TriggerContext&, ConstTriggerCells cells) const override {
        return cells[0].number >= count_;
    }
    void merge(TriggerCells cells, ConstTriggerCells other) const override { cells[0].number += other[0].number; }
    void reset(TriggerCells cells) const override { cells[0].number = 0; }

protected:
    std::int64_t count_;
};

// Flink's: at every N-th record.
class CountTrigger final : public Counting {
public:
    using Counting::Counting;
    TriggerFired on_fire(const TriggerContext&, TriggerCells cells) const override {
        reset(cells);
        return {};
    }
    std::string text() const override { return fmt::format("count({})", count_); }
};

// Beam's: at the N-th record, and then it is done.
class AfterCountTrigger final : public Counting {
public:
    using Counting::Counting;
    TriggerFired on_fire(const TriggerContext&, TriggerCells) const override { return {.finished = true}; }
    std::string text() const override { return fmt::format("after_count({})", count_); }
};

}  // namespace

SharedTrigger make_count(std::int64_t count) { return std::make_shared<CountTrigger>(count); }
SharedTrigger make_after_count(std::int64_t count) { return std::make_shared<AfterCountTrigger>(count); }

}  // namespace tidemark
