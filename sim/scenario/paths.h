#pragma once

#include "sim/scenario/form.h"
#include "sim/scenario/node.h"
#include "sim/scenario/reader.h"

namespace tidemark {

// Puts `value` where `path` says, making the mappings on the way that are not there. The path is the YAML path, items of
// lists by number (from 0) or by their id, cohort or user; a mode's name alone is short for modes.NAME. What is no
// path is reported at `value`, as a mistake in the flag it came from.
void put(Reader& reader, Node& root, const std::string& path, Node value);

// Whether a path names a key of the table, for the kind of mode that is there; `at` is where it was written.
bool check_path(Reader& reader, const Node& at, const std::string& path);

// What stands at a path of a written tree, and what may.
struct FoundKey {
    const Node* node;      // null: nothing stands there
    FormPointer form;      // null: the path names no key of the table
    std::string sentence;  // of the last key
};
FoundKey find_path(const FormPointer& form, const Node& root, const std::vector<std::string>& modes,
                const std::string& path);

// Replaces each mode that says `like: OTHER` by a copy of that mode with what follows changed: keys of mappings one by
// one, everything else as a whole.
void expand_copies(Reader& reader, Node& root);

}  // namespace tidemark
