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

# The client in .NET takes our versions, in copies of its folder. Microsoft.Extensions.AI.OpenAI 10.11 streams Responses with the older OpenAI alone
# (findings/extensions-ai-openai-responses-stream.sh), so that its checks of Responses run in a client of their own.
pin() { # the attribute with a package's version, in a file
  sed -n "s/.*Include=\"$2\" $1=\"\([^\"]*\)\".*/\1/p" "$root/$3" | grep .
}
copy_client() { # its name, and the version of OpenAI
  cp -r "$folder/run" "$scratch/$1" && chmod -R u+w "$scratch/$1"
  sed -i "s/\(\"OpenAI\" Version=\)\"[^\"]*\"/\1\"$2\"/; s/\(\"Anthropic\" Version=\)\"[^\"]*\"/\1\"$anthropic\"/" "$scratch/$1/dotnet/dn.csproj"
}
openai=$(pin Version OpenAI Directory.Packages.props) &&
  anthropic=$(pin Version Anthropic Directory.Packages.props) &&
  older=$(pin VersionOverride OpenAI tests/RouterMaestro.ExtensionsAI.Tests/RouterMaestro.ExtensionsAI.Tests.csproj) &&
  copy_client dotnet "$openai" && copy_client dotnet-older "$older" || exit 1
# which returns the stream itself, not a task
sed -i 's/await \([a-z]*\.GetResponsesClient()\.CreateResponseStreamingAsync\)/\1/' "$scratch/dotnet-older/dotnet/Program.cs"

run() { # the name in the table, the protocol, the script
  local output="$kept/$1-$2.txt" model
  model=$([ "$2" = messages ] && echo messages/claude-sonnet-4-5 || echo "$2/gpt-5.1")
  EMBED_MODEL=chat/text-embedding-3-small EXPECT_AUTH=1 TMO=${TMO:-300} "$3" "$address" "$key" "$model" >"$output" 2>&1 || failed=$((failed + 1))
  echo "| $1 | $2 | $(grep -E '[0-9]+ passed|passed' "$output" | tail -n 1) |"
  grep -E '^(FAIL|SKIP|not ok)|: FAIL' "$output" | cut -c1-200
}

failed=0
echo "| Client | Provider | Result |"
echo "|---|---|---|"
for client in "${clients[@]}"; do
  for protocol in chat responses messages; do
    # what a Responses provider keeps is known to no other
    skip=$([ "$protocol" = responses ] || echo '^responses previous_response_id$')
    if [ "$client" = sdk-dotnet ]; then
      SKIP="^meai responses ${skip:+|$skip}" CLIENTS_DIR=$scratch/built run "$client" "$protocol" "$scratch/dotnet/$client.sh"
      ONLY='meai responses' CLIENTS_DIR=$scratch/built-older run "$client-openai-$older" "$protocol" "$scratch/dotnet-older/$client.sh"
    else
      SKIP=$skip run "$client" "$protocol" "$folder/run/$client.sh"
    fi
  done
done
[ "$failed" -eq 0 ]
