#!/usr/bin/env bash
# Runs the README's commands as they are written there: the blocks marked bash one after the other, and those marked sh, which start a
# gateway and call it, in front of a simulated provider and with a home of their own.
set -u
cd "$(dirname "$0")/.." || exit 1

# blocks LANGUAGE: prints what stands in the fenced blocks of a language
blocks() {
  awk -v fence="\`\`\`$1" '/^```/ { open = !open && $0 == fence; next } open' README.md
}

status=0
fail() { echo "README.md: $*"; status=1; }

for needed in 'dotnet run --project src/RouterMaestro.Cli -- demo' 'dotnet test' 'artifacts/tools/router-maestro server start --port 8080'; do
  { blocks bash; blocks sh; } | grep -qxF -- "$needed" || fail "it lacks '$needed'"
done

rm -rf artifacts/tools
mapfile -t commands < <(blocks bash | grep -v '^ *\(#.*\)\?$')
for command in "${commands[@]}"; do
  echo "== README.md: $command"
  bash -c "$command" </dev/null || fail "'$command' failed"
done

dotnet build tests/RouterMaestro.ClientStage --nologo --verbosity quiet -consoleLoggerParameters:NoSummary || exit 1
home=$(mktemp -d)
gateway=
finish() {
  [ -z "$gateway" ] || { kill "$gateway" && wait "$gateway"; } 2>/dev/null
  rm -rf "$home"
}
trap finish EXIT
coproc PROVIDER { exec dotnet artifacts/bin/RouterMaestro.ClientStage/debug/RouterMaestro.ClientStage.dll provider; }
read -r -t 120 place <&"${PROVIDER[0]}" || { fail "the simulated provider did not start"; exit 1; }
address() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/" <<<"$place"; }

export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data OPENAI_API_KEY=simulated ANTHROPIC_API_KEY=simulated
ROUTER_MAESTRO_OPENAI_BASE_URL=$(address v1) ROUTER_MAESTRO_ANTHROPIC_BASE_URL=$(address root)
export ROUTER_MAESTRO_OPENAI_BASE_URL ROUTER_MAESTRO_ANTHROPIC_BASE_URL

script=$(blocks sh)
start=$(grep 'server start' <<<"$script")
echo "== README.md: $start"
bash -c "exec $start" >"$home/log" 2>&1 </dev/null &
gateway=$!
for ((i = 0; i < 150; i++)); do
  if curl -sf -o "$home/health" http://localhost:8080/health; then break; fi
  sleep 0.2
done
calls=$(grep -v 'server start' <<<"$script")
echo "$calls" | sed 's/^/== README.md: /'
said=$(set -o pipefail; bash -euc "${calls//curl /curl -sS --fail-with-body }" 2>&1) || fail "a call failed: $said; $(tail -n 5 "$home/log")"
[ "$(grep -o 'Hello' <<<"$said" | wc -l)" -ge 2 ] || fail "the calls did not reach the provider: $said"
exit $status
