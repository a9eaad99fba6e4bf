#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tidemark {

// Writes one message in the wire format of Protocol Buffers, field by field. The field numbers are the schema's; nothing
// here knows it.
class ProtobufWriter {
public:
    // uint64, int64 (two's complement), enums and booleans.
    ProtobufWriter& number(std::uint32_t field, std::uint64_t value) {
        varint(std::uint64_t{field} << 3);
        varint(value);
        return *this;
    }
    ProtobufWriter& fixed64(std::uint32_t field, std::uint64_t value) {
        varint(std::uint64_t{field} << 3 | 1);
        for (int byte = 0; byte < 8; ++byte)
            bytes_ += static_cast<char>(value >> (8 * byte) & 0xff);
        return *this;
    }
    // Strings, bytes, and messages within.
    ProtobufWriter& text(std::uint32_t field, std::string_view value) {
        varint(std::uint64_t{field} << 3 | 2);
        varint(value.size());
        bytes_ += value;
        return *this;
    }
    ProtobufWriter& message(std::uint32_t field, const ProtobufWriter& value) { return text(field, value.bytes_); }

    const std::string& bytes() const { return bytes_; }

private:
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7)
            bytes_ += static_cast<char>((value & 0x7f) | 0x80);
        bytes_ += static_cast<char>(value);
    }

    std::string bytes_;
};

}  // namespace tidemark
