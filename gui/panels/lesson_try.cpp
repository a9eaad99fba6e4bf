#include "engine/duration_text.h"
#include "gui/knobs.h"
#include "gui/panels/panel.h"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstring>

// The part of a lesson in which knobs are turned: controls made from the table of keys, and what comes of it.
namespace tidemark::gui {
namespace {

using namespace std::chrono_literals;
using Micro = ProcessingDuration;

// Where a slider for a duration stops: round ones. Others can be typed.
constexpr std::array stops{Micro{0s},    Micro{1s},    Micro{2s},    Micro{5s},    Micro{10s},   Micro{20s},
                           Micro{30s},   Micro{1min},  Micro{2min},  Micro{3min},  Micro{4min},  Micro{5min},
                           Micro{6min},  Micro{8min},  Micro{10min}, Micro{12min}, Micro{15min}, Micro{20min},
                           Micro{25min}, Micro{30min}, Micro{45min}, Micro{1h},    Micro{2h},    Micro{4h},
                           Micro{12h},   Micro{24h}};

void turn(const Panel& panel, const std::string& path, std::string value) {
    panel.act([path, value = std::move(value)](Session& session) { session.set(path, value); });
}

// What was asked for, which the run on the screen may not have yet.
std::string asked_value(const Session& session, const Knob& knob) {
    for (const Setting& setting : session.settings())
        if (setting.path == knob.path) return setting.value;
    return knob.value;
}

// The scalar, or the choice of words, that a control can be made for; null where only typing helps.
const Form* simple_form(const Form& form) {
    if (form.kind != Form::Kind::either) return &form;
    for (const FormPointer& option : form.options)
        if (const Form* found = simple_form(*option); found->kind == Form::Kind::scalar) return found;
    return &form;
}

// Words to choose from, each with what is to be set for it.
struct Choice {
    std::string word, value, sentence;
};
std::vector<Choice> choices_of(const Form& form) {
    std::vector<Choice> choices;
    for (const Form::Word& word : form.words)
        choices.push_back({word.word, word.word, word.sentence});
    if (form.kind == Form::Kind::scalar && form.boolean) choices = {{"true", "true", ""}, {"false", "false", ""}};
    if (form.kind != Form::Kind::alternatives) return choices;
    for (const Form::Alternative& each : form.alternatives) {
        const auto& keys = each.section->keys;
        if (std::any_of(keys.begin(), keys.end(), [](const KeyForm& key) { return key.required; })) return {};
        choices.push_back({each.word, fmt::format("{{{}: {}}}", form.tag, each.word), each.section->sentence});
    }
    return choices;
}

void choose_word(const Panel& panel, const Knob& knob, const std::vector<Choice>& choices, const std::string& value) {
    for (const Choice& choice : choices) {
        const bool chosen = value == choice.value || value == choice.word;
        if (button(panel, choice.word.c_str(), 0, chosen) && !chosen) turn(panel, knob.path, choice.value);
        if (!choice.sentence.empty() && ImGui::IsItemHovered()) tooltip(panel, choice.sentence);
        ImGui::SameLine();
    }
    ImGui::NewLine();
}

// Typed as in a file; Enter sets it. What the table of keys refuses is said over the plane.
void type_value(const Panel& panel, const Knob& knob, const std::string& value, float width) {
    std::array<char, 256> text{};
    std::memcpy(text.data(), value.data(), std::min(value.size(), text.size() - 1));
    ImGui::SetNextItemWidth(width);
    ImGui::PushFont(panel.fonts.mono);
    if (ImGui::InputText("##typed", text.data(), text.size(), ImGuiInputTextFlags_EnterReturnsTrue))
        turn(panel, knob.path, text.data());
    ImGui::PopFont();
    if (ImGui::IsItemHovered()) tooltip(panel, "type a value, as in a scenario; Enter runs with it");
}

// While it is dragged the slider keeps its own place; the run follows when it is let go.
int& held_place(int place, bool& dragging) {
    ImGuiStorage& kept = *ImGui::GetStateStorage();
    dragging = kept.GetBool(ImGui::GetID("dragging"));
    int& held = *kept.GetIntRef(ImGui::GetID("place"), place);
    if (!dragging) held = place;
    return held;
}

void slide_duration(const Panel& panel, const Knob& knob, const std::string& value, Micro now) {
    const auto near = std::min_element(stops.begin(), stops.end(), [&](Micro a, Micro b) {
        return std::chrono::abs(a - now) < std::chrono::abs(b - now);
    });
    bool dragging = false;
    int& place = held_place(static_cast<int>(near - stops.begin()), dragging);
    const float typed = panel.px(84);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - typed - ImGui::GetStyle().ItemSpacing.x);
    const std::string shown = dragging ? compact_text(stops[static_cast<std::size_t>(place)]) : std::string{};
    ImGui::SliderInt("##slide", &place, 0, static_cast<int>(stops.size()) - 1, shown.c_str());
    ImGui::GetStateStorage()->SetBool(ImGui::GetID("dragging"), ImGui::IsItemActive());
    if (ImGui::IsItemDeactivatedAfterEdit())
        turn(panel, knob.path, compact_text(stops[static_cast<std::size_t>(place)]));
    ImGui::SameLine();
    type_value(panel, knob, value, typed);
}

void count_up_and_down(const Panel& panel, const Knob& knob, const std::string& value, const Form& form) {
    int number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    ImGui::SetNextItemWidth(panel.px(140));
    if (!ImGui::InputInt("##number", &number, 1, 10, ImGuiInputTextFlags_EnterReturnsTrue)) return;
    const std::int64_t low = form.minimum.value_or(INT32_MIN), high = form.maximum.value_or(INT32_MAX);
    turn(panel, knob.path, fmt::format("{}", std::clamp<std::int64_t>(number, low, high)));
}

void control(const Panel& panel, const Knob& knob) {
    const std::string value = asked_value(panel.session, knob);
    const Form& form = *simple_form(*knob.form);
    const std::vector<Choice> choices = choices_of(form);
    const std::optional<Micro> duration = parse_duration(value);
    if (!choices.empty() && choices.size() <= 4) choose_word(panel, knob, choices, value);
    else if (duration && form.type.starts_with("a duration")) slide_duration(panel, knob, value, *duration);
    else if (form.number && value.find_first_not_of("0123456789-") == std::string::npos)
        count_up_and_down(panel, knob, value, form);
    else type_value(panel, knob, value, -1);
}

void turned_knob(const Panel& panel, const Knob& knob) {
    ImGui::PushID(knob.path.c_str());
    say(panel, knob.path, panel.fonts.mono, panel.theme.text);
    if (ImGui::IsItemHovered()) tooltip(panel, knob.sentence);
    const auto& settings = panel.session.settings();
    const bool turned =
        std::any_of(settings.begin(), settings.end(), [&](const Setting& s) { return s.path == knob.path; });
    control(panel, knob);
    if (turned && ImGui::SmallButton("as in the file"))
        panel.act([path = knob.path](Session& session) { session.unset(path); });
    ImGui::Spacing();
    ImGui::PopID();
}

// "D+1 00:00:31  →  D+1 00:05:31"
std::string then_and_now(const std::string& then, const std::string& now) {
    return then == now ? now : fmt::format("{}  \u2192  {}", then, now);
}

}  // namespace

void try_block(const Panel& panel, const LessonTry& step, const Trial& trial) {
    heading(panel, "TRY");
    say(panel, step.text, panel.fonts.body, panel.theme.text);
    ImGui::Spacing();
    for (const Knob& knob : trial.knobs)
        turned_knob(panel, knob);
    if (!trial.now.wanted.empty()) {
        heading(panel, trial.reached ? "GOAL, REACHED" : "GOAL");
        say(panel, trial.now.wanted, panel.fonts.label, panel.theme.text);
        const std::string now = trial.now.why.empty() ? trial.now.got : trial.now.got + " " + trial.now.why;
        const bool here = trial.now.reached;
        say(panel, here ? fmt::format("\u2713 {}", now) : fmt::format("it is {}", now), panel.fonts.body,
            here ? panel.theme.on_time : panel.theme.late);
        ImGui::Spacing();
    }
    if (trial.now.watched.empty()) return;
    heading(panel, "WHAT IT COSTS");
    for (std::size_t i = 0; i < trial.now.watched.size(); ++i) {
        const Attempt::Watched& now = trial.now.watched[i];
        say(panel, now.query, panel.fonts.label, panel.theme.dim);
        say(panel, then_and_now(trial.before.watched[i].value, now.value), panel.fonts.mono, panel.theme.text);
    }
}

}  // namespace tidemark::gui
