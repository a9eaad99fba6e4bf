#pragma once

#include <initializer_list>

namespace tidemark {

// What the command tells its caller: `tidemark help exit-codes`.
enum class ExitCode : int {
    done = 0,
    expectation_failed = 1,
    bad_usage = 2,
    not_deterministic = 3,
    nothing_selected = 4,
    inconclusive = 5,
    internal_error = 70,
    interrupted = 130,
};

// Of two outcomes, the one that the caller must hear of: in the order 70, 3, 2, 1, 5, 4, 0.
constexpr ExitCode worst(ExitCode a, ExitCode b) {
    for (const ExitCode code :
         {ExitCode::interrupted, ExitCode::internal_error, ExitCode::not_deterministic, ExitCode::bad_usage,
          ExitCode::expectation_failed, ExitCode::inconclusive, ExitCode::nothing_selected}) {
        if (a == code || b == code) return code;
    }
    return ExitCode::done;
}

}  // namespace tidemark
