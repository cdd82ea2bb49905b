#!/usr/bin/env bash
# Checks for what the build needs beside Rust: librdkafka, zlib and zstd are compiled with a C compiler, OpenSSL's own
# configuration is a Perl program. Installs what is missing where it may, else says in one line what to install.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/install.sh"

need() { # COMMAND WHAT DEBIAN FEDORA ALPINE HOMEBREW
  command -v "$1" >/dev/null && return
  { install "${@:2}" && command -v "$1" >/dev/null; } || {
    echo "missing: $1: install $2 (Debian: $3)" >&2
    exit 1
  }
}

command -v cargo >/dev/null || {
  echo "missing: cargo: install Rust 1.95 or later (https://rustup.rs)" >&2
  exit 1
}
need cc "a C compiler" gcc gcc gcc gcc
need c++ "a C++ compiler" g++ gcc-c++ g++ gcc
need make make make make make make
need perl Perl perl perl perl perl
# A compiler without the C library's headers, as minimal images have it.
echo '#include <stdio.h>' | cc -E - >/dev/null 2>&1 || install "the C library's headers" libc6-dev glibc-devel musl-dev gcc || {
  echo "missing: stdio.h: install the C library's headers (Debian: libc6-dev)" >&2
  exit 1
}
