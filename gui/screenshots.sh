#!/bin/sh
# Pictures of the window at three widths, dark and light, on a virtual display: for a look at each, one by one.
# Usage: gui/screenshots.sh [FOLDER]   (default build/screenshots; PROGRAM=path/to/tidemark-gui to try another build)
set -eu
root=$(cd -- "$(dirname -- "$0")/.." && pwd)
folder=${1:-$root/build/screenshots}
program=${PROGRAM:-$root/build/release/sim/tidemark-gui}
[ -x "$program" ] || { echo "$program is not there: ./tidemark gui builds it" >&2; exit 2; }
command -v xvfb-run >/dev/null || { echo "xvfb-run is not installed: apt-get install xvfb xauth" >&2; exit 2; }
mkdir -p "$folder"

# one NAME ARGUMENT...
one() {
    name=$1
    shift
    xvfb-run -a "$program" "$@" --screenshot "$folder/$name.png"
}
# shot NAME ARGUMENT...: at every size, dark and light
shot() {
    shot=$1
    shift
    for size in 1280x800 1600x1000 2560x1440; do
        one "$shot-$size-dark" "$@" --size $size
        one "$shot-$size-light" "$@" --size $size --light
    done
}

scenario() { echo "$root/scenarios/$1.yaml"; }
cd "$root"
shot first
shot lesson "$(scenario subway-2358)" --at "D+1 00:06:00" --mode stream --select event:bo1
shot engineer "$(scenario subway-2358)" --at "D+1 00:06:00" --mode stream --select window:23:00 --layout engineer
shot compare "$(scenario subway-2358)" --at "D+1 00:33:00" --layout compare
shot lecture "$(scenario subway-2358)" --at "D+1 00:06:00" --mode stream --layout lecture
shot crash "$(scenario crash-at-12-07-37)" --layout engineer
shot sliding "$(scenario sliding-half-late)" --layout engineer
# Text that somebody has made larger, and smaller.
one large-text-1600x1000-dark "$(scenario subway-2358)" --at "D+1 00:06:00" --mode stream --select event:bo1 --scale 1.5
one large-text-2560x1440-light "$(scenario subway-2358)" --at "D+1 00:06:00" --mode stream --scale 1.5 --light
one small-text-1600x1000-dark "$(scenario subway-2358)" --at "D+1 00:06:00" --mode stream --select event:bo1 --scale 0.8
# Every scenario as it opens, and at its end.
for file in "$root"/scenarios/*.yaml; do
    id=$(basename "$file" .yaml)
    one "opens-$id" "$file"
    one "ends-$id" "$file" --at end --light
done
ls "$folder" | wc -l | sed "s|\$| pictures in $folder|"
