#!/usr/bin/env bash
# providers.sh [-p pairs] [-d seconds] [-w seconds] [-s "scenarios"] [-o folder] [HARNESS]
# Compares the CPU of calls to GitHub Copilot with that of calls to an OpenAI-compatible provider in one gateway, and prints, as Markdown,
# the median of the pairs' ratios and its 90 % interval. HARNESS is the folder of the comparison harness, ../shared/bench by default.
# Both providers are the same simulated one, and take turns: the gateway on core 1, the simulated provider and the load on core 0.
# Everything is built and kept in a scratch folder; all traffic stays on 127.0.0.1; started processes are ended by their pid.
#   -p pairs      of turns for each scenario, 13 by default; 12 is the minimum, with an interval of 96 % instead of 91 %
#   -d seconds    of measured load in each turn, 1 by default
#   -w seconds    of load before the first turn of each provider and scenario, 12 by default
#   -s scenarios  all by default: rps1k rps50k msgrps1k msgrps50k stream msgstream gaps
#   -o folder     for the raw figures and the report; none by default
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=gateway.sh
. "$root/bench/gateway.sh"
pairs=13 seconds=1 warm_up=12 scenarios="rps1k rps50k msgrps1k msgrps50k stream msgstream gaps" keep=
while getopts p:d:w:s:o:h option; do
  case $option in p) pairs=$OPTARG ;; d) seconds=$OPTARG ;; w) warm_up=$OPTARG ;; s) scenarios=$OPTARG ;; o) keep=$OPTARG ;; *) usage ;; esac
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

# turn PAIR NAME PROVIDER SCENARIO: the CPU for a request, or for a chunk that reached the caller
turn() {
  local before after output
  provider=$3
  prepare "$4"
  before=$(ticks "$gateway")
  output=$("${load[@]}")
  after=$(ticks "$gateway")
  record "$1" "$2" "$4" $((after - before)) "$output"
}

copy_harness "${1:-$root/../shared/bench}"
check_ports
build >"$scratch/build.log" 2>&1 || { tail -n 20 "$scratch/build.log" >&2; exit 1; }
cd "$scratch/harness"
start_mock

use_gateway "$scratch/gateway"
write_settings
# shellcheck disable=SC2119
# keys of the same length, since a response is searched for its key
start_gateway GITHUB_COPILOT_API_KEY=gho_0123456789abcdef OAI_API_KEY=oai_0123456789abcdef
out=${keep:-$scratch}/providers
: >"$out.tsv"
for scenario in $scenarios; do
  # CPU falls until the runtime has compiled the hot path twice; 200 slow streams would take too long to get there
  for provider in oai github-copilot; do
    prepare "${scenario/gaps/stream}"
    seconds=$warm_up "${load[@]}" >"$scratch/warm"
  done
  for pair in $(seq "$pairs"); do
    order="oai github-copilot"
    ((pair % 2)) || order="github-copilot oai"
    for name in $order; do
      label=new
      [ "$name" = github-copilot ] || label=old
      turn "$pair" $label "$name" "$scenario"
    done
  done
done

{
  echo "CPU of GitHub Copilot (new) against an OpenAI-compatible provider (old), $seconds s a turn, one gateway:"
  echo
  awk -f "$root/bench/values.awk" -f "$root/bench/ratios.awk" "$out.tsv"
} | tee "$out.md"
