#!/usr/bin/env bash
# Fetch veraPDF, which checks PDF/A and PDF/UA, with Maven; the tests find it in .tools/verapdf.
#
#   scripts/get-verapdf.sh          fetch it, unless this version is there already
#   .tools/verapdf/verapdf FILE     check a file: --flavour ua1, 2b, 3a …
#
# It needs Java and Maven: where they are missing, apt-get installs them, as root or by a sudo that
# asks for no password. Nothing outside .tools/ and Maven's own cache is written.
# Exit status: 0 it is there, 3 it cannot be had.
set -euo pipefail

VERSION=1.30.2
cd "$(dirname "${BASH_SOURCE[0]}")/.."
FOLDER=.tools/verapdf

say() { printf '%s\n' "$*"; }

give_up() {
    cat >&2 <<EOF
printshop: veraPDF cannot be fetched: $1
    It needs Java (17 or newer) and Maven. Install them and run scripts/get-verapdf.sh again:
      Debian, Ubuntu  sudo apt-get install default-jre-headless maven
      Fedora          sudo dnf install java-latest-openjdk-headless maven
      macOS           brew install openjdk maven
    A veraPDF of your own serves too, if the command verapdf is on the PATH.
EOF
    exit 3
}

# A program of this name may be a stub that only says where to get the real one.
works() { "$@" >/dev/null 2>&1; }
has_java() { works java -version; }
has_maven() { works mvn --version; }

apt() {
    local root=()
    if ((EUID)); then root=(sudo -n); fi
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
        -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@"
}

install_java() {
    command -v apt-get >/dev/null || return 0
    ((EUID == 0)) || sudo -n true 2>/dev/null || return 0
    say "System packages to install: default-jre-headless maven"
    apt install --no-install-recommends default-jre-headless maven ||
        { apt update && apt install --no-install-recommends default-jre-headless maven; } ||
        say "apt-get failed, see above." >&2
}

# Its parts are given in ranges of versions: they are pinned to the same one here.
write_pom() {
    local part parts=''
    for part in core pdf-model metadata-fixer feature-reporting validation-model parser \
        verapdf-xmp-core; do
        parts+="<dependency><groupId>org.verapdf</groupId><artifactId>$part</artifactId>"
        parts+="<version>$VERSION</version></dependency>"
    done
    cat >"$1/pom.xml" <<EOF
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>printshop</groupId><artifactId>tools</artifactId><version>1</version>
  <dependencyManagement><dependencies>$parts</dependencies></dependencyManagement>
  <dependencies><dependency>
    <groupId>org.verapdf.apps</groupId><artifactId>cli</artifactId><version>$VERSION</version>
  </dependency></dependencies>
</project>
EOF
}

write_launcher() {
    cat >"$1/verapdf" <<'EOF'
#!/bin/sh
# veraPDF's command line, as scripts/get-verapdf.sh fetched it.
folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
exec java -cp "$folder/lib/*" org.verapdf.apps.GreenfieldCliWrapper "$@"
EOF
    chmod +x "$1/verapdf"
}

if [[ -x $FOLDER/verapdf && $(cat "$FOLDER/version" 2>/dev/null) == "$VERSION" ]] && has_java; then
    say "veraPDF $VERSION is there: $FOLDER/verapdf"
    exit
fi
if ! has_java || ! has_maven; then install_java; fi
has_java || give_up "there is no Java."
has_maven || give_up "there is no Maven."

mkdir -p .tools
made=$(mktemp -d .tools/verapdf.XXXXXX)
trap 'rm -rf "$made"' EXIT
write_pom "$made"
say "Fetching veraPDF $VERSION (32 MB) …"
mvn --batch-mode --quiet -Dstyle.color=never --file "$made/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory=lib || give_up "Maven failed, see above."
write_launcher "$made"
"$made/verapdf" --version >/dev/null || give_up "it does not start."
printf '%s\n' "$VERSION" >"$made/version"
chmod 755 "$made"
rm -rf "$FOLDER"
mv "$made" "$FOLDER"
say "veraPDF $VERSION is there: $FOLDER/verapdf"
