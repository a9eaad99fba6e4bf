#pragma once

#include "sim/judge/answers.h"
#include "sim/judge/fate.h"
#include "sim/judge/trace.h"
#include "sim/judge/truth.h"

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tidemark {

struct LedgerBooks;
struct Simulation;

// How many (event, window) pairs have which fate.
struct Balance {
    std::array<std::uint64_t, static_cast<std::size_t>(Fate::unexplained) + 1> count{};
    std::uint64_t of(Fate fate) const { return count[static_cast<std::size_t>(fate)]; }
    std::uint64_t total() const;
};

// The books of one mode: the fate of every event, for every window that it belongs to, at every instant, found by
// replaying the trace in its order. A window that an event belongs to is one of its true windows, or one into which the
// mode put it. For a job that passes rows on, each millisecond is a window of its own. An event that the job filters has one life, in
// `global_window`.
// Needs level `full`.
class Ledger {
public:
    Ledger(const Simulation& simulation, std::size_t mode, const Truth& truth, const Answers& answers);
    ~Ledger();
    Ledger(Ledger&&) noexcept;
    Ledger& operator=(Ledger&&) noexcept;

    // Every life of an event, its own windows first, then the others, each in order of window.
    std::vector<Life> lives(EventId event) const;
    // Its fate for one window at an instant (empty: at the end); none before it happened, and where it has no such life.
    std::optional<FateStep> fate(EventId event, const Window& window, std::optional<ProcessingTime> as_of) const;
    // All of an event's windows in one word; where they differ, the first that is not counted.
    std::optional<FateStep> fate(EventId event, std::optional<ProcessingTime> as_of) const;
    // What the mode did with an event, step by step, without the reasons' details: for whom there is no time to ask for
    // whole lives. `line` numbers the event's windows, its own first; steps of one line are in order of time.
    struct Step {
        std::uint32_t line{0};
        bool its_own{true};
        ProcessingTime at{};
        Fate fate{Fate::log};
        Cause cause{Cause::none};
    };
    void each_step(EventId event, const std::function<void(const Step&)>& visit) const;
    // The windows in whose answers readers saw the event, at an instant.
    std::vector<Window> counted_in(EventId event, std::optional<ProcessingTime> as_of) const;

    // Every life of every event in its own windows that had begun at an instant: by event, then window. Filtered events
    // have one, in `global_window`.
    void each_own_life(std::optional<ProcessingTime> as_of,
                       const std::function<void(EventId, KeyId, const Window&, Fate)>& visit) const;
    // The events with this fate for one of their own windows, ordered.
    std::vector<EventId> with_fate(Fate fate, std::optional<ProcessingTime> as_of = std::nullopt) const;
    // The events that readers saw more than once in one window's answer, or in several sessions, ordered.
    std::vector<EventId> counted_twice(std::optional<ProcessingTime> as_of = std::nullopt) const;
    // Of the answer of one window and key at an instant: how often each event is in it, ordered by event.
    std::vector<std::pair<EventId, std::uint32_t>> members(const Window& window, KeyId key,
                                                           std::optional<ProcessingTime> as_of) const;
    // The same of all keys of the window.
    std::vector<std::pair<EventId, std::uint32_t>> members(const Window& window,
                                                           std::optional<ProcessingTime> as_of) const;

    // The records behind one row of the trace: a stretch of a list in order of placement, which later rows go on with.
    // Empty where nothing explains the row.
    struct RowMembers {
        std::uint32_t list{UINT32_MAX}, from{0}, until{0};
        bool empty() const { return from == until; }
    };
    RowMembers row_members(std::uint32_t row) const;
    EventId member(std::uint32_t list, std::uint32_t place) const;

    // The books at an instant, over all lives that had begun; they close: total() is the number of those lives.
    Balance balance(std::optional<ProcessingTime> as_of = std::nullopt) const;
    // What did not close while the books were made: rows whose members nothing explains, records that vanished. Empty is
    // the normal case; I1.
    struct Gap {
        ProcessingTime at{};
        std::string message;
        std::vector<EventId> events;
    };
    const std::vector<Gap>& gaps() const;

    // The first instant at which readers saw the event in an answer; empty: never.
    std::optional<ProcessingTime> first_counted(EventId event) const;

private:
    std::unique_ptr<const LedgerBooks> books_;
};

}  // namespace tidemark
