#pragma once

#include "engine/names.h"
#include "sim/scenario/scenario.h"
#include "sim/world/fingerprint.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tidemark {

// The names of one kind that a source mentions, numbered within the source: first those that events choose among, then
// those that single events name. What is drawn and fingerprinted is the number, so that another source can shift the ids
// of a run but nothing of this one.
template <class IdType>
class SourceNames {
public:
    // Names as given.
    SourceNames() = default;
    // prefix0, prefix1, ...: a series that `table` holds from `first` on.
    SourceNames(std::string prefix, IdType first, std::uint64_t count)
        : prefix_{std::move(prefix)}, first_{first}, series_{count}, choices_{count} {}

    // The number of a name, which is added where it is new.
    std::uint32_t add(IdType id) {
        if (in_series(id)) return id.value - first_.value;
        const auto [place, is_new] = numbers_.emplace(id, static_cast<std::uint32_t>(size()));
        if (is_new) others_.push_back(id);
        return place->second;
    }
    // The number of a name that was added.
    std::uint32_t number_of(IdType id) const { return in_series(id) ? id.value - first_.value : numbers_.at(id); }
    // Events choose among the names added so far.
    void end_of_choices() { choices_ = size(); }

    IdType operator[](std::uint32_t index) const {
        return index < series_ ? IdType{first_.value + index} : others_[index - series_];
    }
    std::uint64_t size() const { return series_ + others_.size(); }
    std::uint64_t choices() const { return choices_; }

    // What the numbers stand for.
    void add_to(FingerprintBuilder& builder, const NameTable<IdType>& table) const {
        builder.add(prefix_);
        builder.add(series_);
        builder.add(others_.size());
        for (const IdType id : others_)
            builder.add(table.name(id));
    }

private:
    bool in_series(IdType id) const { return id.value >= first_.value && id.value - first_.value < series_; }

    std::string prefix_;
    IdType first_{};
    std::uint64_t series_{0};
    std::vector<IdType> others_;
    std::map<IdType, std::uint32_t> numbers_;  // of others_
    std::uint64_t choices_{0};
};

// Whose events a source makes, and under which keys.
struct SourceCast {
    SourceNames<UserId> users;     // at least one choice: "" where the source names nobody
    SourceNames<KeyId> keys;       // no choice where events have the key `default_key` unless they say otherwise
    std::uint32_t default_key{0};  // its number in `keys`
};

// Numbers all names that the sources mention, and says what each source knows of them. Series come first, then the
// names in the order of the sources.
std::vector<SourceCast> cast_sources(const std::vector<Source>& sources, Names& names);

// The events that are listed in the source, by hand or in a file; null for others.
const std::vector<ListedEvent>* listed_events(const Source& source);

}  // namespace tidemark
