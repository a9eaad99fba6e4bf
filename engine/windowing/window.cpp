#include "engine/windowing/window.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

std::string with_offset(std::string text, EventDuration offset) {
    if (offset.count() != 0) text += fmt::format(" offset {}", to_string(offset));
    return text;
}

struct ToString {
    std::string operator()(const Tumbling& tumbling) const {
        return with_offset(fmt::format("tumbling {}", to_string(tumbling.size)), tumbling.offset);
    }
    std::string operator()(const Sliding& sliding) const {
        return with_offset(fmt::format("sliding {} every {}", to_string(sliding.size), to_string(sliding.period)),
                           sliding.offset);
    }
    std::string operator()(const Session& session) const { return fmt::format("session {}", to_string(session.gap)); }
    std::string operator()(const Global&) const { return "global"; }
};

}  // namespace

std::string to_string(const WindowSpec& spec) { return std::visit(ToString{}, spec); }

}  // namespace tidemark
