#!/usr/bin/env bash
# client-errors.sh [--check]: writes the tables of docs/clients.md, "Errors and ends", anew. It asks every client library and agent for each form of
# an error or end, through the published gateway in front of a provider that fails as it is asked to; it takes about ten minutes.
# With --check, as in CI, it asks for the quick forms only and compares what it sees with the page; the results go to
# artifacts/test-results/client-errors.tap, where eng/test-summary.sh counts them.
# The clients come from their registries. All traffic stays on 127.0.0.1; what was started is ended by its pid.
set -euo pipefail
export LC_ALL=C DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
cd "$(dirname "$0")/.."
check=${1:-}
results=$PWD/artifacts/test-results/client-errors.tap
rm -f "$results"
if ! eng/has-node.sh; then
  echo "SKIPPED: the clients need Node.js 20 or newer with npm" >&2
  [ "$check" = --check ] && exit 0 || exit 2
fi

folder=$PWD/artifacts/client-errors
mkdir -p "$folder/agents" "${results%/*}"
cp eng/client-errors/*.mjs eng/client-errors/package.json "$folder"
(cd "$folder" && npm install --no-audit --no-fund --loglevel=error)
echo '{"private":true}' >"$folder/agents/package.json"
(cd "$folder/agents" && npm install --no-audit --no-fund --loglevel=error @anthropic-ai/claude-code@2.1.330 @openai/codex@0.169.0
  # npm may be set not to run the scripts of packages
  cd node_modules/@anthropic-ai/claude-code && node install.cjs)

# projects outside the repository's rules, with its versions: Microsoft.Extensions.AI.OpenAI streams Responses with the older OpenAI alone
# (findings/extensions-ai-openai-responses-stream.sh)
version() { sed -n "s/.*PackageVersion Include=\"$1\" Version=\"\([^\"]*\)\".*/\1/p" Directory.Packages.props; }
older=$(sed -n 's/.*Include="OpenAI" VersionOverride="\([^"]*\)".*/\1/p' tests/RouterMaestro.ExtensionsAI.Tests/RouterMaestro.ExtensionsAI.Tests.csproj)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
publish() { # the folder, the version of OpenAI, a constant for the compiler
  mkdir "$scratch/$1"
  cp eng/client-errors/dotnet.cs "$scratch/$1"
  cat >"$scratch/$1/client-errors.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <NoWarn>\$(NoWarn);OPENAI001</NoWarn>
    <DefineConstants>\$(DefineConstants);$3</DefineConstants>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OpenAI" Version="$2" />
    <PackageReference Include="Anthropic" Version="$(version Anthropic)" />
    <PackageReference Include="Microsoft.Extensions.AI.OpenAI" Version="$(version Microsoft.Extensions.AI.OpenAI)" />
  </ItemGroup>
</Project>
XML
  dotnet publish "$scratch/$1" -o "$folder/nuget/$1" -nologo -v quiet
}
publish openai "$(version OpenAI)" ""
publish older-openai "$older" OLDER_OPENAI
dotnet publish src/RouterMaestro.Cli -c Release -o "$folder/gateway" -nologo -v quiet -p:UsePublicApi=false

run() { (cd "$folder" && TMPDIR=$scratch node run.mjs gateway/router-maestro "$folder/agents/node_modules" nuget "$@"); }
if [ "$check" = --check ]; then
  status=0
  run "$PWD/docs/clients.md" >"$results" || status=$?
  grep '^not ok\|^# ' "$results"
  exit $status
fi

run >"$scratch/tables"
awk -v tables="$scratch/tables" '
  /^<!-- written by eng\/client-errors.sh -->$/ { print; print ""; while ((getline line < tables) > 0) print line; print ""; skip = 1; next }
  /^<!-- end -->$/ { skip = 0 }
  !skip' docs/clients.md >"$scratch/page"
cp "$scratch/page" docs/clients.md
