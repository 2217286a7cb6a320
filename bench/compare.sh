#!/usr/bin/env bash
# compare.sh [-p pairs] [-d seconds] [-w seconds] [-s "scenarios"] [-o folder] OLD NEW [HARNESS]
# Compares the CPU of two builds of the gateway and prints, as Markdown, the median of the pairs' ratios and its 90 % interval.
# OLD and NEW are git revisions, or . for the working tree. HARNESS is the folder of the comparison harness, ../shared/bench by default.
# The builds take turns and are restarted for each: the gateway on core 1, the simulated provider and the load on core 0.
# Everything is built and kept in a scratch folder; all traffic stays on 127.0.0.1; started processes are ended by their pid.
#   -p pairs      of turns for each scenario, 13 by default; 12 is the minimum, with an interval of 96 % instead of 91 %
#   -d seconds    of measured load in each turn, 1 by default
#   -w seconds    of load before the measurement, 3 by default
#   -s scenarios  all by default: rps1k rps50k msgrps1k msgrps50k stream msgstream gaps
#   -o folder     for the raw figures and the report; none by default
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=gateway.sh
. "$root/bench/gateway.sh"
pairs=13 seconds=1 warm_up=3 scenarios="rps1k rps50k msgrps1k msgrps50k stream msgstream gaps" keep=
while getopts p:d:w:s:o:h option; do
  case $option in p) pairs=$OPTARG ;; d) seconds=$OPTARG ;; w) warm_up=$OPTARG ;; s) scenarios=$OPTARG ;; o) keep=$OPTARG ;; *) usage ;; esac
done
shift $((OPTIND - 1))
[ $# -ge 2 ] || usage
require dotnet gcc node wrk curl ss taskset git
[ -z "$keep" ] || keep=$(make_folder "$keep")

# commit REVISION: prints its short name, so that both builds stay the same if a branch moves meanwhile
commit() {
  [ "$1" != . ] || { echo .; return; }
  git -C "$root" rev-parse --quiet --short --verify "$1^{commit}" || { echo "There is no revision '$1'." >&2; exit 2; }
}
old=$(commit "$1")
new=$(commit "$2")

scratch=$(mktemp -d)
mock=
remove_worktree() {
  [ ! -d "$scratch/source" ] || git -C "$root" worktree remove --force "$scratch/source"
}
finish() {
  stop_gateway
  [ -z "$mock" ] || kill "$mock" 2>/dev/null || true
  remove_worktree || true
  rm -rf "$scratch"
}
trap finish EXIT

# publish_commit COMMIT FOLDER
publish_commit() {
  local source=$root
  if [ "$1" != . ]; then
    source=$scratch/source
    git -C "$root" worktree add --quiet --detach "$source" "$1" || return
  fi
  publish "$source/src/RouterMaestro.Cli" "$2" && remove_worktree
}

build() {
  (cd "$scratch/harness" && gcc -O2 -w -o mock src/mock.c && gcc -O2 -w -o sload src/sload.c && node gen-bodies.mjs) &&
    publish_commit "$old" "$scratch/old" && publish_commit "$new" "$scratch/new"
}

start_mock() {
  taskset -c 0 ./mock -p 9100 >"$scratch/mock.log" 2>&1 </dev/null &
  mock=$!
  wait_for "$mock" http://127.0.0.1:9100/stats || { echo "The simulated provider did not start." >&2; return 1; }
}

# turn PAIR NAME SCENARIO: the build's CPU for a request, or for a chunk that reached the caller
turn() {
  local before after output
  use_gateway "$scratch/$2"
  rm -rf "$scratch/config" "$scratch/data"
  write_settings
  # shellcheck disable=SC2119
  start_gateway
  # CPU falls until the runtime has compiled the hot path twice; 200 slow streams would take too long to get there
  prepare "${3/gaps/stream}"
  seconds=$warm_up "${load[@]}" >"$scratch/warm"
  prepare "$3"
  before=$(ticks "$gateway")
  output=$("${load[@]}")
  after=$(ticks "$gateway")
  stop_gateway
  # a call that fails costs less
  [[ $output =~ non2xx=0\ sock=0$|bad=0\ .*incomplete=0\ uneven=0 ]] || { echo "$2, $3: $output" >&2; return 1; }
  printf '%s\t%s\t%s\tcpu=%s\n' "$1" "$2" "$3" "$(awk -v t=$((after - before)) -v n="$(counted "$output")" 'BEGIN { printf "%.3f", t * 10000 / n }')" |
    tee -a "$out.tsv" >&2
}

copy_harness "${3:-$root/../shared/bench}"
[ -z "$(ss -ltnH "sport = :9100 or sport = :$port")" ] || { echo "Something listens on port 9100 or $port already." >&2; exit 1; }
build >"$scratch/build.log" 2>&1 || { tail -n 20 "$scratch/build.log" >&2; exit 1; }
cd "$scratch/harness"
start_mock

out=${keep:-$scratch}/compare
: >"$out.tsv"
for pair in $(seq "$pairs"); do
  order="old new"
  ((pair % 2)) || order="new old"
  for scenario in $scenarios; do
    for name in $order; do turn "$pair" "$name" "$scenario"; done
  done
done

{
  echo "CPU of $new (new) against $old (old), $seconds s a turn after $warm_up s of warm-up:"
  echo
  awk -f "$root/bench/values.awk" -f "$root/bench/ratios.awk" "$out.tsv"
} | tee "$out.md"
