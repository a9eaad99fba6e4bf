#include "engine/dataflow/input_gate.h"
#include "engine/storage/two_phase_sink.h"
#include "sim/transcript/player.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace tidemark::transcript {
namespace {

const std::vector<OutputShape>& barrier_shapes(bool blocking) {
    static const std::vector<OutputShape> shapes = {{"checkpoint", {{"", ValueType::integer, true}}},
                                                    {"aborted", {{"", ValueType::integer, true}}},
                                                    {"blocked", {{"channel", ValueType::integer, true}}},
                                                    {"unblocked", {}}};
    static const std::vector<OutputShape> without_blocking = {shapes[0], shapes[1]};
    return blocking ? shapes : without_blocking;
}

// Plays the checkpoint barriers of several inputs.
class BarrierPlayer final : public Player {
public:
    BarrierPlayer(std::size_t channels, BarrierMode mode, bool blocking) : gate_(channels, mode), blocking_(blocking) {}

    std::span<const OutputShape> shapes() const override { return barrier_shapes(blocking_); }

    void play(const Line& input, Reply& reply) override {
        Arguments arguments{input, reply};
        const bool numbered = input.word == "barrier" || input.word == "cancel";
        if (!numbered && input.word != "data" && input.word != "end")
            reply.fail(input.at, fmt::format("unknown input '{}' (data, barrier, cancel, end)", visible(input.word)));
        std::optional<std::int64_t> number;
        if (numbered) number = arguments.integer("", 0, UINT32_MAX);
        const auto channel = arguments.integer("channel", 0, static_cast<std::int64_t>(gate_.channels()) - 1);
        if (!arguments.complete() || !reply.spend(input.at, 1 + gate_.channels())) return;
        const auto from = static_cast<std::size_t>(*channel);
        if (gate_.ended(from)) reply.fail(input.at, fmt::format("channel {} has ended", from));
        else if (gate_.blocked(from))
            reply.fail(input.at, fmt::format("channel {} is blocked: nothing comes from it", from));
        if (reply.problem() || input.word == "data") return;
        const CheckpointId checkpoint{static_cast<std::uint32_t>(number.value_or(0))};
        tell(input.word == "barrier"  ? gate_.barrier(checkpoint, from)
             : input.word == "cancel" ? gate_.cancel(checkpoint, from)
                                      : gate_.end(from),
             reply);
    }

private:
    void tell(const GateEvents& events, Reply& reply) const {
        for (const CheckpointId aborted : events.aborted)
            reply.line("aborted").value(fmt::format("{}", aborted.value));
        if (events.checkpoint) reply.line("checkpoint").value(fmt::format("{}", events.checkpoint->value));
        if (!blocking_) return;
        if (events.unblocked) reply.line("unblocked");
        if (events.blocked) reply.line("blocked").field("channel", fmt::format("{}", *events.blocked));
    }

    InputGate gate_;
    bool blocking_;
};

const std::vector<OutputShape>& sink_shapes() {
    static const std::vector<OutputShape> shapes = {{"committed", {{"", ValueType::list, true}}},
                                                    {"aborted", {{"", ValueType::list, true}}}};
    return shapes;
}

// Plays transactions that follow checkpoints. The store behind the sink is here: what a transaction holds, and whether
// it is over. It outlives a crash.
class TwoPhaseSinkPlayer final : public Player {
public:
    std::span<const OutputShape> shapes() const override { return sink_shapes(); }

    void play(const Line& input, Reply& reply) override {
        Arguments arguments{input, reply};
        const std::string& verb = input.word;
        if (verb != "restore" && crashed_)
            reply.fail(input.at, "the sink has crashed: nothing comes before `> restore N`");
        if (verb == "write") write(input, arguments, reply);
        else if (verb == "checkpoint") checkpoint(arguments);
        else if (verb == "complete") complete(arguments, reply);
        else if (verb == "restore") restore(input, arguments, reply);
        else if (verb == "crash") crashed_ = arguments.complete() || crashed_;
        else if (verb == "finish") finish(arguments);
        else
            reply.fail(input.at, fmt::format("unknown input '{}' (write, checkpoint, complete, crash, restore, finish)",
                                             visible(verb)));
    }

private:
    struct Transaction {
        std::vector<std::string> values;
        bool over{false};
    };

    void write(const Line& input, Arguments& arguments, Reply& reply) {
        const Argument* const value = arguments.need("", "a value");
        if (value && !canonical(ValueType::list, "[" + value->text + "]"))
            reply.fail(value->value_at, "this is no single value");
        const std::optional<TransactionName> open = sink_.open();
        if (!open || finished_) reply.fail(input.at, "the input has ended: nothing is written after `> finish`");
        if (arguments.complete()) store_[*open].values.push_back(value->text);
    }

    void checkpoint(Arguments& arguments) {
        const auto number = arguments.integer("", 0, UINT32_MAX);
        if (!arguments.complete()) return;
        const CheckpointId checkpoint{static_cast<std::uint32_t>(*number)};
        sink_.checkpoint(checkpoint);
        saved_.insert_or_assign(checkpoint, sink_);
    }

    void complete(Arguments& arguments, Reply& reply) {
        const auto number = arguments.integer("", 0, UINT32_MAX);
        if (!arguments.complete()) return;
        commit(sink_.complete(CheckpointId{static_cast<std::uint32_t>(*number)}), reply);
    }

    void restore(const Line& input, Arguments& arguments, Reply& reply) {
        const auto number = arguments.integer("", 0, UINT32_MAX);
        if (!arguments.complete()) return;
        const auto found = saved_.find(CheckpointId{static_cast<std::uint32_t>(*number)});
        if (found == saved_.end()) reply.fail(input.at, "there is no such checkpoint to restore");
        if (reply.problem() || !reply.spend(input.at, 1 + store_.size())) return;
        sink_ = found->second;
        crashed_ = finished_ = false;
        saved_.erase(std::next(found), saved_.end());  // checkpoints after it are of a future that did not happen
        commit(sink_.restore(++attempt_), reply);
        std::vector<std::string> aborted;
        for (auto& [name, transaction] : store_)
            end(transaction, aborted);
        tell("aborted", aborted, reply);
    }

    void finish(Arguments& arguments) {
        if (!arguments.complete()) return;
        sink_.finish();
        finished_ = true;
    }

    void commit(const std::vector<TransactionName>& names, Reply& reply) {
        std::vector<std::string> committed;
        for (const TransactionName& name : names)
            end(store_[name], committed);
        tell("committed", committed, reply);
    }

    // Commits and aborts come again after a restart; only the first counts (F-T3).
    static void end(Transaction& transaction, std::vector<std::string>& values) {
        if (!transaction.over) values.insert(values.end(), transaction.values.begin(), transaction.values.end());
        transaction.over = true;
    }

    static void tell(std::string_view what, const std::vector<std::string>& values, Reply& reply) {
        if (!values.empty()) reply.line(what).value(print_list(values));
    }

    TwoPhaseSink sink_;
    std::map<CheckpointId, TwoPhaseSink> saved_;
    std::map<TransactionName, Transaction> store_;
    std::uint32_t attempt_{0};
    bool crashed_{false}, finished_{false};
};

}  // namespace

std::unique_ptr<Player> make_barrier_player(Settings& settings) {
    const std::int64_t channels = settings.integer("channels", 1, 1000);
    const BarrierMode mode =
        settings.choice("mode", {"aligned", "tracked"}) == 0 ? BarrierMode::aligned : BarrierMode::tracked;
    const bool blocking = settings.on("blocking");
    settings.complete();
    return std::make_unique<BarrierPlayer>(static_cast<std::size_t>(channels), mode, blocking);
}

std::unique_ptr<Player> make_two_phase_sink_player(Settings& settings) {
    settings.complete();
    return std::make_unique<TwoPhaseSinkPlayer>();
}

}  // namespace tidemark::transcript
