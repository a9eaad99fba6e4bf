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

# shot NAME ARGUMENT...
shot() {
    name=$1
    shift
    for size in 1280x800 1600x1000 2560x1600; do
        for ground in dark light; do
            light=
            [ $ground = dark ] || light=--light
            xvfb-run -a "$program" "$@" --size "$size" $light --screenshot "$folder/$name-$size-$ground.png"
        done
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
ls "$folder" | wc -l | sed "s|\$| pictures in $folder|"
