#!/usr/bin/env bash
# run.sh [-r repeats] [-d seconds] [-s "scenarios"] [-o folder] [HARNESS]
# Measures the published gateway beside direct calls, nginx, YARP and a bare ASP.NET Core passthrough, and prints Markdown.
# HARNESS is the folder of the comparison harness, ../shared/bench by default; its README describes requirements and measurements.
# Everything is built and kept in a scratch folder; all traffic stays on 127.0.0.1; started processes are ended by their pid.
#   -r repeats    of every measurement, 5 by default; tables show medians
#   -d seconds    of load each time, 2 by default
#   -s scenarios  all by default: rps1k rps50k lat1k lat50k msg stream gaps directions
#   -o folder     for the raw figures and the report; none by default
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=gateway.sh
. "$root/bench/gateway.sh"
# shellcheck source=directions.sh
. "$root/bench/directions.sh"
repeats=5 seconds=2 scenarios="rps1k rps50k lat1k lat50k msg stream gaps directions" keep=
while getopts r:d:s:o:h option; do
  case $option in r) repeats=$OPTARG ;; d) seconds=$OPTARG ;; s) scenarios=$OPTARG ;; o) keep=$OPTARG ;; *) usage ;; esac
done
shift $((OPTIND - 1))
require dotnet gcc node npm wrk nginx curl ss taskset
[ -z "$keep" ] || keep=$(make_folder "$keep")

scratch=$(mktemp -d)
finish() {
  stop_gateway
  stop_helpers
  (cd "$scratch/harness" 2>/dev/null && ./baselines.sh stop) || true
  rm -rf "$scratch"
}
trap finish EXIT

copy_harness "${1:-$root/../shared/bench}"
export RUN=$scratch/run BUILD=$scratch/build
build() {
  (cd "$scratch/harness" && ./baselines.sh build) &&
    publish "$root/src/RouterMaestro.Cli" "$scratch/gateway" &&
    publish "$root/bench/RouterMaestro.Benchmarks" "$scratch/probe"
}
build >"$scratch/build.log" 2>&1 || { tail -n 20 "$scratch/build.log" >&2; exit 1; }
write_settings
use_gateway "$scratch/gateway"
cd "$scratch/harness"
cat >>targets.txt <<TARGET
router-maestro|$address/v1/chat/completions|$address/v1/messages|oai/|Authorization: Bearer $key
TARGET
./baselines.sh start >&2

touch "$scratch/out.tsv"
if [[ " $scenarios " == *" directions "* ]]; then
  start_gateway
  directions | tee -a "$scratch/out.tsv" >&2
  stop_gateway
fi

compared=${scenarios/directions/}
if [ -n "${compared// /}" ]; then
  start_gateway
  ./bench.sh -r "$repeats" -d "$seconds" -s "$compared" -o "$scratch/out.tsv" targets.txt direct nginx passthrough yarp router-maestro >&2
  stop_gateway

  cold_start >>"$scratch/out.tsv"
  start_gateway DOTNET_STARTUP_HOOKS="$scratch/probe/RouterMaestro.Benchmarks.dll" ROUTER_MAESTRO_PROBE="$scratch/allocated"
  allocations >>"$scratch/out.tsv"
  stop_gateway
fi

{
  awk -f "$root/bench/values.awk" -f "$root/bench/summary.awk" "$scratch/out.tsv"
  if [ -n "${compared// /}" ]; then ./report.sh "$scratch/out.tsv"; fi
} | tee "$scratch/report.md"

if [ -n "$keep" ]; then cp "$scratch/out.tsv" "$scratch/report.md" "$keep"; fi
