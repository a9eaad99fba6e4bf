#pragma once

#include "engine/ids.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

// Names of one kind, numbered in the order of first mention. Lookup by name is by an ordered map: the numbering, and
// nothing else, decides any order that a run can show.
template <class IdType>
class NameTable {
public:
    IdType intern(std::string_view name) {
        if (const auto found = ids_.find(name); found != ids_.end()) return found->second;
        const IdType id{static_cast<typename IdType::number_type>(names_.size())};
        names_.emplace_back(name);
        ids_.emplace(name, id);
        return id;
    }
    // Null where the name was never mentioned.
    const IdType* find(std::string_view name) const {
        const auto found = ids_.find(name);
        return found == ids_.end() ? nullptr : &found->second;
    }
    const std::string& name(IdType id) const { return names_.at(id.value); }
    std::size_t size() const { return names_.size(); }

private:
    std::vector<std::string> names_;
    std::map<std::string, IdType, std::less<>> ids_;
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
