#!/usr/bin/env bash
# Builds what a release ships, below artifacts/: the program as one file for each runtime, which needs no .NET on its machine, and the
# packages of the dotnet tool. Usage: eng/publish.sh [RUNTIME...]
set -euo pipefail
cd "$(dirname "$0")/.."
runtimes=("$@")
[ ${#runtimes[@]} -gt 0 ] || runtimes=(linux-x64 linux-arm64 osx-arm64 win-x64)
for runtime in "${runtimes[@]}"; do
  folder="artifacts/programs/$runtime"
  rm -rf "$folder"
  dotnet publish src/RouterMaestro.Cli --configuration Release --runtime "$runtime" --self-contained \
    -p:PublishSingleFile=true -p:DebugType=none -p:PublishDocumentationFiles=false --output "$folder" --nologo --verbosity quiet
  du -h "$folder"/router-maestro*
done
dotnet pack src/RouterMaestro.Cli --configuration Release -p:ToolRuntimes="$(IFS=+; echo "${runtimes[*]}")" --nologo --verbosity quiet
ls -sh artifacts/package/release/RouterMaestro.Cli*.nupkg
