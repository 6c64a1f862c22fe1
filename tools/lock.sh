#!/usr/bin/env bash
# Writes requirements.lock (what gawah needs to run) and requirements-dev.lock (that, and what building and checking it need).
# Every package is pinned by version and hash, for all platforms; no index is named, so that any mirror will do.
# `tools/lock.sh --upgrade` takes newer versions where there are any.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=build/lock
tools/venv.sh "$tool"
"$tool/bin/python" -m pip --disable-pip-version-check -qq install uv
compile() {
    "$tool/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@"
}
compile "$@" pyproject.toml --output-file requirements.lock
compile "$@" pyproject.toml requirements-dev.in --constraints requirements.lock --output-file requirements-dev.lock
