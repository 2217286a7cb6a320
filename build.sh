#!/usr/bin/env bash
# Restores, builds, packs, checks the format, runs the README's commands (demo and tests) and the clients in
# JavaScript. Says at the end what failed.
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

# the format is checked while packing, since each of them keeps one core busy; the tests, which measure time, then have the machine alone
dotnet format --no-restore --verify-no-changes >artifacts/format.log 2>&1 </dev/null &
format=$!
step dotnet pack --no-restore --configuration Release
echo "== dotnet format --no-restore --verify-no-changes"
wait "$format" || failed+=("dotnet format --no-restore --verify-no-changes")
cat artifacts/format.log
step eng/check-readme.sh
step eng/npm-sdks.sh
finish
