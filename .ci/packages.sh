# shellcheck shell=sh disable=SC2034
# What a machine needs, and how it gets it. Read by ./tidemark and ./check, only when they are about to configure a build.
# POSIX sh; everything said here goes to stderr, so that results on stdout stay clean.

# `package:command`: a command of that name, wherever it comes from, does as well as the Debian package.
packages_to_build="g++:c++ cmake:cmake ninja-build:ninja pkg-config:pkg-config libfmt-dev libfyaml-dev libxxhash-dev
    nlohmann-json3-dev libcli11-dev libboost-dev"
packages_for_the_window="libimgui-dev libglfw3-dev libgl-dev libstb-dev fonts-dejavu-core"  # ./tidemark gui
packages_to_test="libgtest-dev protobuf-compiler:protoc xvfb xauth libgl1-mesa-dri"
packages_for_all_checks="clang:clang++ libclang-rt-dev libc++-dev libc++abi-dev locales"

# Prints the packages among its arguments that this machine lacks, one a line.
missing_packages() {
    for entry in "$@"; do
        case $entry in *:*) command -v "${entry#*:}" >/dev/null 2>&1 && continue ;; esac
        package=${entry%%:*}
        case $(dpkg-query -W -f='${Status};' "$package" 2>/dev/null) in
            *"ok installed;"*) ;;
            *) echo "$package" ;;
        esac
    done
}

# Installs what is missing among its arguments. Where it may not, it prints the command that would, and returns 2.
install_missing() {
    missing=$(missing_packages "$@" | tr '\n' ' ')
    missing=${missing% }
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "this machine lacks what these Debian packages hold: $missing" >&2
        echo "(no apt-get here: install their like by hand, then run the same command again)" >&2
        return 2
    fi
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        as_root=sudo
    else
        echo "these Debian packages are missing, and only root may install them:" >&2
        echo "  sudo apt-get install $missing" >&2
        return 2
    fi
    echo "installing Debian packages: $missing" >&2
    # The list of packages may be old or absent (a fresh container); without a network the install says what is wrong.
    # A fresh machine often updates itself just now: wait for its lock. File descriptor 9 is the caller's lock.
    $as_root apt-get -q -o DPkg::Lock::Timeout=300 update >&2 9>&- </dev/null || :
    # shellcheck disable=SC2086  # a list of words
    if ! $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $missing >&2 9>&- </dev/null; then
        echo "could not install them; this is the command:" >&2
        echo "  ${as_root:+$as_root }apt-get install $missing" >&2
        return 2
    fi
}
