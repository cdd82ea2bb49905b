#!/usr/bin/env bash
# The image and docker-compose.yml on a real engine: builds, looks into the image, runs, scales, kills, stops, and holds
# what came out against what went in. Needs Docker with BuildKit and Compose 2.20; not part of `make test`.
# All it makes bears a name of its own and is gone when it ends, but for the build cache.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null

project=bantin-test-$$
image=$project-bantin # Compose's name for what it builds
export LOADER_PAUSE=0 LOADER_ROUNDS=1
work=$(mktemp -d)

compose() { docker compose --project-name "$project" "$@"; }
kafka() { compose exec -T kafka "/opt/kafka/bin/$1" --bootstrap-server localhost:9092 "${@:2}" 2>/dev/null; }

finish() {
  local code=$?
  if [ $code != 0 ]; then
    compose logs --tail 40 bantin topics loader kafka >&2 2>&1 || true
    echo "containers.sh: FAILED: $doing" >&2
  fi
  docker rm --force "$project-export" >/dev/null 2>&1 || true
  compose down --volumes --remove-orphans --rmi local --timeout 5 >/dev/null 2>&1 || true
  docker image rm "$project-context" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

doing="starting"
step() { doing=$1; echo "containers.sh: $1" >&2; }
fail() { echo "containers.sh: $*" >&2; exit 1; }
same() { [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"; }
# until_true SECONDS COMMAND...: asks again and again.
until_true() {
  local end=$((SECONDS + $1))
  until "${@:2}"; do
    [ $SECONDS -lt $end ] || fail "not within $1 s: ${*:2}"
    sleep 1
  done
}
about() { docker image inspect --format "$1" "$image"; }
of() { docker inspect --format "$1" "$2"; }

command -v docker >/dev/null && docker info >/dev/null 2>&1 || fail "no Docker engine answers: start one, or install it"
docker compose version >/dev/null 2>&1 || fail "docker compose is missing: install Compose 2.20 or later"

step "the build context is small"
printf 'FROM scratch\nCOPY . /\n' >"$work/Dockerfile"
docker build --quiet --tag "$project-context" --file "$work/Dockerfile" . >/dev/null
bytes=$(docker image inspect --format '{{.Size}}' "$project-context")
echo "  $bytes bytes"
[ "$bytes" -lt 8000000 ] || fail "the context has $bytes bytes: see .dockerignore"

step "the image builds"
compose build --quiet bantin

step "the image: its size, its user, what lies in it"
docker create --name "$project-export" "$image" >/dev/null
docker export "$project-export" >"$work/image.tar"
docker rm "$project-export" >/dev/null
bytes=$(wc -c <"$work/image.tar")
echo "  $bytes bytes unpacked"
[ "$bytes" -le 80000000 ] || fail "the image has $bytes bytes"
same "user" 65532:65532 "$(about '{{.Config.User}}')"
same "stop signal" SIGTERM "$(about '{{.Config.StopSignal}}')"
same "health check" '[CMD /bantin health]' "$(about '{{.Config.Healthcheck.Test}}')"
same "port" 'map[8080/tcp:{}]' "$(about '{{.Config.ExposedPorts}}')"
same "licences" 'Apache-2.0 OR MIT' "$(about '{{index .Config.Labels "org.opencontainers.image.licenses"}}')"
# Type and rights, owner, name. The engine itself adds .dockerenv, dev, proc, sys and files in etc to every container.
tar --numeric-owner -tvf "$work/image.tar" | awk '{print $1, $2, $6}' |
  grep -Ev ' (\.dockerenv|dev/.*|proc/|sys/|etc/(hostname|hosts|resolv\.conf|mtab))$' >"$work/files"
same "set-uid or set-gid files" "" "$(awk '$1 ~ /[sS]/' "$work/files")"
same "what others than root may write or own" "" "$(awk '$1 !~ /^l/ && (substr($1, 6, 1) == "w" || substr($1, 9, 1) == "w" || $2 != "0/0")' "$work/files")"
same "programs" "bantin" "$(awk '$1 ~ /^-..x/ {print $3}' "$work/files")"

step "the program runs with nothing but itself"
docker run --rm --network none --read-only --cap-drop ALL --security-opt no-new-privileges "$image" --version
same "no worker to ask" 1 "$(docker run --rm --network none "$image" health >/dev/null 2>&1; echo $?)"
same "wrong settings" 78 "$(docker run --rm --network none "$image" run --set worker.thread=1 >/dev/null 2>&1; echo $?)"

step "librdkafka finds the certificate authorities"
# What librdkafka logs in the last moment of a run that finds no broker is not always seen: run until it is.
authorities_found() {
  docker run --rm --network none --env BANTIN_KAFKA__SECURITY=ssl --env BANTIN_KAFKA__BROKERS=127.0.0.1:1 --env BANTIN_STARTUP_TIMEOUT=1s \
    --env BANTIN_LOG__LEVEL=debug --env BANTIN_KAFKA__PROPERTIES__DEBUG=security "$image" >"$work/tls" 2>&1 || true
  grep -q 'CA certificate location .*/etc/ssl/certs/ca-certificates.crt' "$work/tls"
}
until_true 60 authorities_found

step "docker compose up: samples go in, events come out"
compose up --detach --quiet-pull >/dev/null 2>&1
loader_ended() { [ "$(of '{{.State.Status}} {{.State.ExitCode}}' "$project-loader-1")" = "exited 0" ]; }
shown() { compose logs --no-log-prefix events 2>/dev/null | grep -E '^([0-9]{4}-|-  )' >"$work/shown"; }
until_true 120 loader_ended
until_true 60 shown
head -3 "$work/shown"

step "the worker is healthy, and has written nothing into its root"
healthy() { [ "$(of '{{.State.Health.Status}}' "$project-bantin-1")" = healthy ]; }
until_true 60 healthy
same "read-only root" true "$(of '{{.HostConfig.ReadonlyRootfs}}' "$project-bantin-1")"
same "files written" "" "$(docker diff "$project-bantin-1")"
address=$(compose port bantin 8080)
exec 3<>"/dev/tcp/${address%:*}/${address##*:}"
printf 'GET /metrics HTTP/1.0\r\nHost: bantin\r\n\r\n' >&3
cat <&3 >"$work/metrics"
exec 3>&-
grep -q '^bantin_build_info' "$work/metrics" || fail "no metrics at $address"

# The partitions of each member of the group, as the broker sees it: "2 2 2".
shares() { kafka kafka-consumer-groups.sh --describe --members --group bantin | awk '$1 == "bantin" {print $(NF)}' | sort | xargs; }
shared_by() { [ "$(shares)" = "$1" ]; }
behind() { kafka kafka-consumer-groups.sh --describe --group bantin | awk '$1 == "bantin" {lag += $6} END {print NR ? lag + 0 : "?"}'; }
caught_up() { [ "$(behind)" = 0 ]; }
published() { kafka kafka-get-offsets.sh --topic articles.events | awk -F: '{n += $3} END {print n + 0}'; }
published_over() { [ "$(published)" -gt "$1" ]; }
# send FROM TO PAUSE: numbered articles over all partitions, fifty and then a pause.
send() {
  for number in $(seq "$1" "$2"); do
    printf 'k%s\t{"url":"https://example.org/n/%s","title":"Article number %s","text":"It has rained in the north since Monday. Schools stay closed."}\n' \
      "$number" "$number" "$number"
    [ $((number % 50)) != 0 ] || sleep "$3"
  done | compose exec -T kafka /opt/kafka/bin/kafka-console-producer.sh --bootstrap-server localhost:9092 --topic articles.raw \
    --reader-property parse.key=true >/dev/null 2>"$work/send.log"
}
# nothing_lost COUNT: each number from 1 to COUNT is in an event; twice is allowed, once is needed.
nothing_lost() {
  # Ends, with an error, when nothing has come for ten seconds.
  { kafka kafka-console-consumer.sh --topic articles.events --from-beginning --isolation-level read_committed --timeout-ms 10000 || true; } |
    grep -o '"url":"https://example.org/n/[0-9]*"' | grep -o '[0-9]*"$' | tr -d '"' | sort -n >"$work/numbers"
  sort -nu "$work/numbers" >"$work/distinct"
  echo "  $1 articles sent, $(wc -l <"$work/distinct") of them in $(wc -l <"$work/numbers") events"
  seq 1 "$1" | sort -n | cmp -s - "$work/distinct" || fail "lost: $(seq 1 "$1" | comm -23 <(seq 1 "$1" | sort) <(sort "$work/distinct") | head -5 | xargs)"
}

step "three workers share the six partitions"
compose up --detach --scale bantin=3 --no-recreate >/dev/null 2>&1
until_true 60 shared_by "2 2 2"

step "one of the three is killed in the middle: the others take over, nothing is lost"
before=$(published)
send 1 6000 0.1 &
sender=$!
until_true 60 published_over $((before + 300))
docker kill "$project-bantin-2" >/dev/null
kill -0 $sender 2>/dev/null || fail "all was sent before the kill: this shows nothing"
wait $sender || fail "$(cat "$work/send.log")"
until_true 60 shared_by "3 3"
until_true 60 caught_up
nothing_lost 6000

step "it comes back"
compose up --detach --scale bantin=3 --no-recreate >/dev/null 2>&1
until_true 60 shared_by "2 2 2"

step "docker compose stop, in the middle: in time, with exit code 0"
before=$(published)
send 6001 12000 0.1 &
sender=$!
until_true 60 published_over $((before + 300))
started=$SECONDS
compose stop bantin >/dev/null 2>&1
echo "  $((SECONDS - started)) s"
kill -0 $sender 2>/dev/null || fail "all was sent before the stop: this shows nothing"
for container in $(compose ps --all --quiet bantin); do
  same "exit code" "exited 0 false" "$(of '{{.State.Status}} {{.State.ExitCode}} {{.State.OOMKilled}}' "$container")"
done
wait $sender || fail "$(cat "$work/send.log")"

step "docker compose start: it goes on where it stopped"
compose start bantin >/dev/null 2>&1
until_true 60 shared_by "2 2 2"
until_true 60 caught_up
nothing_lost 12000
echo "containers.sh: all well"
