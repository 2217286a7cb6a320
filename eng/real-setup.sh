#!/usr/bin/env bash
# real-setup.sh [-c folder] [-k folder]
# Sets up the real Claude Code, Codex, opencode and GitHub Copilot CLI with 'router-maestro config', lets each answer once in front of a scripted
# provider, undoes the setup and compares the bytes, and runs each once more with 'router-maestro run'.
# Not a part of CI: it installs the clients from their registries, and takes about two minutes.
#   -c folder  the scripted provider's folder, ../shared/clients by default
#   -k folder  where the clients are installed and kept; a temporary folder by default
# All traffic stays on 127.0.0.1; what was started is ended by its pid.
set -uo pipefail
export LC_ALL=C DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

root=$(cd "$(dirname "$0")/.." && pwd)
folder=$root/../shared/clients kept=
while getopts c:k:h option; do
  case $option in c) folder=$OPTARG ;; k) kept=$OPTARG ;; *) sed -n 's/^# \{0,1\}//p' "$0"; exit 2 ;; esac
done
folder=$(cd "$folder" && pwd) || { echo "There is no scripted provider; name its folder." >&2; exit 2; }

scratch=$(mktemp -d)
clients=${kept:-$scratch/clients}
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; done
  rm -rf "$scratch"
}
trap finish EXIT

mkdir -p "$clients" "$scratch/home/.config/router-maestro" "$scratch/work"
# npm may skip the scripts that fetch the programs from the packages beside
(cd "$clients" && npm install --no-audit --no-fund --prefix . @anthropic-ai/claude-code@2.1.330 @openai/codex@0.169.0 opencode-ai@1.18.33 @github/copilot@1.0.102 &&
  node node_modules/@anthropic-ai/claude-code/install.cjs && node node_modules/opencode-ai/postinstall.mjs) >"$scratch/install.log" 2>&1 || { tail "$scratch/install.log"; exit 1; }
node "$folder/mock/mock.mjs" --port 0 --portfile "$scratch/port" >"$scratch/provider.log" 2>&1 </dev/null &
pids+=($!)
dotnet publish "$root/src/RouterMaestro.Cli" -c Release -o "$scratch/gateway" -nologo -v quiet -p:UsePublicApi=false || exit 1
for _ in $(seq 100); do [ -s "$scratch/port" ] && break; sleep 0.1; done
provider=http://127.0.0.1:$(cat "$scratch/port") || exit 1

cat >"$scratch/home/.config/router-maestro/providers.json" <<JSON
{
  "providers": {
    "chat": { "type": "openai-compatible", "baseURL": "$provider/v1", "models": { "gpt-5.1": {} } },
    "responses": { "type": "openai-compatible", "baseURL": "$provider/v1", "models": { "gpt-5.1": {} }, "options": { "protocols": ["responses"] } }
  }
}
JSON

# a shell of its own user, who has nothing but the programs
own() {
  (cd "$scratch/work" && env -i PATH="$scratch/gateway:$clients/node_modules/.bin:$PATH" HOME="$scratch/home" TMPDIR="$scratch" LANG=C.UTF-8 TERM=dumb \
    NO_COLOR=1 DISABLE_AUTOUPDATER=1 COPILOT_AUTO_UPDATE=false OPENCODE_DISABLE_AUTOUPDATE=1 timeout 120 bash -c "$1" </dev/null 2>&1)
}
own 'router-maestro server start --port 0' >"$scratch/gateway.log" &
pids+=($!)
for _ in $(seq 200); do [ -s "$scratch/home/.local/share/router-maestro/server.json" ] && break; sleep 0.1; done
git -C "$scratch/work" init -q

failed=0
check() { # the name, the pattern, the output
  if grep -qE -- "$2" <<<"$3"; then echo "| $1 | passed |"; else echo "| $1 | FAILED |"; echo "$3" | tail -n 20; failed=$((failed + 1)); fi
}
try() { # the client, its file, its model, a rich file, what asks it once, the same as arguments
  local file=$scratch/home/$2
  mkdir -p "$(dirname "$file")" "$scratch/dotfiles"
  printf '%b' "$4" >"$scratch/dotfiles/$1"
  cp "$scratch/dotfiles/$1" "$scratch/$1.before"
  ln -sf "$scratch/dotfiles/$1" "$file"
  check "$1: config" 'is set up in' "$(own "router-maestro config $1 --level user --model $3 --yes --check")"
  check "$1: answers" 'MOCK-TEXT model=gpt-5.1' "$(own "$5")"
  check "$1: undo" 'is as it was before' "$(own "router-maestro config undo $1")"
  check "$1: same bytes, same link" '^same$' "$(cmp "$scratch/$1.before" "$scratch/dotfiles/$1" && [ -L "$file" ] && echo same)"
  rm "$file"
  check "$1: run" 'MOCK-TEXT model=gpt-5.1' "$(own "router-maestro run --model $3 $1 $6")"
  check "$1: run writes nothing" '^none$' "$([ -e "$file" ] || echo none)"
}

echo "| Step | Result |"
echo "|---|---|"
try claude-code .claude/settings.json chat/gpt-5.1 '{\r\n\t"permissions": { "allow": [ ] },\r\n\t"env": {"FOO": "1"}\r\n}' 'claude -p MOCK_PLAIN' '-p MOCK_PLAIN'
try codex .codex/config.toml responses/gpt-5.1 '# mine\nmodel = "x" # old\n\n[tools]\nweb_search = false' 'codex exec MOCK_PLAIN' 'exec MOCK_PLAIN'
try opencode .config/opencode/opencode.jsonc chat/gpt-5.1 '{\n  // mine\n  "share": "disabled",\n}\n' 'opencode run MOCK_PLAIN' 'run MOCK_PLAIN'
try copilot-cli .copilot/router-maestro.env chat/gpt-5.1 '# mine\nFOO=1\n' '. ~/.copilot/router-maestro.env; copilot -p MOCK_PLAIN' '-p MOCK_PLAIN'
[ "$failed" -eq 0 ]
