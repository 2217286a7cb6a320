#!/usr/bin/env bash
# memory.sh [FOLDER]
# Measures the memory of the published gateway while it holds back 24 answers of 20 MiB at once (commit mode complete), as small events and
# as one event each, with and without a heap limit of 512 MiB, for passthrough and translation, and a minute later.
# FOLDER is a published gateway; without it, one is published. Everything is kept in a scratch folder; all traffic stays on 127.0.0.1;
# started processes are ended by their pid.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=gateway.sh
. "$root/bench/gateway.sh"
[[ ${1:-} != -* ]] || usage
require dotnet curl taskset

scratch=$(mktemp -d)
finish() { stop_gateway; rm -rf "$scratch"; }
trap finish EXIT

build() {
  [ -n "$1" ] || publish "$root/src/RouterMaestro.Cli" "$scratch/gateway"
  publish "$root/bench/RouterMaestro.Benchmarks" "$scratch/probe"
}
build "${1:-}" >"$scratch/build.log" 2>&1 || { tail -n 20 "$scratch/build.log" >&2; exit 1; }
write_settings
echo '{ "commit": "complete" }' >"$scratch/config/router-maestro/priorities.json"
use_gateway "${1:-$scratch/gateway}"

for limit in "" 20000000; do
  for scene in chat/completions messages; do
    start_gateway ${limit:+DOTNET_GCHeapHardLimit=$limit}
    echo "## heap limit ${limit:+0x}${limit:-none}, callers of /v1/$scene"
    dotnet "$scratch/probe/RouterMaestro.Benchmarks.dll" memory 9120 "$address/v1/$scene" "$key" to-chat/m "$gateway"
    stop_gateway
  done
done
