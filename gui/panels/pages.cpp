#include "gui/panels/panel.h"
#include "sim/glossary/glossary.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tidemark::gui {
namespace {

// Headings, bullets and paragraphs of a page in Markdown; emphasis and code are said plainly.
void markdown(const Panel& panel, const std::string& text) {
    std::string paragraph;
    bool bullet = false;
    const auto flush = [&] {
        if (paragraph.empty()) return;
        if (bullet) {
            const ImVec2 at = ImGui::GetCursorScreenPos();
            panel.brush().circle(ImVec2(at.x + panel.px(5), at.y + panel.px(9)), 2.4F, panel.theme.dim, true);
            ImGui::Indent(panel.px(18));
        }
        say(panel, paragraph, panel.fonts.label, panel.theme.text);
        if (bullet) ImGui::Unindent(panel.px(18));
        paragraph.clear();
        bullet = false;
    };
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        std::string line = text.substr(from, end - from);
        from = end + 1;
        line.erase(std::remove(line.begin(), line.end(), '`'), line.end());
        for (std::size_t at = 0; (at = line.find("**", at)) != std::string::npos;)
            line.erase(at, 2);
        const std::size_t first = line.find_first_not_of(' ');
        if (first == std::string::npos) {
            flush();
            continue;
        }
        line.erase(0, first);
        if (line.front() == '#') {
            flush();
            const bool title = line.starts_with("# ");
            ImGui::Spacing();
            say(panel, line.substr(line.find_first_not_of("# ")), title ? panel.fonts.title : panel.fonts.body,
                title ? panel.theme.text : panel.theme.on_time);
            continue;
        }
        if (line.starts_with("- ")) {
            flush();
            bullet = true;
            line.erase(0, 2);
        }
        paragraph += (paragraph.empty() ? "" : " ") + line;
    }
    flush();
}

void go_to(const Panel& panel, const std::string& page) {
    panel.act([page](Session& s) { s.page = page; });
}

void term_page(const Panel& panel, const Term& term) {
    say(panel, term.name, panel.fonts.title, panel.theme.text);
    if (!term.aliases.empty())
        say(panel, fmt::format("also: {}", fmt::join(term.aliases, ", ")), panel.fonts.label, panel.theme.dim);
    ImGui::Spacing();
    say(panel, term.meaning, panel.fonts.body, panel.theme.text);
    ImGui::Spacing();
    say(panel, term.shown, panel.fonts.body, panel.theme.text);
    if (!term.command.empty()) {
        ImGui::Spacing();
        heading(panel, "TRY IT IN A TERMINAL");
        const std::string command = "tidemark " + term.command;
        say(panel, command, panel.fonts.mono, panel.theme.text);
        if (button(panel, "copy")) panel.act([command](Session& s) { s.copy_text(command, "copied: " + command); });
    }
    if (term.related.empty()) return;
    ImGui::Spacing();
    heading(panel, "SEE ALSO");
    for (const std::string& other : term.related) {
        if (button(panel, other.c_str())) go_to(panel, other);
        if (ImGui::GetItemRectMax().x + panel.px(180) < panel.rect.right()) ImGui::SameLine();
    }
    ImGui::NewLine();
}

}  // namespace

void pages(const Panel& panel) {
    const Pane pane(panel, "pages", panel.theme.panel);
    say(panel, "To read", panel.fonts.title, panel.theme.text);
    ImGui::SameLine(panel.rect.width - panel.px(120));
    command_button(panel, "leave", "Close");
    ImGui::Spacing();
    const std::string& page = panel.session.page;
    ImGui::BeginChild("list", ImVec2(panel.px(230), 0));
    if (ImGui::Selectable("What is simplified", page.empty())) go_to(panel, "");
    ImGui::Spacing();
    heading(panel, "WORDS");
    for (const Term& term : glossary()) {
        const bool chosen = term.name == page;
        if (ImGui::Selectable(term.name.c_str(), chosen)) go_to(panel, term.name);
        if (chosen && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY(0.3F);
    }
    ImGui::EndChild();
    ImGui::SameLine(0, panel.px(20));
    ImGui::PushID(page.c_str());  // each page begins at its top
    ImGui::BeginChild("page", ImVec2(0, 0));
    if (const Term* term = page.empty() ? nullptr : find_term(page)) term_page(panel, *term);
    else if (!panel.session.honesty.empty()) markdown(panel, panel.session.honesty);
    else
        say(panel, "The page is not installed beside the program: docs/honesty.md of the sources.", panel.fonts.body,
            panel.theme.dim);
    ImGui::EndChild();
    ImGui::PopID();
}

}  // namespace tidemark::gui
