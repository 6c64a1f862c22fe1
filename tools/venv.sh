#!/usr/bin/env bash
# Makes the virtual environment `tools/venv.sh DIR` with the first Python >= 3.11 that can; one that works is kept.
set -euo pipefail
target=$1
here=$(dirname "$0")

works() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

choose() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3.14 python3; do
        if [ -n "$candidate" ] && works "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

if "$target/bin/python" -m pip --version >/dev/null 2>&1; then
    exit 0
fi
if ! python=$(choose); then
    # Debian keeps `ensurepip` in a package of its own; a name no program has makes the script look for nothing and install it.
    "$here/debian.sh" no-such-program=python3-venv
    python=$(choose) || {
        echo "gawah: Python 3.11 or newer is needed (with venv)" >&2
        exit 1
    }
fi
"$python" -m venv --clear "$target"
