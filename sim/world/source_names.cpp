#include "sim/world/source_names.h"

#include <algorithm>

namespace tidemark {
namespace {

constexpr const char* key_prefix = "k";

bool has_series_of_keys(const Source& source) { return source.keys.names.empty() && source.keys.count > 0; }
bool has_series_of_users(const Source& source) { return source.users.empty() && source.user_count > 0; }

std::string user_prefix(const Source& source) { return source.cohort.empty() ? "u" : source.cohort + "-u"; }

SourceNames<UserId> users_of(const Source& source, const Names& names) {
    if (!has_series_of_users(source)) return {};
    const std::string prefix = user_prefix(source);
    return {prefix, *names.users.find(prefix + "0"), source.user_count};
}

SourceNames<KeyId> keys_of(const Source& source, const Names& names) {
    if (!has_series_of_keys(source)) return {};
    return {key_prefix, *names.keys.find(std::string{key_prefix} + "0"), source.keys.count};
}

}  // namespace

const std::vector<ListedEvent>* listed_events(const Source& source) {
    if (const auto* listed = std::get_if<std::vector<ListedEvent>>(&source.events)) return listed;
    if (const auto* recorded = std::get_if<RecordedEvents>(&source.events)) return &recorded->rows;
    return nullptr;
}

std::vector<SourceCast> cast_sources(const std::vector<Source>& sources, Names& names) {
    std::uint64_t keys = 0;
    std::map<std::string, std::uint64_t> users;
    for (const Source& source : sources) {
        if (has_series_of_keys(source)) keys = std::max(keys, source.keys.count);
        if (has_series_of_users(source))
            users[user_prefix(source)] = std::max(users[user_prefix(source)], source.user_count);
    }
    if (keys > 0) names.keys.intern_series(key_prefix, keys);
    for (const auto& [prefix, count] : users)
        names.users.intern_series(prefix, count);

    std::vector<SourceCast> casts;
    for (const Source& source : sources) {
        SourceCast cast{users_of(source, names), keys_of(source, names), 0};
        for (const std::string& user : source.users)
            cast.users.add(names.users.intern(user));
        if (cast.users.size() == 0) cast.users.add(names.users.intern(""));
        cast.users.end_of_choices();
        for (const std::string& key : source.keys.names)
            cast.keys.add(names.keys.intern(key));
        cast.keys.end_of_choices();
        cast.default_key = cast.keys.add(names.keys.intern(source.key));
        if (const auto* listed = listed_events(source))
            for (const ListedEvent& event : *listed) {
                if (event.user) cast.users.add(names.users.intern(*event.user));
                if (event.key) cast.keys.add(names.keys.intern(*event.key));
            }
        casts.push_back(std::move(cast));
    }
    return casts;
}

}  // namespace tidemark
