#include "engine/windowing/assign.h"
#include "sim/transcript/player.h"
#include "sim/transcript/window_setting.h"

#include <fmt/format.h>

namespace tidemark::transcript {
namespace {

const std::vector<OutputShape>& assigner_shapes() {
    static const std::vector<OutputShape> shapes = {{"window", {{"", ValueType::window, true}}},
                                                    {"merged", {{"", ValueType::window, true}}}};
    return shapes;
}

// Plays the question which windows a record belongs to.
class AssignerPlayer final : public Player {
public:
    AssignerPlayer(EngineName profile, WindowSpec spec) : profile_(profile_of(profile)), spec_(spec) {}

    std::span<const OutputShape> shapes() const override { return assigner_shapes(); }

    void play(const Line& input, Reply& reply) override {
        Arguments arguments{input, reply};
        if (input.word == "assign") assign(input, arguments, reply);
        else if (input.word == "merge") merge(input, arguments, reply);
        else reply.fail(input.at, fmt::format("unknown input '{}' (assign, merge)", visible(input.word)));
    }

private:
    void assign(const Line& input, Arguments& arguments, Reply& reply) {
        const std::optional<EventTime> at = arguments.time("at");
        if (at == event_time_min) reply.fail(input.at, "a record at `min` has no timestamp");
        if (!arguments.complete() || !reply.spend(input.at, windows_per_record(spec_))) return;
        std::vector<Window> windows;
        assign_windows(spec_, profile_, *at, windows);
        for (const Window& window : windows)
            reply.line("window").value(text(window));
        if (session()) sessions_.insert(sessions_.end(), windows.begin(), windows.end());
    }

    void merge(const Line& input, Arguments& arguments, Reply& reply) {
        if (!session()) reply.fail(input.at, "only session windows merge");
        if (!arguments.complete() || !reply.spend(input.at, 1 + sessions_.size())) return;
        sessions_ = merge_sessions(profile_, *session(), std::move(sessions_));
        for (const Window& window : sessions_)
            reply.line("merged").value(text(window));
    }

    const Session* session() const { return std::get_if<Session>(&spec_); }
    std::string text(const Window& window) const {
        return print(window, session() != nullptr && profile_.engine == EngineName::kafka);
    }

    Profile profile_;
    WindowSpec spec_;
    std::vector<Window> sessions_;
};

}  // namespace

std::unique_ptr<Player> make_assigner_player(Settings& settings) {
    const EngineName profile = read_profile(settings);
    const WindowSpec spec = read_window(settings, profile);
    settings.complete();
    return std::make_unique<AssignerPlayer>(profile, spec);
}

}  // namespace tidemark::transcript
