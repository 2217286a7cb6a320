#!/usr/bin/env bash
# client-errors.sh: writes the tables of docs/clients.md, "Errors and ends", anew. It asks every client library and agent for each form of an error
# or end, through the published gateway in front of a provider that fails as it is asked to. Not a part of CI: it installs the clients from their
# registries, and takes about ten minutes. All traffic stays on 127.0.0.1; what was started is ended by its pid.
set -euo pipefail
export LC_ALL=C DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
cd "$(dirname "$0")/.."
eng/has-node.sh || { echo "The clients need Node.js 20 or newer with npm." >&2; exit 2; }

folder=$PWD/artifacts/client-errors
mkdir -p "$folder/agents" "$folder/dotnet"
cp eng/client-errors/*.mjs eng/client-errors/package.json "$folder"
(cd "$folder" && npm install --no-audit --no-fund --loglevel=error)
echo '{"private":true}' >"$folder/agents/package.json"
(cd "$folder/agents" && npm install --no-audit --no-fund --loglevel=error @anthropic-ai/claude-code@2.1.330 @openai/codex@0.169.0
  # npm may be set not to run the scripts of packages
  cd node_modules/@anthropic-ai/claude-code && node install.cjs)

# a project outside the repository's rules, with its versions
version() { sed -n "s/.*PackageVersion Include=\"$1\" Version=\"\([^\"]*\)\".*/\1/p" Directory.Packages.props; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp eng/client-errors/dotnet.cs "$scratch"
cat >"$scratch/client-errors.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OpenAI" Version="$(version OpenAI)" />
    <PackageReference Include="Anthropic" Version="$(version Anthropic)" />
    <PackageReference Include="Microsoft.Extensions.AI.OpenAI" Version="$(version Microsoft.Extensions.AI.OpenAI)" />
  </ItemGroup>
</Project>
XML
dotnet publish "$scratch" -o "$folder/dotnet" -nologo -v quiet
dotnet publish src/RouterMaestro.Cli -c Release -o "$folder/gateway" -nologo -v quiet -p:UsePublicApi=false

(cd "$folder" && node run.mjs gateway/router-maestro "$folder/agents/node_modules" dotnet/client-errors) >"$scratch/tables"
awk -v tables="$scratch/tables" '
  /^<!-- written by eng\/client-errors.sh -->$/ { print; print ""; while ((getline line < tables) > 0) print line; print ""; skip = 1; next }
  /^<!-- end -->$/ { skip = 0 }
  !skip' docs/clients.md >"$scratch/page"
cp "$scratch/page" docs/clients.md
