#!/usr/bin/env bash
# Makes docs/demo.svg: what `bantin demo` prints on a terminal of 80 columns, colours and all. Its figure of throughput is
# this machine's: let it be quiet. Needs Python 3 with venv; gets rich from PyPI into .deploy/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cargo build --release --locked --quiet
venv=.deploy/svg
[ -x $venv/bin/python ] || { python3 -m venv $venv && $venv/bin/python -m pip install --quiet --disable-pip-version-check rich==14.1.0; }
# The program as one calls it that is installed.
PATH="$PWD/target/release:$PATH" CLICOLOR_FORCE=1 COLUMNS=80 bash -c 'bantin demo </dev/null' | $venv/bin/python docs/demo.py >docs/demo.svg.new
mv docs/demo.svg.new docs/demo.svg
