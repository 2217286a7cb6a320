#!/usr/bin/env bash
# Runs the commands of the README's quick start as they are written there, and checks that its other commands are well formed.
set -u
cd "$(dirname "$0")/.." || exit 1

# blocks LANGUAGE [SECTION]: prints what stands in the fenced blocks of a language
blocks() {
  awk -v fence="\`\`\`$1" -v section="${2-}" '
    /^## / { inside = section == "" || $0 == "## " section }
    /^```/ { open = !open && inside && $0 == fence; next }
    open' README.md
}

status=0
mapfile -t commands < <(blocks bash "Quick start" | grep -v '^ *\(#.*\)\?$')
for needed in 'dotnet run --project src/RouterMaestro.Cli -- demo' 'dotnet test'; do
  printf '%s\n' "${commands[@]}" | grep -qxF -- "$needed" || { echo "README.md: the quick start lacks '$needed'"; status=1; }
done

for command in "${commands[@]}"; do
  echo "== README.md: $command"
  bash -c "$command" </dev/null || { echo "README.md: '$command' failed"; status=1; }
done

blocks sh | bash -n || { echo "README.md: a command is malformed"; status=1; }
exit $status
