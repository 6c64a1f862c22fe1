#!/usr/bin/env bash
# Makes sure that programs are there: `tools/debian.sh PROGRAM=PACKAGE ...`. What is missing is installed with apt-get when this
# is Debian and we are root or may use sudo without a password; otherwise it is named, and the exit status is 1.
set -euo pipefail

missing=()
for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null 2>&1 || missing+=("${pair#*=}")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
    if ! command -v sudo >/dev/null 2>&1 || ! sudo -n true 2>/dev/null; then
        echo "gawah: please install first: ${missing[*]}" >&2
        exit 1
    fi
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "gawah: please install first (names of the Debian packages): ${missing[*]}" >&2
    exit 1
fi

echo "gawah: installing ${missing[*]} with apt-get" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update -q &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    echo "gawah: apt-get could not install: ${missing[*]}" >&2
    exit 1
fi
