#include "engine/dataflow/key_groups.h"

#include "engine/mix.h"

namespace tidemark {
namespace {

// FNV-1a over the name, scattered. Not the hash by which the log chooses a partition: else each task would hear from a
// few partitions only.
std::uint8_t group_of(const std::string& name) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : name) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return static_cast<std::uint8_t>(mix(hash + golden) % KeyGroups::count);
}

template <class IdType>
std::vector<std::uint8_t> groups_of(const NameTable<IdType>& names) {
    std::vector<std::uint8_t> groups;
    groups.reserve(names.size());
    for (std::uint32_t id = 0; id < names.size(); ++id)
        groups.push_back(group_of(names.name(IdType{id})));
    return groups;
}

}  // namespace

KeyGroups::KeyGroups(const Names& names, KeyBy by) {
    if (by == KeyBy::key) groups_ = groups_of(names.keys);
    else if (by == KeyBy::user) groups_ = groups_of(names.users);
}

}  // namespace tidemark
