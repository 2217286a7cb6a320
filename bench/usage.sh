#!/usr/bin/env bash
# usage.sh [-p pairs] [-d seconds] [-w seconds] [-s "scenarios"] [-m modes] [-o folder] [HARNESS]
# Compares the CPU of a gateway that records usage with that of one that does not, and prints, as Markdown, the median of the pairs' ratios and
# its 90 % interval. HARNESS is the folder of the comparison harness, ../shared/bench by default. The gateways take turns and are restarted
# for each: the gateway on core 1, the simulated provider and the load on core 0.
# Everything is built and kept in a scratch folder; all traffic stays on 127.0.0.1; started processes are ended by their pid.
#   -p pairs      of turns for each scenario, 13 by default; 12 is the minimum, with an interval of 96 % instead of 91 %
#   -d seconds    of measured load in each turn, 1 by default
#   -w seconds    of load before the measurement, 5 by default
#   -s scenarios  rps1k rps50k by default
#   -m modes      "noop all" by default: noop makes the outcomes of calls and records none, all records them
#   -o folder     for the raw figures and the report; none by default
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=gateway.sh
. "$root/bench/gateway.sh"
pairs=13 seconds=1 warm_up=5 scenarios="rps1k rps50k" modes="noop all" keep=
while getopts p:d:w:s:m:o:h option; do
  case $option in p) pairs=$OPTARG ;; d) seconds=$OPTARG ;; w) warm_up=$OPTARG ;; s) scenarios=$OPTARG ;; m) modes=$OPTARG ;; o) keep=$OPTARG ;; *) usage ;; esac
done
shift $((OPTIND - 1))
require dotnet gcc node wrk curl ss taskset
[ -z "$keep" ] || keep=$(make_folder "$keep")

scratch=$(mktemp -d)
finish() {
  stop_gateway
  stop_mock
  rm -rf "$scratch"
}
trap finish EXIT

build() { build_harness && publish "$root/src/RouterMaestro.Cli" "$scratch/gateway"; }

# turn PAIR NAME MODE SCENARIO: the CPU for a request, or for a chunk that reached the caller
turn() {
  local before after output enabled=true
  use_gateway "$scratch/gateway"
  [ "$3" != off ] || command+=(--no-usage)
  [ "$3" != noop ] || enabled=false
  rm -rf "$scratch/config" "$scratch/data"
  write_settings
  echo "{ \"usage\": { \"enabled\": $enabled } }" >"$scratch/config/router-maestro/priorities.json"
  # shellcheck disable=SC2119
  start_gateway
  # CPU falls until the runtime has compiled the hot path twice; 200 slow streams would take too long to get there
  prepare "${4/gaps/stream}"
  seconds=$warm_up "${load[@]}" >"$scratch/warm"
  prepare "$4"
  before=$(ticks "$gateway")
  output=$("${load[@]}")
  # what was recorded is written within a second
  sleep 1
  after=$(ticks "$gateway")
  stop_gateway
  record "$1" "$2" "$4" $((after - before)) "$output"
}

copy_harness "${1:-$root/../shared/bench}"
check_ports
build >"$scratch/build.log" 2>&1 || { tail -n 20 "$scratch/build.log" >&2; exit 1; }
cd "$scratch/harness"
start_mock

for mode in $modes; do
  out=${keep:-$scratch}/usage-$mode
  : >"$out.tsv"
  for pair in $(seq "$pairs"); do
    for scenario in $scenarios; do
      if ((pair % 2)); then
        turn "$pair" old off "$scenario"
        turn "$pair" new "$mode" "$scenario"
      else
        turn "$pair" new "$mode" "$scenario"
        turn "$pair" old off "$scenario"
      fi
    done
  done

  {
    echo "CPU with usage '$mode' (new) against no usage (old), $seconds s a turn after $warm_up s of warm-up:"
    echo
    awk -f "$root/bench/values.awk" -f "$root/bench/ratios.awk" "$out.tsv"
  } | tee "$out.md"
done
