#!/bin/sh
# Install what printshop needs from the system: only what is missing.
#
#   scripts/setup-system.sh            Python and the libraries that a build needs
#   scripts/setup-system.sh --tests    the programs that the tests call as well
#   scripts/setup-system.sh --python   print which Python to use (3.11 or newer); install nothing
#
# PYTHON=/a/path names the Python to use; without it the first one that is new enough is taken.
# Packages are installed by apt-get, as root or by a sudo that asks for no password.
# Exit status: 0 everything is there, 2 wrong call, 3 something is missing that cannot be installed.
set -eu

LIBRARY_PACKAGES='libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1'
TEST_PACKAGES='qpdf poppler-utils ghostscript'
BROWSER=chromium

say() { printf '%s\n' "$*"; }

# The first Python that is 3.11 or newer, asked itself: a name alone may be a shim for nothing.
find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        "$name" - 2>/dev/null <<'EOF' && return
import sys
if sys.version_info < (3, 11):
    sys.exit(1)
print(getattr(sys, "_base_executable", None) or sys.executable)
EOF
    done
    return 1
}

# Names of the libraries that cannot be loaded, as the engine would load them.
missing_libraries() {
    "$1" - <<'EOF'
import ctypes
import ctypes.util

LIBRARIES = {
    "GObject": ("gobject-2.0", 0),
    "Pango": ("pango-1.0", 0),
    "PangoFT2": ("pangoft2-1.0", 0),
    "HarfBuzz": ("harfbuzz", 0),
    "HarfBuzz-Subset": ("harfbuzz-subset", 0),
    "Fontconfig": ("fontconfig", 1),
}


def loads(name: str, version: int) -> bool:
    files = f"lib{name}.so.{version}", f"lib{name}.{version}.dylib", ctypes.util.find_library(name)
    for file in filter(None, files):
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return True
    return False


print(" ".join(label for label, library in LIBRARIES.items() if not loads(*library)))
EOF
}

# What is missing, for people; nothing where all is there.
find_missing() {
    missing=
    if ! python=$(find_python); then
        note 'Python 3.11 or newer'
        return
    fi
    for library in $(missing_libraries "$python"); do note "$library"; done
    has_venv "$python" || note "Python's venv"
    [ "$tests" = no ] || for program in qpdf pdftotext gs; do
        command -v "$program" >/dev/null || note "$program"
    done
}

# Tests of the archive's website skip without it: not every system has it as a package.
lacks_browser() { [ "$tests" = yes ] && ! command -v "$BROWSER" >/dev/null; }

note() { missing=${missing:+$missing, }$1; }

has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# The Debian packages that mend it.
packages() {
    if python=$(find_python); then
        has_venv "$python" ||
            "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    else
        say python3 python3-venv
    fi
    say "$LIBRARY_PACKAGES"
    [ "$tests" = no ] || say "$TEST_PACKAGES"
}

not_installed() {
    for package in "$@"; do
        case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) in
            ii*) ;;
            *) printf '%s ' "$package" ;;
        esac
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# An old Python is not for apt-get to replace.
can_install() {
    find_python >/dev/null || ! command -v python3 >/dev/null || return 1
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@"
}

has_lists() { [ -n "$(find /var/lib/apt/lists -name '*Packages*' 2>/dev/null | head -n 1)" ]; }

install() {
    say "System packages to install: $*"
    updated=no
    if ! has_lists; then
        apt update || return 1
        updated=yes
    fi
    apt install --no-install-recommends "$@" && return
    [ "$updated" = no ] && apt update && apt install --no-install-recommends "$@"
}

give_up() {
    if [ "$tests" = yes ]; then
        debian=" $TEST_PACKAGES"
        fedora=' qpdf poppler-utils ghostscript'
        mac=' qpdf poppler ghostscript'
    else debian='' fedora='' mac=''; fi
    cat >&2 <<EOF
printshop: missing on this system: $missing
    and they cannot be installed from here. Install them and run the same command again:
      Debian, Ubuntu  sudo apt-get install python3 python3-venv $LIBRARY_PACKAGES$debian
      Fedora          sudo dnf install python3 pango harfbuzz fontconfig$fedora
      macOS           brew install python pango$mac
    Where python3 is older than 3.11, install a newer one beside it, such as python3.12 with
    python3.12-venv, or name one: make PYTHON=/a/path/python3.12
EOF
    exit 3
}

tests=no
case ${1-} in
    '') ;;
    --tests) tests=yes ;;
    --python)
        find_python && exit
        missing='Python 3.11 or newer'
        give_up
        ;;
    *)
        say "usage: scripts/setup-system.sh [--tests | --python]" >&2
        exit 2
        ;;
esac

find_missing
if [ -z "$missing" ] && ! lacks_browser; then exit 0; fi
if can_install; then
    # shellcheck disable=SC2046 # package names are words
    wanted=$(not_installed $(packages))
    # shellcheck disable=SC2086 # package names are words
    [ -z "$wanted" ] || install $wanted || say "apt-get failed, see above." >&2
    if lacks_browser; then install "$BROWSER" || say "apt-get failed, see above." >&2; fi
    find_missing
fi
if [ -n "$missing" ]; then give_up; fi
if lacks_browser; then say "Without $BROWSER the tests of the archive's website are skipped." >&2; fi
