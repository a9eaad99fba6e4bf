#include "engine/windowing/profile.h"

#include "engine/invariant.h"

namespace tidemark {

Profile profile_of(EngineName engine) {
    switch (engine) {
        case EngineName::flink:
            return {engine,
                    Profile::WatermarkMeaning::none_at_or_before,
                    Profile::SessionTouch::merge_when_touching,
                    Profile::SessionLateness::merged_window,
                    Profile::EmptyOnTimePane::never,
                    Profile::LateRecord::whole_record,
                    Profile::DefaultOfGlobal::never_fires,
                    false,
                    true};
        case EngineName::beam:
            return {engine,
                    Profile::WatermarkMeaning::none_before,
                    Profile::SessionTouch::merge_when_overlapping,
                    Profile::SessionLateness::own_window,
                    Profile::EmptyOnTimePane::after_data,
                    Profile::LateRecord::whole_record,
                    Profile::DefaultOfGlobal::fires_at_the_end,
                    true,
                    true};
        case EngineName::kafka:
            return {engine,
                    Profile::WatermarkMeaning::none_at_or_before,
                    Profile::SessionTouch::merge_within_inclusive_gap,
                    Profile::SessionLateness::merged_window,
                    Profile::EmptyOnTimePane::never,
                    Profile::LateRecord::per_window,
                    Profile::DefaultOfGlobal::never_fires,
                    false,
                    false};
    }
    INVARIANT(false, "no engine has the number {}", static_cast<int>(engine));
}

std::string_view to_string(EngineName engine) {
    switch (engine) {
        case EngineName::flink:
            return "flink";
        case EngineName::beam:
            return "beam";
        case EngineName::kafka:
            return "kafka";
    }
    return "?";
}

}  // namespace tidemark
