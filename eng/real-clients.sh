#!/usr/bin/env bash
# real-clients.sh [-c folder] [-k folder] [client ...]
# Runs real clients against the published gateway, in front of a scripted provider in each of the three protocols, and prints a table.
# Not a part of CI: it installs the clients from their registries, and takes about ten minutes.
#   -c folder  the clients' scripts and the scripted provider, ../shared/clients by default
#   -k folder  where the clients' output is kept; a temporary folder by default
#   client     claude-code, codex, sdk-openai, sdk-anthropic, sdk-dotnet; all by default
# All traffic stays on 127.0.0.1; what was started is ended by its pid.
set -uo pipefail
export LC_ALL=C DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

root=$(cd "$(dirname "$0")/.." && pwd)
folder=$root/../shared/clients kept=
while getopts c:k:h option; do
  case $option in c) folder=$OPTARG ;; k) kept=$OPTARG ;; *) sed -n 's/^# \{0,1\}//p' "$0"; exit 2 ;; esac
done
shift $((OPTIND - 1))
clients=("$@")
[ ${#clients[@]} -gt 0 ] || clients=(claude-code codex sdk-openai sdk-anthropic sdk-dotnet)
folder=$(cd "$folder" && pwd) || { echo "There are no clients; name their folder." >&2; exit 2; }

scratch=$(mktemp -d)
kept=${kept:-$scratch/output}
mkdir -p "$kept" "$scratch/config/router-maestro"
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; done
  [ "$kept" = "$scratch/output" ] && [ "$failed" -gt 0 ] && echo "The output is in $kept" && return
  rm -rf "$scratch"
}
failed=1
trap finish EXIT

key=sk-rm-clients
node "$folder/mock/mock.mjs" --port 0 --portfile "$scratch/port" >"$scratch/provider.log" 2>&1 </dev/null &
pids+=($!)
dotnet publish "$root/src/RouterMaestro.Cli" -c Release -o "$scratch/gateway" -nologo -v quiet -p:UsePublicApi=false || exit 1
for _ in $(seq 100); do [ -s "$scratch/port" ] && break; sleep 0.1; done
provider=http://127.0.0.1:$(cat "$scratch/port") || exit 1

cat >"$scratch/config/router-maestro/providers.json" <<JSON
{
  "providers": {
    "chat": { "type": "openai-compatible", "baseURL": "$provider/v1" },
    "responses": { "type": "openai-compatible", "baseURL": "$provider/v1", "options": { "protocols": ["responses"] } },
    "messages": { "type": "anthropic-compatible", "baseURL": "$provider" }
  }
}
JSON
port=${REAL_CLIENTS_PORT:-9180}
address=http://127.0.0.1:$port
env XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" ROUTER_MAESTRO_API_KEY=$key \
  "$scratch/gateway/router-maestro" server start --port "$port" >"$scratch/gateway.log" 2>&1 </dev/null &
pids+=($!)
for _ in $(seq 100); do curl -sf -m 1 -o "$scratch/health" "$address/health" && break; sleep 0.1; done
[ -s "$scratch/health" ] || { cat "$scratch/gateway.log" >&2; exit 1; }

failed=0
echo "| Client | Provider | Result |"
echo "|---|---|---|"
for client in "${clients[@]}"; do
  for protocol in chat responses messages; do
    model=$([ "$protocol" = messages ] && echo messages/claude-sonnet-4-5 || echo "$protocol/gpt-5.1")
    # what a Responses provider keeps is known to no other
    skip=$([ "$protocol" = responses ] || echo '^responses previous_response_id$')
    SKIP=$skip EMBED_MODEL=chat/text-embedding-3-small EXPECT_AUTH=1 TMO=${TMO:-300} \
      "$folder/run/$client.sh" "$address" "$key" "$model" >"$kept/$client-$protocol.txt" 2>&1 || failed=$((failed + 1))
    echo "| $client | $protocol | $(grep -E '[0-9]+ passed|passed' "$kept/$client-$protocol.txt" | tail -n 1) |"
    grep -E '^(FAIL|not ok)|: FAIL' "$kept/$client-$protocol.txt" | cut -c1-200
  done
done
[ "$failed" -eq 0 ]
