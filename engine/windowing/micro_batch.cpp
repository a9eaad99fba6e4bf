#include "engine/windowing/micro_batch.h"

#include "engine/invariant.h"
#include "engine/windowing/assign.h"

#include <algorithm>

namespace tidemark {
namespace {

// Spark cuts and merges windows as Flink does: sessions merge where they touch (S-9), times may be negative.
Profile spark_windows() { return profile_of(EngineName::flink); }

}  // namespace

std::vector<std::string> problems(const MicroBatchOptions& options) {
    std::vector<std::string> found;
    if (options.window) found = problems(*options.window, EngineName::flink);
    if (options.delay && options.delay->count() < 0) found.push_back("the watermark's delay must not be negative");
    if (options.output == OutputMode::append && !options.delay)
        found.push_back("output append needs a watermark: without one no window would ever be complete");
    if (options.output == OutputMode::update && options.window && std::holds_alternative<Session>(*options.window))
        found.push_back("output update does not support session windows");
    return found;
}

MicroBatchQuery::MicroBatchQuery(MicroBatchOptions options) : options_(std::move(options)) {
    const std::vector<std::string> found = problems(options_);
    INVARIANT(found.empty(), "no query for these options: {}", found.front());
}

MicroBatchResult MicroBatchQuery::run(const std::vector<Record>& batch, bool want_placements) {
    MicroBatchResult result;
    batch_watermark_ = watermark_;
    changed_.clear();
    std::set<std::pair<Window, KeyId>> dropped;  // late rows are counted after they were grouped (S-4)
    std::vector<Window> windows;
    for (const Record& record : batch) {
        INVARIANT(record.at != event_time_min, "a record without a timestamp");
        windows.clear();
        if (options_.window) assign_windows(*options_.window, spark_windows(), record.at, windows);
        else windows.push_back({record.at, saturating_add(record.at, EventDuration{1})});
        std::size_t late = 0;
        for (const Window& window : windows) {
            if (is_late(window)) {
                ++late;
                dropped.emplace(window, record.key);
            } else {
                add(record, window, result, want_placements);
            }
        }
        if (late > 0 && late == windows.size()) result.late.push_back(record);
        if (options_.delay) watermark_ = std::max(watermark_, saturating_subtract(record.at, *options_.delay));
    }
    result.dropped_groups = dropped.size();
    switch (options_.output) {
        case OutputMode::append:
            break;
        case OutputMode::update:
            for (const auto& place : changed_)
                show(groups_.find(place), result);
            break;
        case OutputMode::complete:
            for (auto at = groups_.begin(); at != groups_.end(); ++at)
                show(at, result);
            break;
    }
    if (options_.output != OutputMode::complete) evict(result);
    late_watermark_ = batch_watermark_;
    return result;
}

// By the watermark of the batch before, so that what an operator upstream has just let go of is not late (S-3).
bool MicroBatchQuery::is_late(const Window& window) const {
    return options_.output != OutputMode::complete && is_due(window, late_watermark_);
}

// A window is due when the watermark reaches its end; without windows, when it reaches the time itself.
bool MicroBatchQuery::is_due(const Window& window, EventTime watermark) const {
    if (!options_.delay) return false;
    return options_.window ? window.end <= watermark : window.start <= watermark;
}

void MicroBatchQuery::add(const Record& record, const Window& window, MicroBatchResult& result, bool want_placements) {
    const bool session = options_.window && std::holds_alternative<Session>(*options_.window);
    const auto at = session ? find_or_merge_session(window, record.key) : find_or_begin(window, record.key);
    at->second.contents.add(options_.aggregate, record);
    at->second.fresh.add(record.id);
    unfired_.add(record.id);
    changed_.insert(at->first);
    if (want_placements) result.placed.emplace_back(record.id, at->first.first);
}

MicroBatchQuery::Groups::iterator MicroBatchQuery::find_or_begin(const Window& window, KeyId key) {
    return groups_.try_emplace({window, key}).first;
}

// The key's sessions that the record's own touches become one with it.
MicroBatchQuery::Groups::iterator MicroBatchQuery::find_or_merge_session(const Window& own, KeyId key) {
    const Session& session = std::get<Session>(*options_.window);
    Window merged = own;
    std::vector<Groups::iterator> reached;
    for (auto at = groups_.lower_bound({{event_time_min, own.start}, KeyId{0}}); at != groups_.end(); ++at) {
        if (at->first.second != key || !sessions_merge(spark_windows(), session, at->first.first, own)) continue;
        merged = span_of(merged, at->first.first);
        reached.push_back(at);
    }
    Group all;
    for (const auto& from : reached) {
        all.contents.merge(options_.aggregate, from->second.contents);
        all.fresh += from->second.fresh;
        changed_.erase(from->first);
        groups_.erase(from);
    }
    return groups_.insert_or_assign({merged, key}, std::move(all)).first;
}

void MicroBatchQuery::show(Groups::iterator at, MicroBatchResult& result) {
    Group& group = at->second;
    result.rows.push_back({at->first.second, at->first.first, group.contents.value(options_.aggregate),
                           group.fresh.count, group.fresh.members});
    unfired_ -= group.fresh;
    group.fresh = {};
}

// Append shows a group when it goes, update has shown it before (S-5).
void MicroBatchQuery::evict(MicroBatchResult& result) {
    for (auto at = groups_.begin(); at != groups_.end() && is_due(at->first.first, batch_watermark_);) {
        if (options_.output == OutputMode::append) show(at, result);
        at = groups_.erase(at);
    }
}

bool MicroBatchQuery::no_data_batch_due() const {
    return options_.no_data_batches && options_.delay && options_.output != OutputMode::complete &&
           watermark_ > late_watermark_;
}

std::optional<EventTime> MicroBatchQuery::watermark() const {
    return options_.delay ? std::optional{watermark_} : std::nullopt;
}

void MicroBatchQuery::restore_watermark(EventTime watermark) { watermark_ = std::max(watermark_, watermark); }

std::uint64_t MicroBatchQuery::held() const { return groups_.size(); }

MicroBatchQuery::Unfired MicroBatchQuery::unfired() const { return unfired_; }

std::uint64_t MicroBatchQuery::digest() const {
    Digest digest;
    digest.add(watermark_).add(late_watermark_);
    for (const auto& [place, group] : groups_) {
        digest.add(place.first).add(place.second).add(group.fresh.count).add(group.fresh.members);
        group.contents.add_to(digest);
    }
    return digest.value();
}

}  // namespace tidemark
