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

    // Whole numbers and enumerators, as 64 bits each (signed ones sign-extended): their types make no difference.
    template <class... Numbers>
    requires((std::is_integral_v<Numbers> || std::is_enum_v<Numbers>)&&...) void add(Numbers... numbers) {
        constexpr std::size_t bytes = sizeof...(numbers) * sizeof(std::uint64_t);
        if (fill_ + bytes > block_.size()) flush();
        unsigned char* to = block_.data() + fill_;
        ((store(to, static_cast<std::uint64_t>(numbers)), to += sizeof(std::uint64_t)), ...);
        fill_ += bytes;
    }
    void add(std::string_view text);  // its length, then its bytes: "ab","c" is not "a","bc"
    void add(const char* text) { add(std::string_view{text}); }
    void add(const Fingerprint& fingerprint) { add(fingerprint.low, fingerprint.high); }

    // Of all that was added so far; more may be added afterwards.
    Fingerprint fingerprint() const;

private:
    static void store(unsigned char* to, std::uint64_t value) {
        if constexpr (std::endian::native == std::endian::big) value = __builtin_bswap64(value);
        std::memcpy(to, &value, sizeof value);
    }
    void flush();

    struct Free {
        void operator()(XXH3_state_s* state) const;
    };
    std::array<unsigned char, 1024> block_;  // the first fill_ bytes are waiting
    std::size_t fill_{0};
    std::unique_ptr<XXH3_state_s, Free> state_;  // null until the first flush: short texts need none
};

}  // namespace tidemark
