#include "sim/cli/perfetto_file.h"

#include "sim/cli/protobuf_writer.h"

#include <algorithm>

namespace tidemark {
namespace {

// Field numbers of perfetto/protos/perfetto/trace: trace.proto, trace_packet.proto, track_event/*.proto.
namespace field {
constexpr std::uint32_t trace_packet = 1;
constexpr std::uint32_t packet_timestamp = 8, packet_sequence = 10, packet_event = 11, packet_descriptor = 60;
constexpr std::uint32_t descriptor_uuid = 1, descriptor_name = 2, descriptor_process = 3, descriptor_parent = 5,
                        descriptor_counter = 8;
constexpr std::uint32_t process_pid = 1, process_name = 6;
constexpr std::uint32_t counter_unit_name = 6;
constexpr std::uint32_t event_notes = 4, event_type = 9, event_track = 11, event_name = 23, event_counter_value = 30,
                        event_flows = 47, event_ending_flows = 48;
constexpr std::uint32_t note_string = 6, note_name = 10;
}  // namespace field

enum EventType : std::uint64_t { slice_begin = 1, slice_end = 2, instant_mark = 3, counter_value = 4 };

constexpr std::uint64_t sequence = 1;  // one writer, one sequence

ProtobufWriter packet_of(std::uint64_t at) {
    ProtobufWriter packet;
    packet.number(field::packet_timestamp, at).number(field::packet_sequence, sequence);
    return packet;
}

}  // namespace

std::uint64_t PerfettoFile::ns(ProcessingTime at) const {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, (at - origin_).count())) * 1000;
}

PerfettoFile::Track PerfettoFile::describe(const std::string& fields) {
    ProtobufWriter descriptor;
    descriptor.number(field::descriptor_uuid, ++tracks_);
    ProtobufWriter packet;
    packet.number(field::packet_sequence, sequence)
        .text(field::packet_descriptor, descriptor.bytes() + fields);  // a message's fields may stand in any order
    descriptors_ += ProtobufWriter().message(field::trace_packet, packet).bytes();
    return {tracks_};
}

PerfettoFile::Track PerfettoFile::group(const std::string& name) {
    ProtobufWriter process, fields;
    process.number(field::process_pid, tracks_ + 1).text(field::process_name, name);
    fields.message(field::descriptor_process, process);
    return describe(fields.bytes());
}

PerfettoFile::Track PerfettoFile::track(Track group, const std::string& name) {
    return describe(
        ProtobufWriter().text(field::descriptor_name, name).number(field::descriptor_parent, group.uuid).bytes());
}

PerfettoFile::Track PerfettoFile::counter(Track group, const std::string& name, const std::string& unit) {
    ProtobufWriter counter;
    counter.text(field::counter_unit_name, unit);
    return describe(ProtobufWriter()
                        .text(field::descriptor_name, name)
                        .number(field::descriptor_parent, group.uuid)
                        .message(field::descriptor_counter, counter)
                        .bytes());
}

void PerfettoFile::add(Track track, std::uint64_t at, int order, std::uint64_t type, const std::string& name,
                       const Flows& flows, const Flows& ending, const std::vector<Note>& notes) {
    ProtobufWriter event;
    event.number(field::event_type, type).number(field::event_track, track.uuid);
    if (!name.empty()) event.text(field::event_name, name);
    for (const Note& note : notes)
        event.message(field::event_notes,
                      ProtobufWriter().text(field::note_name, note.name).text(field::note_string, note.value));
    for (const std::uint64_t flow : flows)
        event.fixed64(field::event_flows, flow);
    for (const std::uint64_t flow : ending)
        event.fixed64(field::event_ending_flows, flow);
    packets_.push_back({at, order, packet_of(at).message(field::packet_event, event).bytes()});
}

void PerfettoFile::slice(Track track, ProcessingTime from, ProcessingTime until, const std::string& name,
                         std::vector<Note> notes) {
    if (ns(until) <= ns(from)) return;
    add(track, ns(from), 1, slice_begin, name, {}, {}, notes);
    add(track, ns(until), 0, slice_end, {}, {}, {}, {});
}

void PerfettoFile::instant(Track track, ProcessingTime at, const std::string& name, Flows flows, Flows ending,
                           std::vector<Note> notes) {
    add(track, ns(at), 2, instant_mark, name, flows, ending, notes);
}

void PerfettoFile::count(Track counter, ProcessingTime at, std::int64_t value) {
    ProtobufWriter event;
    event.number(field::event_type, counter_value)
        .number(field::event_track, counter.uuid)
        .number(field::event_counter_value, static_cast<std::uint64_t>(value));
    packets_.push_back({ns(at), 2, packet_of(ns(at)).message(field::packet_event, event).bytes()});
}

std::string PerfettoFile::finish() {
    std::stable_sort(packets_.begin(), packets_.end(),
                     [](const Packet& a, const Packet& b) { return a.at != b.at ? a.at < b.at : a.order < b.order; });
    std::string file = std::move(descriptors_);
    for (const Packet& packet : packets_)
        file += ProtobufWriter().text(field::trace_packet, packet.bytes).bytes();
    return file;
}

}  // namespace tidemark
