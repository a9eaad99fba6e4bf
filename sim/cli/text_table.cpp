#include "sim/cli/text_table.h"

#include "engine/invariant.h"
#include "sim/cli/text.h"

#include <algorithm>
#include <numeric>

namespace tidemark {
namespace {

std::vector<std::string> title_lines(const std::string& title, bool broken) {
    if (!broken) return {title};
    std::vector<std::string> lines{""};
    for (const char c : title) {
        if (c == ' ') {
            lines.emplace_back();
        } else {
            lines.back() += c;
        }
    }
    return lines;
}

std::string aligned(const std::string& text, Align align, std::size_t width) {
    return align == Align::left ? padded_right(text, width) : padded_left(text, width);
}

void strip_end(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

}  // namespace

void TextTable::add(std::vector<TableCell> row) {
    INVARIANT(row.size() == columns_.size(), "a row of {} cells in a table of {} columns", row.size(), columns_.size());
    rows_.push_back(std::move(row));
}

std::string TextTable::render(const Terminal& terminal) const {
    const auto widths_with = [&](bool broken) {
        std::vector<std::size_t> widths;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            std::size_t width = 0;
            for (const std::string& line : title_lines(columns_[c].title, broken))
                width = std::max(width, display_width(line));
            for (const auto& row : rows_)
                width = std::max(width, display_width(row[c].text));
            widths.push_back(width);
        }
        return widths;
    };
    const auto total = [](const std::vector<std::size_t>& widths, std::size_t gap) {
        return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) +
               gap * (widths.empty() ? 0 : widths.size() - 1);
    };

    std::size_t gap = 3;
    bool broken = false;
    std::vector<std::size_t> widths = widths_with(false);
    if (total(widths, gap) > terminal.width()) {
        const std::vector<std::size_t> narrower = widths_with(true);
        broken = total(narrower, gap) < total(widths, gap);  // where it helps
        if (broken) widths = narrower;
        if (total(widths, gap) > terminal.width()) gap = 2;
    }

    std::string text;
    std::vector<std::vector<std::string>> titles;
    std::size_t title_rows = 0;
    for (const Column& column : columns_) {
        titles.push_back(title_lines(column.title, broken));
        title_rows = std::max(title_rows, titles.back().size());
    }
    for (std::size_t row = 0; row < title_rows; ++row) {
        std::string line;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const std::size_t skipped = title_rows - titles[c].size();  // titles stand on the last line
            const std::string& part = row < skipped ? std::string() : titles[c][row - skipped];
            line += (c > 0 ? std::string(gap, ' ') : "") + aligned(part, columns_[c].align, widths[c]);
        }
        strip_end(line);
        if (!line.empty()) text += terminal.paint(Role::faint, line) + "\n";
    }
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            line += (c > 0 ? std::string(gap, ' ') : "") +
                    aligned(terminal.paint(row[c].role, row[c].text), columns_[c].align, widths[c]);
        }
        strip_end(line);
        text += line + "\n";
    }
    return text;
}

std::string in_columns(const std::vector<TableCell>& items, const Terminal& terminal, std::size_t indent) {
    std::size_t widest = 0;
    for (const TableCell& item : items)
        widest = std::max(widest, display_width(item.text));
    const std::size_t each = widest + 3;
    const std::size_t columns = std::max<std::size_t>(1, (terminal.width() - indent + 3) / each);
    std::string text, line;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i % columns == 0) line = std::string(indent, ' ');
        line += padded_right(terminal.paint(items[i].role, items[i].text), each);
        if (i % columns == columns - 1 || i + 1 == items.size()) {
            strip_end(line);
            text += line + "\n";
        }
    }
    return text;
}

}  // namespace tidemark
