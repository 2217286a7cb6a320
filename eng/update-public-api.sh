#!/usr/bin/env bash
# Writes the public surface of each package into its PublicAPI.Unshipped.txt: all that its PublicAPI.Shipped.txt doesn't list.
set -eu
export LC_ALL=C DOTNET_CLI_UI_LANGUAGE=en
cd "$(dirname "$0")/.."

mapfile -t projects < <(grep -l 'Pack\.props' src/*/*.csproj | xargs grep -L '<PackAsTool>')
for project in "${projects[@]}"; do
  folder=$(dirname "$project")
  [ -f "$folder/PublicAPI.Shipped.txt" ] || echo '#nullable enable' >"$folder/PublicAPI.Shipped.txt"
  echo '#nullable enable' >"$folder/PublicAPI.Unshipped.txt"
done

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in src/RouterMaestro/RouterMaestro.csproj src/RouterMaestro.Testing/RouterMaestro.Testing.csproj; do
  dotnet build "$project" --no-incremental -nologo -v quiet -p:UsePublicApi=true -p:TreatWarningsAsErrors=false </dev/null >>"$log" 2>&1 ||
    { grep ' error ' "$log" | sort -u | head -n 20; exit 1; }
done

# the analyzer names each undeclared symbol just as the file wants it, and then the project
for project in "${projects[@]}"; do
  file=$(dirname "$project")/PublicAPI.Unshipped.txt
  { grep -F "/$project]" "$log" || true; } |
    sed -n "s/.* RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | sort -u >>"$file"
  echo "$file: $(($(wc -l <"$file") - 1)) symbols"
done
