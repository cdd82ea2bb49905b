#!/usr/bin/env bash
# Gets the Apache Kafka that the tests run: its jars, from Maven Central, into .kafka/<version>/ of the project.
# Says where they are on its last line. Does nothing when they are there. Installs Java and Maven where they are missing,
# with the system's package manager and as root alone; otherwise says in one line what to install.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
source "$here/install.sh"
version=$(sed -n 's:.*<kafka.version>\(.*\)</kafka.version>.*:\1:p' "$here/pom.xml")
# The checksum is part of the name: a change of the pom fetches anew.
libs="$root/.kafka/$version-$(cksum <"$here/pom.xml" | cut -d' ' -f1)"

java_major() { # 0 where there is none; the line is not always the first
  java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | grep . || echo 0
}

need_java="kafka.sh: the tests run Apache Kafka $version: install Java 17 or later (Debian: openjdk-17-jre-headless)"
need_maven="kafka.sh: the tests get Apache Kafka $version from Maven Central: install Maven (Debian: maven)"
if [ "$(java_major)" -lt 17 ]; then
  { install "Java 17" openjdk-17-jre-headless java-17-openjdk-headless openjdk17-jre-headless openjdk@17 &&
    [ "$(java_major)" -ge 17 ]; } || {
    echo "$need_java" >&2
    exit 1
  }
fi

if [ ! -d "$libs" ]; then
  if ! command -v mvn >/dev/null; then
    { install Maven maven maven maven maven && command -v mvn >/dev/null; } || {
      echo "$need_maven" >&2
      exit 1
    }
  fi
  echo "kafka.sh: getting Apache Kafka $version from Maven Central" >&2
  mkdir -p "$root/.kafka"
  # Into a folder of its own first: a half-finished download never passes for a whole one, nor do two at once collide.
  part=$(mktemp -d "$root/.kafka/part.XXXXXX")
  trap 'rm -rf "$part"' EXIT
  mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$part/libs" >"$part/log" 2>&1 </dev/null || {
    grep -m3 ERROR "$part/log" >&2 || tail -3 "$part/log" >&2
    echo "kafka.sh: Maven could not get Apache Kafka $version: see the lines above" >&2
    exit 1
  }
  [ -d "$libs" ] || mv "$part/libs" "$libs"
fi
echo "$libs"
