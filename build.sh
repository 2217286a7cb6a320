#!/usr/bin/env bash
# Restores, builds, checks the format, runs the README's commands (demo and tests), the clients in
# JavaScript, agents and a trimmed program, and packs. Says at the end what failed.
set -u
cd "$(dirname "$0")" || exit 1

failed=()
step() {
  echo "== $*"
  "$@" </dev/null || failed+=("$*")
}
finish() {
  for name in "${failed[@]}"; do echo "FAILED: $name"; done
  exit $((${#failed[@]} > 0))
}

step dotnet restore
step dotnet build --no-restore
if ((${#failed[@]} > 0)); then finish; fi

# style and naming are errors of the build already, and the order of using directives is a test
step dotnet format whitespace --no-restore --verify-no-changes
step eng/check-readme.sh
step eng/npm-sdks.sh
step eng/client-errors.sh --check
step eng/check-trimming.sh
step dotnet pack --no-restore --configuration Release
finish
