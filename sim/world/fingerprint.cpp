#include "sim/world/fingerprint.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>

namespace tidemark {

void FingerprintBuilder::Free::operator()(XXH3_state_s* state) const { XXH3_freeState(state); }

std::string to_string(const Fingerprint& fingerprint) {
    return fmt::format("{:016x}{:016x}", fingerprint.high, fingerprint.low);
}

FingerprintBuilder::FingerprintBuilder() = default;

FingerprintBuilder::FingerprintBuilder(const FingerprintBuilder& other) { *this = other; }

FingerprintBuilder& FingerprintBuilder::operator=(const FingerprintBuilder& other) {
    if (this == &other) return *this;
    std::copy_n(other.block_.begin(), other.fill_, block_.begin());
    fill_ = other.fill_;
    state_.reset();
    if (other.state_) {
        state_.reset(XXH3_createState());
        XXH3_copyState(state_.get(), other.state_.get());
    }
    return *this;
}

void FingerprintBuilder::flush() {
    if (!state_) {
        state_.reset(XXH3_createState());
        XXH3_128bits_reset(state_.get());
    }
    XXH3_128bits_update(state_.get(), block_.data(), fill_);
    fill_ = 0;
}

void FingerprintBuilder::add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    while (!text.empty()) {
        if (fill_ == block_.size()) flush();
        const std::size_t part = std::min(text.size(), block_.size() - fill_);
        std::memcpy(block_.data() + fill_, text.data(), part);
        fill_ += part;
        text.remove_prefix(part);
    }
}

Fingerprint FingerprintBuilder::fingerprint() const {
    if (!state_) {
        const XXH128_hash_t digest = XXH3_128bits(block_.data(), fill_);
        return {digest.low64, digest.high64};
    }
    FingerprintBuilder copy{*this};
    copy.flush();
    const XXH128_hash_t digest = XXH3_128bits_digest(copy.state_.get());
    return {digest.low64, digest.high64};
}

}  // namespace tidemark
