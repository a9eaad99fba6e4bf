#include "sim/judge/reasons.h"

#include "sim/judge/clock_text.h"
#include "sim/judge/fault_effects.h"

#include <fmt/format.h>

#include <algorithm>

namespace tidemark {
namespace {

// Rounded up to what a person would write: whole seconds to a minute, whole minutes beyond.
EventDuration rounded_up(EventDuration duration) {
    const std::int64_t unit = duration <= std::chrono::minutes{1} ? 1000 : 60'000;
    return EventDuration{(duration.count() + unit - 1) / unit * unit};
}

// The settings that matter for a refused record.
struct Refusal {
    Window window{};
    EventTime watermark{};
};

class Suggest {
public:
    Suggest(Judgement& judgement, std::size_t mode, EventId event)
        : judgement_(judgement), mode_(mode), event_(event), name_(judgement.trace(mode).mode) {}

    std::vector<WhatIf> make() {
        for (const Life& life : judgement_.ledger(mode_).lives(event_)) {
            if (life.its_own && !life.steps.empty()) of_life(life);
            if (!found_.empty()) break;
        }
        return std::move(found_);
    }

private:
    const Clock& clock() const { return judgement_.scenario().clock; }
    const Mode& settings() const { return judgement_.settings(mode_); }

    void of_life(const Life& life) {
        const FateStep& last = life.steps.back();
        const auto* stream = std::get_if<StreamMode>(&settings().settings);
        const auto* micro = std::get_if<MicroBatchMode>(&settings().settings);
        const auto* batch = std::get_if<BatchMode>(&settings().settings);
        if (life.times_counted > 1 && stream && stream->sink.kind == SinkKind::append) {
            add(name_ + ".sink.kind=upsert", "readers see it once: a row replaces the one before it");
            return;
        }
        if (stream && last.reason.cause == Cause::window_expired && last.reason.watermark)
            refused_by_stream(*stream, {last.reason.window, *last.reason.watermark});
        if (micro && last.reason.cause == Cause::batch_watermark && last.reason.watermark && micro->watermark_delay)
            refused_by_micro_batch(*micro, {last.reason.window, *last.reason.watermark});
        if (stream && last.fate == Fate::counted_late && stream->allowed_lateness > EventDuration{})
            add(name_ + ".allowed_lateness=0s",
                fmt::format("it {}, {}",
                            stream->late == LatePolicy::side_output ? "goes to the side output" : "is lost",
                            final_without_late(life.window)));
        if (stream && last.fate == Fate::elsewhere && stream->time == TimeDomain::processing)
            add(name_ + ".time=event", fmt::format("it counts for {}, if it comes before the watermark has passed",
                                                   window_text(life.window, clock())));
        if (stream && last.reason.cause == Cause::not_read_again && !stream->checkpoint)
            add(name_ + ".checkpoint.every=10s", "a restart reads it again");
        if (batch && batch->partition_by == BatchMode::PartitionBy::ingest_time &&
            (last.fate == Fate::elsewhere || last.reason.cause == Cause::misfiled))
            add(name_ + ".partition_by=event_time",
                fmt::format("it lies in the partition of {}", window_text(life.window, clock())));
        if (batch && last.reason.cause == Cause::after_cut) after_cut(*batch, last.at);
    }

    // F-W4, B-15, K-2: refused once the watermark (Kafka: the stream time) has come to the window's end plus the allowed
    // lateness; Flink's watermark to its last instant.
    static EventTime closing(const StreamMode& stream, const Window& window) {
        return stream.profile == EngineName::flink ? window.max_timestamp() : window.end;
    }

    void refused_by_stream(const StreamMode& stream, const Refusal& refusal) {
        const bool kafka = stream.profile == EngineName::kafka;
        if (kafka && std::holds_alternative<Session>(*stream.job.window)) return;
        if (refusal.watermark == event_time_max) return;
        const EventDuration beyond = refusal.watermark - closing(stream, refusal.window);
        const EventDuration lateness = rounded_up(beyond + EventDuration{1});
        add(fmt::format("{}.allowed_lateness={}", name_, to_string(lateness)),
            fmt::format("it is counted{}, {}", kafka ? "" : " late", final_with(stream, refusal.window, lateness)));
        if (kafka) return;
        const EventDuration delay = rounded_up(stream.watermark.delay + beyond + EventDuration{1});
        add(fmt::format("{}.watermark.delay={}", name_, to_string(delay)),
            fmt::format("it is counted on time, and every first answer comes {} later",
                        duration_text(delay - stream.watermark.delay)));
    }

    // S-3: refused once the watermark of the batch before has come to the window's end.
    void refused_by_micro_batch(const MicroBatchMode& micro, const Refusal& refusal) {
        if (refusal.watermark == event_time_max) return;
        const EventDuration delay =
            rounded_up(*micro.watermark_delay + (refusal.watermark - refusal.window.end) + EventDuration{1});
        add(fmt::format("{}.watermark.delay={}", name_, to_string(delay)),
            fmt::format("it is counted, and in append mode every answer comes {} later",
                        duration_text(delay - *micro.watermark_delay)));
    }

    void after_cut(const BatchMode& batch, ProcessingTime arrived) {
        if (batch.schedule.at.size() != 1) return;
        const std::int64_t minute = 60'000'000;
        const std::int64_t since = (arrived - clock().day0).count();
        const ProcessingTime later = clock().day0 + ProcessingDuration{(since / minute + 1) * minute};
        add(fmt::format("{}.schedule.at=[\"{}\"]", name_, clock_text(later, clock())),
            fmt::format("the run sees it, and its answer comes {} later",
                        duration_text(later - batch.schedule.at.front())));
    }

    KeyId key_of(EventId event) const {
        return key_in(judgement_.job(mode_), judgement_.tape().events[event.value].record);
    }
    KeyId key() const { return key_of(event_); }

    // The window's number for the event's key, with all the records that this allowed lateness would have let in.
    std::string final_with(const StreamMode& stream, const Window& window, EventDuration lateness) {
        const JobLogic& job = judgement_.job(mode_);
        std::vector<EventId> members;
        for (const auto& [event, times] : judgement_.ledger(mode_).members(window, key(), std::nullopt))
            members.push_back(event);
        for (const EventId event : judgement_.ledger(mode_).with_fate(Fate::side_output))
            consider(stream, event, window, lateness, members);
        for (const EventId event : judgement_.ledger(mode_).with_fate(Fate::dropped))
            consider(stream, event, window, lateness, members);
        return fmt::format("the {} comes to {}", number_name(job), folded(members));
    }

    void consider(const StreamMode& stream, EventId event, const Window& window, EventDuration lateness,
                  std::vector<EventId>& members) {
        if (key_of(event) != key()) return;
        const std::optional<FateStep> step = judgement_.ledger(mode_).fate(event, window, std::nullopt);
        if (!step || !step->reason.watermark || step->reason.cause != Cause::window_expired) return;
        if (saturating_add(closing(stream, step->reason.window), lateness) > *step->reason.watermark)
            members.push_back(event);
    }

    std::string final_without_late(const Window& window) {
        std::vector<EventId> members;
        for (const auto& [event, times] : judgement_.ledger(mode_).members(window, key(), std::nullopt)) {
            const std::optional<FateStep> step = judgement_.ledger(mode_).fate(event, window, std::nullopt);
            if (step && step->fate != Fate::counted_late) members.push_back(event);
        }
        return fmt::format("the {} stays {}", number_name(judgement_.job(mode_)), folded(members));
    }

    std::string folded(const std::vector<EventId>& members) {
        const JobLogic& job = judgement_.job(mode_);
        Fold fold{*job.aggregate};
        for (const EventId event : members)
            if (const auto seen =
                    judged_record(job, judgement_.tape().names, judgement_.tape().events[event.value].record))
                fold.add(*seen);
        return to_string(*job.aggregate, fold.value());
    }

    void add(std::string set, std::string then) { found_.push_back({std::move(set), std::move(then)}); }

    Judgement& judgement_;
    std::size_t mode_;
    EventId event_;
    std::string name_;
    std::vector<WhatIf> found_;
};

std::string beyond_text(const Reason& reason, const Clock& clock) {
    if (!reason.watermark) return "";
    if (*reason.watermark == event_time_max) return "the input had ended";
    const EventDuration beyond = *reason.watermark - reason.window.max_timestamp();
    return fmt::format("the watermark stood at {}, {} past the end of {}", clock_text(*reason.watermark, clock),
                       duration_text(beyond), window_text(reason.window, clock));
}

}  // namespace

std::string_view number_name(const JobLogic& job) {
    if (!job.aggregate) return "number of rows";
    switch (job.aggregate->kind) {
        case AggregateKind::count:
            return "count";
        case AggregateKind::sum:
            return "sum";
        case AggregateKind::min:
            return "least value";
        case AggregateKind::max:
            return "greatest value";
        case AggregateKind::mean:
            return "mean";
        case AggregateKind::distinct:
            return job.aggregate->distinct_of == DistinctOf::user ? "number of users" : "number of values";
        case AggregateKind::list:
            return "list";
    }
    return "answer";
}

std::string fault_entry_text(const Scenario& scenario, std::optional<std::uint32_t> fault) {
    if (!fault || *fault >= scenario.faults.size()) return "a fault";
    return "fault: " + fault_in_words(scenario.faults[*fault], scenario.clock);
}

std::string mishap_text(const Scenario& scenario, const Incident& incident) {
    const auto because = [&](std::string_view what) {
        return fmt::format("{} ({})", what, fault_entry_text(scenario, incident.fault));
    };
    switch (incident.what) {
        case Mishap::clock_wrong:
            return because("its device stamps it with a wrong time");
        case Mishap::kept_offline:
            return because("until then its device was offline");
        case Mishap::kept_back:
            return because("until then it stayed on its device");
        case Mishap::outbox_full:
            return because("lost: its device, which is offline, has no room for it");
        case Mishap::unreadable:
            return because("it is malformed: no job can read it");
        case Mishap::sent_again:
            return because("the application sends it again");
        case Mishap::attempt_lost:
            return because("sent, and lost in the network");
        case Mishap::never_arrived:
            return because("lost: nothing of it arrived, and its producer tries no more");
        case Mishap::jammed:
            return because("until then it was held in the network");
        case Mishap::delayed:
            return because("the network took longer");
        case Mishap::held_up:
            return because("held up in the network, so that others overtook it");
        case Mishap::slow_append:
            return because("the log took longer to append it");
        case Mishap::ack_lost:
            return because("it arrives, but its producer does not hear of it, and sends it again");
        case Mishap::redelivered:
            return because("the network delivers it again");
        case Mishap::copy_refused:
            return because("the log knows it already, and does not take the copy: its producer is idempotent");
    }
    return {};
}

std::string fault_text(const Judgement& judgement, std::size_t mode, std::optional<std::uint32_t> fault,
                       ProcessingTime at) {
    std::string what = judgement.trace(mode).mode;
    if (fault && *fault < judgement.scenario().faults.size()) {
        if (const auto* crash = std::get_if<CrashFault>(&judgement.scenario().faults[*fault].what))
            what = crash->target;
    }
    return fmt::format("the crash of {} at {}", what, clock_text(at, judgement.scenario().clock));
}

std::vector<WhatIf> suggestions(Judgement& judgement, std::size_t mode, EventId event) {
    return Suggest{judgement, mode, event}.make();
}

std::string reason_text(Judgement& judgement, std::size_t mode, EventId event, const FateStep& step) {
    const Clock& clock = judgement.scenario().clock;
    const Reason& reason = step.reason;
    const std::string at = clock_text(step.at, clock);
    const auto* stream = std::get_if<StreamMode>(&judgement.settings(mode).settings);
    switch (reason.cause) {
        case Cause::none:
            return "nothing accounts for it: this is a bug of Tidemark";
        case Cause::happened:
            return "it is still on its device";
        case Cause::sent:
            return "it is still on its way to the log";
        case Cause::no_room:
            return fmt::format("its device, which was offline, had no room for it any more at {} ({})", at,
                               fault_entry_text(judgement.scenario(), reason.fault));
        case Cause::never_arrived:
            return fmt::format(
                "it was lost on its way to the log: no attempt to send it arrived, and by {} its producer "
                "made no more ({})",
                at, fault_entry_text(judgement.scenario(), reason.fault));
        case Cause::unreadable:
            return fmt::format("no job can read it ({})", fault_entry_text(judgement.scenario(), reason.fault));
        case Cause::arrived:
            return fmt::format("it has been in the log since {} and was not read", at);
        case Cause::read:
            return fmt::format("it was read at {} and is waiting to be processed", at);
        case Cause::placed:
        case Cause::placed_late:
            return fmt::format("it has been held since {} in {}, which has not answered with it yet", at,
                               window_text(reason.window, clock));
        case Cause::fired:
            return fmt::format("its window fired at {}; readers do not see that yet", at);
        case Cause::visible:
            return fmt::format("it has been in the answer since {}", at);
        case Cause::repaired:
            return fmt::format("a repair added it at {}", at);
        case Cause::rerun:
            return fmt::format("a later run added it at {}", at);
        case Cause::replaced:
            return fmt::format("the answer that had it was replaced at {} by one without it", at);
        case Cause::window_expired: {
            std::string text = fmt::format("came at {}, when {}", at, beyond_text(reason, clock));
            if (!reason.watermark) text = fmt::format("came at {}, too late for its window", at);
            if (stream && stream->allowed_lateness > EventDuration{} &&
                stream->allowed_lateness != EventDuration::max())
                text += fmt::format(" (allowed lateness {})", duration_text(stream->allowed_lateness));
            return text;
        }
        case Cause::trigger_finished:
            return fmt::format("came at {}, when the trigger of its window had finished", at);
        case Cause::batch_watermark:
            return fmt::format("came into the batch of {}, when {}", at,
                               reason.watermark ? beyond_text(reason, clock) : "its window was closed");
        case Cause::wrong_window:
            return fmt::format("was counted in {} instead", window_text(reason.window, clock));
        case Cause::filter:
            return "the job's filter does not take it";
        case Cause::crash:
            return fmt::format("what was in memory was gone with {}",
                               fault_text(judgement, mode, reason.fault, step.at));
        case Cause::replay:
            return fmt::format("it is to be read again after {}", fault_text(judgement, mode, reason.fault, step.at));
        case Cause::not_read_again:
            return reason.fault ? fmt::format("what was in memory was gone with {}, and it was not read again",
                                              fault_text(judgement, mode, reason.fault, step.at))
                                : fmt::format("what was in memory was gone at {}, and it was not read again", at);
        case Cause::after_cut: {
            const EventTime happened = judgement.tape().events[event.value].happened;
            return fmt::format("arrived at {}, {} after it happened; the run over {} had read its partition before", at,
                               duration_text(lag(step.at, happened)), window_text(reason.window, clock));
        }
        case Cause::misfiled:
            return fmt::format("arrived at {} and was filed under {}, whose runs answer for other windows than its own",
                               at, window_text(reason.window, clock));
        case Cause::not_read_by_end:
            return fmt::format("arrived at {}; no run had read its partition when the clock ended", at);
        case Cause::state_cleared:
            return fmt::format("its window's state was dropped at {} before an answer had it", at);
        case Cause::skipped:
            return fmt::format("the source began again at {} behind it: it cannot read again", at);
        case Cause::transaction_expired:
            return fmt::format("its row was in a transaction that the store had aborted by {}: it was open too long",
                               at);
    }
    return "";
}

}  // namespace tidemark
