#include "sim/cli/github.h"

#include <fmt/format.h>

namespace tidemark {
namespace {

std::string escaped(const std::string& text, bool property) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '%':
                result += "%25";
                break;
            case '\r':
                result += "%0D";
                break;
            case '\n':
                result += "%0A";
                break;
            case ':':
                result += property ? "%3A" : ":";
                break;
            case ',':
                result += property ? "%2C" : ",";
                break;
            default:
                result += c;
        }
    }
    return result;
}

}  // namespace

std::string github_annotations(const std::vector<Annotation>& annotations) {
    constexpr std::size_t shown_most = 9;
    std::string text;
    for (std::size_t i = 0; i < annotations.size() && i < shown_most; ++i) {
        const Annotation& a = annotations[i];
        text += "::error file=" + escaped(a.file, true);
        if (a.at.line > 0) text += fmt::format(",line={},col={}", a.at.line, a.at.column);
        text += "::" + escaped(a.message, false) + "\n";
    }
    if (annotations.size() > shown_most) text += fmt::format("::error::and {} more\n", annotations.size() - shown_most);
    return text;
}

}  // namespace tidemark
