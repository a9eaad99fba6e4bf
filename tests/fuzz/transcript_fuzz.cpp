// No text makes the players of transcripts crash, hang or exhaust memory.
#include "sim/transcript/transcript.h"

#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    tidemark::to_text(tidemark::play_transcript("fuzz.transcript", text));
    return 0;
}
