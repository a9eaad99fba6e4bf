#include "sim/cli/story_report.h"

#include "sim/cli/json_result.h"
#include "sim/cli/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tidemark {
namespace {

bool same(const StoryLine& a, const StoryLine& b) {
    return a.time == b.time && a.text == b.text && a.emphasis == b.emphasis;
}

std::size_t common_lines(const std::vector<ToldStory>& stories) {
    if (stories.size() < 2) return 0;
    std::size_t common = 0;
    for (;; ++common) {
        for (const ToldStory& told : stories) {
            // The last line is never common: every mode gets to say something.
            if (common + 1 >= told.story.lines.size() ||
                !same(told.story.lines[common], stories.front().story.lines[common]))
                return common;
        }
    }
}

class StoryPrinter {
public:
    StoryPrinter(const std::vector<ToldStory>& stories, const Terminal& out) : out_(out) {
        for (const ToldStory& told : stories) {
            for (const StoryLine& line : told.story.lines)
                margin_ = std::max(margin_, display_width(line.time));
        }
    }
    std::string line(const StoryLine& line) const {
        const std::size_t text_margin = 2 + margin_ + 2;
        const bool result = line.emphasis == StoryLine::Emphasis::result;
        const std::string flow = flowed(line.text, std::min<std::size_t>(out_.width(), 110), text_margin);
        std::string head = "  " +
                           (result ? padded_left(out_.paint(Role::strong, "→"), margin_)
                                   : padded_right(out_.paint(Role::accent, line.time), margin_)) +
                           "  ";
        const Role role = result                                        ? Role::strong
                          : line.emphasis == StoryLine::Emphasis::aside ? Role::faint
                                                                        : Role::plain;
        std::string text;
        for (const std::string& part : split_lines(flow)) {
            const std::size_t skipped = std::min(text_margin, part.size());
            text += (text.empty() ? head : std::string(text_margin, ' ')) +
                    out_.paint(role, std::string_view(part).substr(skipped)) + "\n";
        }
        return text;
    }

private:
    const Terminal& out_;
    std::size_t margin_{0};
};

// The subject alone: where several modes are told of, the title does not name one.
std::string title_of(const std::vector<ToldStory>& stories) {
    std::string title = stories.front().story.title;
    const std::string in_mode = " · in " + stories.front().mode;
    const bool named =
        title.size() > in_mode.size() && title.compare(title.size() - in_mode.size(), in_mode.size(), in_mode) == 0;
    if (stories.size() > 1 && named) title.resize(title.size() - in_mode.size());
    return title;
}

std::string what_if_lines(const std::vector<ToldStory>& stories, const Console& console) {
    std::vector<WhatIf> all;
    for (const ToldStory& told : stories)
        all.insert(all.end(), told.story.what_if.begin(), told.story.what_if.end());
    std::size_t widest = 0;
    for (const WhatIf& what : all)
        widest = std::max(widest, display_width(what.set));
    const std::size_t width = std::min<std::size_t>(console.out.width(), 110), margin = 10 + 6 + widest + 3;
    const bool beside = margin + 30 <= width;
    std::string text;
    for (const WhatIf& what : all) {
        text += text.empty() ? console.out.paint(Role::strong, "What if?") : std::string(8, ' ');
        text += "  " + padded_right(console.out.paint(Role::accent, "--set " + what.set), beside ? widest + 9 : 0);
        text += beside ? flowed(what.then, width, margin).substr(margin) : "\n" + flowed(what.then, width, 14);
    }
    return text;
}

}  // namespace

std::string story_report(const std::vector<ToldStory>& stories, const Console& console) {
    if (stories.empty()) return {};
    const StoryPrinter printer(stories, console.out);
    const std::size_t common = common_lines(stories);
    std::string text = console.out.paint(Role::strong, title_of(stories)) + "\n";
    const std::vector<StoryLine>& first = stories.front().story.lines;
    for (std::size_t i = 0; i < common; ++i)
        text += printer.line(first[i]);
    for (const ToldStory& told : stories) {
        if (stories.size() > 1) text += "\n" + console.out.paint(Role::strong, told.mode) + "\n";
        for (std::size_t i = common; i < told.story.lines.size(); ++i)
            text += printer.line(told.story.lines[i]);
    }
    const std::string what_if = what_if_lines(stories, console);
    if (!what_if.empty()) text += (stories.size() > 1 ? "\n" : "") + what_if;
    return text;
}

std::string story_json(const std::vector<ToldStory>& stories) {
    nlohmann::json list = nlohmann::json::array();
    for (const ToldStory& told : stories) {
        nlohmann::json lines = nlohmann::json::array(), what_if = nlohmann::json::array();
        for (const StoryLine& line : told.story.lines) {
            const char* emphasis = line.emphasis == StoryLine::Emphasis::result  ? "result"
                                   : line.emphasis == StoryLine::Emphasis::aside ? "aside"
                                                                                 : "plain";
            lines.push_back({{"time", line.time}, {"text", line.text}, {"emphasis", emphasis}});
        }
        for (const WhatIf& what : told.story.what_if)
            what_if.push_back({{"set", what.set}, {"then", what.then}});
        list.push_back({{"mode", told.mode},
                        {"title", told.story.title},
                        {"lines", std::move(lines)},
                        {"what_if", std::move(what_if)}});
    }
    return pretty({{"format", "tidemark.explanation/1"}, {"stories", std::move(list)}});
}

}  // namespace tidemark
