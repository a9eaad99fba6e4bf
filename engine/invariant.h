#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>

namespace tidemark {

// Tidemark broke one of its own promises. Thrown by INVARIANT, on in release too; only main(), the shell of the window
// and a sweep catch it.
class InvariantViolation : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

namespace detail {
[[noreturn]] void invariant_failed(const char* condition, const char* file, int line, const std::string& message);
}

}  // namespace tidemark

// States what must hold; throws InvariantViolation with the formatted message where it does not.
#define INVARIANT(condition, ...)                                                                               \
    do {                                                                                                        \
        if (!(condition)) [[unlikely]]                                                                          \
            ::tidemark::detail::invariant_failed(#condition, __FILE__, __LINE__, ::fmt::format(__VA_ARGS__));    \
    } while (false)
