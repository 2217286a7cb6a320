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
remove_worktree() {
  [ ! -d "$scratch/source" ] || git -C "$root" worktree remove --force "$scratch/source"
}
finish() {
  stop_gateway
  stop_mock
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
  build_harness && publish_commit "$old" "$scratch/old" && publish_commit "$new" "$scratch/new"
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
  record "$1" "$2" "$3" $((after - before)) "$output"
}

copy_harness "${3:-$root/../shared/bench}"
check_ports
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
