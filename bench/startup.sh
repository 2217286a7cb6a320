#!/usr/bin/env bash
# How long commands take from a warm start, against a gateway that runs: median and range of 20 runs, in seconds.
# Usage: bench/startup.sh PROGRAM
set -euo pipefail
program=${1:?usage: bench/startup.sh PROGRAM}
runs=20 warm=3
home=$(mktemp -d)
export XDG_CONFIG_HOME=$home XDG_DATA_HOME=$home
trap '"$program" server stop --quiet 2>/dev/null || true; rm -rf "$home"' EXIT
"$program" server start --detach --port 0 >/dev/null
"$program" provider add lab --type openai-compatible --base-url http://127.0.0.1:1/v1 --model m --quiet
sleep 3

# prints wall and CPU seconds of each run
repeat() {
  local run TIMEFORMAT='%3R %3U %3S'
  for ((run = 0; run < runs + warm; run++)); do
    { time "$program" "$@" </dev/null >/dev/null 2>&1; } 2>&1
  done | tail -n "$runs" | awk '{ print $1, $2 + $3 }'
}

spread() { # of one column: median (least–most)
  awk -v column="$1" '{ print $column }' | sort -n | awk '{ v[NR] = $1 }
    END { printf "%.3f (%.3f–%.3f)", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2, v[1], v[NR] }'
}

printf '%-20s %-22s %s\n' command wall CPU
for line in --version --help 'model list --json' statusline ''; do
  read -ra words <<<"$line"
  times=$(repeat ${words[@]+"${words[@]}"})
  printf '%-20s %-22s %s\n' "${line:-(none)}" "$(spread 1 <<<"$times")" "$(spread 2 <<<"$times")"
done
