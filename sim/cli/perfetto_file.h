#pragma once

#include "engine/time.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tidemark {

// A trace in the format that Perfetto opens (ui.perfetto.dev): TrackEvents on tracks, packet by packet in order of time.
// Its field numbers are those of perfetto's public protos.
class PerfettoFile {
public:
    // Times are counted from `origin`; what lies before it is shown at it.
    explicit PerfettoFile(ProcessingTime origin) : origin_(origin) {}

    struct Track {
        std::uint64_t uuid{0};
    };
    // A group of tracks, shown as a process; a track in it; a track that shows a number over time.
    Track group(const std::string& name);
    Track track(Track group, const std::string& name);
    Track counter(Track group, const std::string& name, const std::string& unit);

    // Ways that lead from mark to mark: the same number on each.
    using Flows = std::vector<std::uint64_t>;
    struct Note {  // shown beside a mark
        std::string name, value;
    };
    // Slices of one track lie side by side or within each other. An empty one is left out.
    void slice(Track track, ProcessingTime from, ProcessingTime until, const std::string& name,
               std::vector<Note> notes = {});
    void instant(Track track, ProcessingTime at, const std::string& name, Flows flows = {}, Flows ending = {},
                 std::vector<Note> notes = {});
    void count(Track counter, ProcessingTime at, std::int64_t value);

    // The whole file.
    std::string finish();

private:
    struct Packet {
        std::uint64_t at{0};
        int order{0};  // of one instant: ends before what is new
        std::string bytes;
    };
    std::uint64_t ns(ProcessingTime at) const;
    Track describe(const std::string& descriptor_fields);
    void add(Track track, std::uint64_t at, int order, std::uint64_t type, const std::string& name, const Flows& flows,
             const Flows& ending, const std::vector<Note>& notes);

    ProcessingTime origin_;
    std::uint64_t tracks_{0};
    std::string descriptors_;
    std::vector<Packet> packets_;
};

}  // namespace tidemark
