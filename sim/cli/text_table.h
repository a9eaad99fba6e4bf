#pragma once

#include "sim/cli/terminal.h"

#include <string>
#include <vector>

namespace tidemark {

enum class Align { left, right };

struct Column {
    std::string title;
    Align align{Align::left};
};
struct TableCell {
    std::string text;
    Role role{Role::plain};
};

// Rows under titles, in columns as wide as what they hold. Where the lines would be wider than the terminal, titles
// break at their blanks and the gaps become narrower; nothing is ever cut off.
class TextTable {
public:
    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void add(std::vector<TableCell> row);
    std::string render(const Terminal& terminal) const;
    bool empty() const { return rows_.empty(); }

private:
    std::vector<Column> columns_;
    std::vector<std::vector<TableCell>> rows_;
};

// Items in as many columns as fit the width, read across; each line begun with `indent` blanks.
std::string in_columns(const std::vector<TableCell>& items, const Terminal& terminal, std::size_t indent);

}  // namespace tidemark
