#!/usr/bin/env bash
# real-loops.sh [-k folder] [-o folder]
# Lets real agents and SDKs go through ten turns of tools, through the gateway, in front of simulated providers that refuse what OpenAI, Anthropic, a server of
# strings and a server with a chat template like Qwen's refuse, and prints a table. A refused request fails the loop.
# Not a part of CI: it installs the clients from their registries, and takes about two minutes.
#   -k folder  where the clients are installed and kept; a temporary folder by default
#   -o folder  where the output is kept; a temporary folder by default
# All traffic stays on 127.0.0.1; what was started is ended by its pid.
set -uo pipefail
export LC_ALL=C DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

root=$(cd "$(dirname "$0")/.." && pwd)
kept='' output=''
while getopts k:o:h option; do
  case $option in k) kept=$OPTARG ;; o) output=$OPTARG ;; *) sed -n 's/^# \{0,1\}//p' "$0"; exit 2 ;; esac
done

scratch=$(mktemp -d)
clients=${kept:-$scratch/clients} output=${output:-$scratch/output}
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; done
  rm -rf "$scratch"
}
trap finish EXIT

mkdir -p "$clients" "$output" "$scratch/home/.config/router-maestro" "$scratch/home/.codex" "$scratch/home/.config/opencode" "$scratch/work"
# npm may skip the scripts that fetch the programs from the packages beside
(cd "$clients" && npm install --no-audit --no-fund --prefix . @anthropic-ai/claude-code@2.1.330 @openai/codex@0.169.0 opencode-ai@1.18.33 openai@7.57.0 @anthropic-ai/sdk@1.12.0 &&
  node node_modules/@anthropic-ai/claude-code/install.cjs && node node_modules/opencode-ai/postinstall.mjs) >"$output/install.log" 2>&1 || { tail "$output/install.log"; exit 1; }
cp "$root/eng/real-loops/loop.mjs" "$clients/loop.mjs"
dotnet build "$root/tests/RouterMaestro.ClientStage" -nologo -v quiet -p:UsePublicApi=false >"$output/build.log" || { cat "$output/build.log"; exit 1; }
dotnet publish "$root/src/RouterMaestro.Cli" -c Release -o "$scratch/gateway" -nologo -v quiet -p:UsePublicApi=false >"$output/build.log" || { cat "$output/build.log"; exit 1; }

coproc PROVIDERS { exec dotnet "$root/artifacts/bin/RouterMaestro.ClientStage/debug/RouterMaestro.ClientStage.dll" loops; }
read -r -t 60 place <&"${PROVIDERS[0]}" || { echo "The providers did not start." >&2; exit 1; }
address() { sed "s/.*\"$1\":\"\([^\"]*\)\/\".*/\1/" <<<"$place"; }

key=sk-rm-loops
cat >"$scratch/home/.config/router-maestro/providers.json" <<JSON
{
  "providers": {
    "chat": { "type": "openai-compatible", "baseURL": "$(address vendor)/v1", "models": { "gpt-5.1": {} }, "options": { "content": "parts", "system": "anywhere", "developer_role": true } },
    "responses": { "type": "openai-compatible", "baseURL": "$(address vendor)/v1", "models": { "gpt-5.1": {} }, "options": { "protocols": ["responses"] } },
    "messages": { "type": "anthropic-compatible", "baseURL": "$(address vendor)", "models": { "claude-opus-5-5": {} } },
    "strings": { "type": "openai-compatible", "baseURL": "$(address strings)/v1", "models": { "qwen3-coder": {} }, "options": { "messages": "simple" } },
    "template": { "type": "openai-compatible", "baseURL": "$(address template)/v1", "models": { "qwen3-coder": {} }, "options": { "messages": "simple" } }
  }
}
JSON
limit=1800
own() { # a command in the home of a user who has nothing but the programs
  (cd "$scratch/work" && env -i PATH="$scratch/gateway:$clients/node_modules/.bin:$PATH" HOME="$scratch/home" TMPDIR="$scratch" LANG=C.UTF-8 TERM=dumb NO_COLOR=1 \
    ROUTER_MAESTRO_API_KEY=$key DISABLE_AUTOUPDATER=1 CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 OPENCODE_DISABLE_AUTOUPDATE=1 timeout "$limit" "$@" </dev/null)
}
own router-maestro server start --port 0 >"$output/gateway.log" 2>&1 &
pids+=($!)
for _ in $(seq 200); do [ -s "$scratch/home/.local/share/router-maestro/server.json" ] && break; sleep 0.1; done
gateway=$(sed -n 's/.*"address": *"\([^"]*\)".*/\1/p' "$scratch/home/.local/share/router-maestro/server.json" | sed 's|/*$||')
[ -n "$gateway" ] || { cat "$output/gateway.log" "$scratch/home/.local/share/router-maestro/server.json" >&2; exit 1; }
git -C "$scratch/work" init -q
limit=60

claude-code() { own env ANTHROPIC_BASE_URL="$gateway" ANTHROPIC_AUTH_TOKEN=$key ANTHROPIC_MODEL="$1" ANTHROPIC_DEFAULT_HAIKU_MODEL="$1" claude -p "Take ten steps" --allowedTools Bash; }
codex() {
  cat >"$scratch/home/.codex/config.toml" <<TOML
model = "$1"
model_provider = "gateway"
approval_policy = "never"
sandbox_mode = "danger-full-access"
check_for_update_on_startup = false
[model_providers.gateway]
name = "gateway"
base_url = "$gateway/v1"
env_key = "ROUTER_MAESTRO_API_KEY"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
TOML
  own codex exec --skip-git-repo-check "Take ten steps"
}
opencode() {
  cat >"$scratch/home/.config/opencode/opencode.json" <<JSON
{ "share": "disabled", "autoupdate": false, "permission": { "bash": "allow" }, "provider": { "gateway": { "npm": "@ai-sdk/openai-compatible", "name": "Gateway",
  "options": { "baseURL": "$gateway/v1", "apiKey": "$key" }, "models": { "$1": { "name": "$1", "tool_call": true } } } } }
JSON
  own opencode run -m "gateway/$1" "Take ten steps"
}
sdk-chat() { own node "$clients/loop.mjs" chat "$gateway" $key "$1"; }
sdk-responses() { own node "$clients/loop.mjs" responses "$gateway" $key "$1"; }
sdk-messages() { own node "$clients/loop.mjs" messages "$gateway" $key "$1"; }

failed=0
echo "| Client | OpenAI Chat | OpenAI Responses | Anthropic | strings | template |"
echo "|---|---|---|---|---|---|"
for client in claude-code codex opencode sdk-chat sdk-responses sdk-messages; do
  row="| $client |"
  for model in chat/gpt-5.1 responses/gpt-5.1 messages/claude-opus-5-5 strings/qwen3-coder template/qwen3-coder; do
    file=$output/$client-${model%%/*}.txt
    before=$(wc -l <"$output/gateway.log")
    $client $model >"$file" 2>&1
    tail -n "+$((before + 1))" "$output/gateway.log" >"$file.log"
    if ! grep -qE 'All 1[0-9] turns are done' "$file"; then row+=" FAILED |"; failed=$((failed + 1))
    elif grep -qE 'status=4|attempts=[2-9]' "$file.log"; then row+=" refused |"; failed=$((failed + 1))
    else row+=" passed |"; fi
  done
  echo "$row"
done
[ "$failed" -eq 0 ] || { echo "The output is in $output"; [ "$output" = "$scratch/output" ] && cp -r "$output" "${TMPDIR:-/tmp}/real-loops"; exit 1; }
