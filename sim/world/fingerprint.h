#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

struct XXH3_state_s;  // xxHash's, of <xxhash.h>

namespace tidemark {

// 128 bits of xxHash (XXH3) over what happened, the same on every machine.
struct Fingerprint {
    std::uint64_t low{0}, high{0};
    friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};
std::string to_string(const Fingerprint& fingerprint);  // 32 hexadecimal digits

// Takes values in, field by field as little-endian bytes, and gives the fingerprint of all so far. How the calls are
// grouped makes no difference. Never feed it memory: structs have padding and processors an order of bytes.
// A value: a copy goes on from where the original is.
class FingerprintBuilder {
public:
    FingerprintBuilder();
    FingerprintBuilder(const FingerprintBuilder& other);
    FingerprintBuilder(FingerprintBuilder&&) noexcept = default;
    FingerprintBuilder& operator=(const FingerprintBuilder& other);
    FingerprintBuilder& operator=(FingerprintBuilder&&) noexcept = default;
    ~FingerprintBuilder() = default;

    // Any whole number or enumerator, as 64 bits (signed ones sign-extended): its type makes no difference.
    template <class Number>
    requires(std::is_integral_v<Number> || std::is_enum_v<Number>) void add(Number number) {
        auto value = static_cast<std::uint64_t>(number);
        if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
        if (fill_ + sizeof value > block_.size()) flush();
        std::memcpy(block_.data() + fill_, &value, sizeof value);
        fill_ += sizeof value;
    }
    void add(std::string_view text);  // its length, then its bytes: "ab","c" is not "a","bc"
    void add(const char* text) { add(std::string_view{text}); }
    void add(const Fingerprint& fingerprint) {
        add(fingerprint.low);
        add(fingerprint.high);
    }

    // Of all that was added so far; more may be added afterwards.
    Fingerprint fingerprint() const;

private:
    void flush();

    struct Free {
        void operator()(XXH3_state_s* state) const;
    };
    std::array<unsigned char, 1024> block_;  // the first fill_ bytes are waiting
    std::size_t fill_{0};
    std::unique_ptr<XXH3_state_s, Free> state_;  // null until the first flush: short texts need none
};

}  // namespace tidemark
