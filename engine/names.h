#pragma once

#include "engine/ids.h"
#include "engine/invariant.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// Names of one kind, numbered in the order of first mention. Lookup by name is by an ordered map: the numbering, and
// nothing else, decides any order that a run can show. A series ("k0", "k1", ... "k999999") takes no memory: its names
// are made when asked for.
template <class IdType>
class NameTable {
public:
    IdType intern(std::string_view name) {
        if (const auto known = find(name)) return *known;
        const IdType id = next();
        ids_.emplace(name, id);
        names_.emplace_back(name);
        ++size_;
        return id;
    }
    // The names prefix0, prefix1, ... (`count` of them) get consecutive ids; returns the first. Once for a prefix, which
    // does not end in a digit, and before any of its names is mentioned otherwise.
    IdType intern_series(std::string_view prefix, std::uint64_t count) {
        INVARIANT(!prefix.empty() && !is_digit(prefix.back()),
                  "a series of names needs a prefix that ends in no digit");
        INVARIANT(size_ + count <= UINT32_MAX, "{} names are too many", size_ + count);
        for (const auto& [known, id] : ids_)
            INVARIANT(!number_after(prefix, known), "'{}' was mentioned before its series", known);
        for (const Series& known : series_)
            INVARIANT(known.prefix != prefix, "the series of '{}' is there already", prefix);
        const IdType first = next();
        series_.push_back({std::string{prefix}, first.value, count});
        size_ += count;
        return first;
    }
    // Empty where the name was never mentioned.
    std::optional<IdType> find(std::string_view name) const {
        for (const Series& series : series_)
            if (const auto number = number_after(series.prefix, name); number && *number < series.count)
                return IdType{static_cast<std::uint32_t>(series.first + *number)};
        const auto found = ids_.find(name);
        return found == ids_.end() ? std::nullopt : std::optional<IdType>{found->second};
    }
    // By value: a name of a series is made here.
    std::string name(IdType id) const {
        std::uint64_t earlier = 0;  // ids that belong to series before this one
        for (const Series& series : series_) {
            if (id.value < series.first) break;
            if (id.value - series.first < series.count) return series.prefix + std::to_string(id.value - series.first);
            earlier += series.count;
        }
        return names_.at(id.value - earlier);
    }
    std::size_t size() const { return size_; }

private:
    struct Series {
        std::string prefix;
        std::uint64_t first, count;
    };
    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    // N where `name` is prefix and the decimal number N as it is printed.
    static std::optional<std::uint64_t> number_after(std::string_view prefix, std::string_view name) {
        if (name.size() <= prefix.size() || name.size() > prefix.size() + 10 || name.substr(0, prefix.size()) != prefix)
            return {};
        const std::string_view digits = name.substr(prefix.size());
        if (digits.size() > 1 && digits.front() == '0') return {};
        std::uint64_t number = 0;
        for (const char c : digits) {
            if (!is_digit(c)) return {};
            number = number * 10 + static_cast<std::uint64_t>(c - '0');
        }
        return number;
    }
    IdType next() const { return IdType{static_cast<typename IdType::number_type>(size_)}; }

    std::vector<std::string> names_;  // those of no series, in order
    std::vector<Series> series_;      // in order of their first ids
    std::map<std::string, IdType, std::less<>> ids_;
    std::uint64_t size_{0};
};

using KeyNames = NameTable<KeyId>;
using UserNames = NameTable<UserId>;

// The names behind the ids of one run. Key 0 is always "" (events without a key), user 0 is always "".
struct Names {
    KeyNames keys;
    UserNames users;
    Names() {
        keys.intern("");
        users.intern("");
    }
};

}  // namespace tidemark
