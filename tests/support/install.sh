# Sourced. install WHAT DEBIAN FEDORA ALPINE HOMEBREW: installs the package of that name with the system's package manager,
# where it may (as root; Homebrew as anyone else). Fails where it may not.
install() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing $1" >&2
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >&2 </dev/null
  elif [ "$(id -u)" = 0 ] && command -v dnf >/dev/null; then
    echo "installing $1" >&2
    dnf install -y -q "$3" >&2 </dev/null
  elif [ "$(id -u)" = 0 ] && command -v apk >/dev/null; then
    echo "installing $1" >&2
    apk add --quiet "$4" >&2 </dev/null
  elif [ "$(id -u)" != 0 ] && command -v brew >/dev/null; then
    echo "installing $1" >&2
    brew install --quiet "$5" >&2 </dev/null
  else
    return 1
  fi
}
