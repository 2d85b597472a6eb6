#!/bin/sh
# Install the programs that the benchmarks compare printshop with. None is needed to use printshop.
#
#   benchmarks/install_peers.sh [FOLDER]     FOLDER is .tools/bench by default
#
# Typst and pdfimpose go into a virtual environment, Paged.js and Vivliostyle into an npm prefix, both in FOLDER;
# Chromium comes from apt-get, as root or by a sudo that asks for no password, unless there is one.
# What cannot be installed is named and left out: the benchmarks then say "not installed".
# Exit status: 0 everything is there, 2 wrong call, 3 something could not be installed.
set -eu

# Versions are pinned, so that two people measure the same programs.
TYPST=0.15.2
PDFIMPOSE=2.10.0
PAGEDJS_CLI=0.4.3
VIVLIOSTYLE_CLI=11.3.3
NODE=22              # for Vivliostyle, which wants 22.12 or newer, where the system's is older
BROWSERS='chromium chromium-browser google-chrome'

say() { printf '%s\n' "$*"; }

[ $# -le 1 ] || { say "usage: benchmarks/install_peers.sh [FOLDER]" >&2; exit 2; }
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
folder=${1:-$root/.tools/bench}
mkdir -p "$folder"
folder=$(CDPATH='' cd -- "$folder" && pwd)
say '*' >"$folder/.gitignore"
failed=

fail() {
    failed=${failed:+$failed, }$1
    say "not installed: $1 ($2)" >&2
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" >/dev/null
}

browser() {
    for name in $BROWSERS; do command -v "$name" && return; done
    return 1
}

install_browser() {
    browser >/dev/null && return
    command -v apt-get >/dev/null || return 1
    apt update && apt install --no-install-recommends chromium && browser >/dev/null
}

install_typst() {
    python=$("$root/scripts/setup-system.sh" --python) || return 1
    [ -x "$folder/venv/bin/python" ] || "$python" -m venv "$folder/venv" || return 1
    "$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
        "typst==$TYPST" "pdfimpose==$PDFIMPOSE"
}

# The browsers that these packages would fetch are left out: they use the system's.
npm_install() {
    PUPPETEER_SKIP_DOWNLOAD=1 PUPPETEER_SKIP_CHROMIUM_DOWNLOAD=1 \
        npm install --prefix "$folder/npm" --silent --no-audit --no-fund --save-exact "$@"
}

old_node() {
    node -e 'const [a, b] = process.versions.node.split(".").map(Number);
             process.exit(a > 22 || (a === 22 && b >= 12) ? 1 : 0)'
}

install_npm_peers() {
    command -v npm >/dev/null || return 1
    mkdir -p "$folder/npm"
    [ -e "$folder/npm/package.json" ] || say '{"private": true}' >"$folder/npm/package.json"
    if old_node; then npm_install "node@$NODE" || return 1; fi
    npm_install "pagedjs-cli@$PAGEDJS_CLI" "@vivliostyle/cli@$VIVLIOSTYLE_CLI"
}

install_browser || fail Chromium 'no browser, and apt-get did not bring one'
install_typst || fail Typst 'pip did not install it'
install_npm_peers || fail 'Paged.js, Vivliostyle' 'they need Node.js with npm'

[ -z "$failed" ] || exit 3
say "The peers are in $folder; now: make bench"
