#!/usr/bin/env bash
# Finds the Prometheus that the tests run: the folder of prometheus and promtool, 2.42 or later, is on its last line.
# One that is installed will do. Otherwise Debian's package is unpacked into .deploy/ of the project and not installed, so
# that no service starts; other systems' packages start none.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
source "$here/install.sh"
folder="$root/.deploy/prometheus"

fits() { # PROMETHEUS; promtool beside it
  local version
  version=$("$1" --version 2>&1 | sed -n 's/^prometheus, version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  read -r major minor <<<"${version:-0 0}"
  [ "$major" -gt 2 ] || { [ "$major" = 2 ] && [ "$minor" -ge 42 ]; } && "$(dirname "$1")/promtool" --version >/dev/null 2>&1
}

found() {
  local path
  path=$(command -v prometheus) && fits "$path" && dirname "$path"
}

from_debian() {
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
  echo "prometheus.sh: getting Prometheus from Debian" >&2
  mkdir -p "$root/.deploy"
  part=$(mktemp -d "$root/.deploy/part.XXXXXX")
  trap 'rm -rf "$part"' EXIT
  (
    cd "$part"
    # The list of packages may be missing or so old that its files are gone.
    apt-get download -qq prometheus || { [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get download -qq prometheus; }
    dpkg-deb -x prometheus_*.deb .
  ) >"$part/log" 2>&1 </dev/null || {
    tail -3 "$part/log" >&2
    return 1
  }
  fits "$part/usr/bin/prometheus" || return 1
  [ -d "$folder" ] || mv "$part/usr/bin" "$folder"
}

if [ -x "$folder/prometheus" ]; then
  echo "$folder"
elif found; then
  :
elif from_debian; then
  echo "$folder"
elif ! command -v apt-get >/dev/null && install Prometheus - golang-github-prometheus prometheus prometheus && found; then
  :
else
  echo "prometheus.sh: the alerts and the dashboard are tested with Prometheus: install 2.42 or later (Debian: prometheus)" >&2
  exit 1
fi
