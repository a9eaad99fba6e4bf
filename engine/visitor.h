#pragma once

namespace tidemark {

// Lambdas as one visitor of a variant, with no default case: a new alternative does not compile until it is handled.
template <class... Cases>
struct Visitor : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Visitor(Cases...) -> Visitor<Cases...>;

}  // namespace tidemark
