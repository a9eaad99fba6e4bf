#pragma once

#include <string_view>

namespace tidemark {

// An engine whose boundary rules a stream follows.
enum class EngineName { flink, beam, kafka };

// The rules in which the engines differ, each a named switch (SEMANTICS matrix). Made only by `profile_of`.
struct Profile {
    EngineName engine;
    enum class WatermarkMeaning { none_at_or_before, none_before } watermark_meaning;  // flink: <= W; beam: < W
    enum class SessionTouch { merge_when_touching, merge_when_overlapping, merge_within_inclusive_gap } session_touch;
    enum class SessionLateness { merged_window, own_window } session_lateness;  // F-W12, B-11
    enum class EmptyOnTimePane { never, after_data } empty_on_time_pane;        // B-8
    // Whether a record that some windows refuse and others take counts as refused: per_window, once for each that
    // refused it (K-2); whole_record, only where no window took it (F-W8, B-12).
    enum class LateRecord { whole_record, per_window } refused;
    enum class DefaultOfGlobal { never_fires, fires_at_the_end } default_of_global;  // the trigger `default`, F-W17
    bool watermark_restored;      // after a restart; F-W18: not by Flink
    bool negative_time_accepted;  // Kafka rejects negative timestamps
};

Profile profile_of(EngineName engine);
std::string_view to_string(EngineName engine);

}  // namespace tidemark
