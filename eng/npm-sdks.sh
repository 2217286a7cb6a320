#!/usr/bin/env bash
# npm-sdks.sh [TEST]: runs the clients in JavaScript (tests/clients) against the gateway. What they need is installed under
# artifacts; the results go to artifacts/test-results/npm-sdks.tap, where eng/test-summary.sh counts them.
set -u
cd "$(dirname "$0")/.." || exit 1
folder=artifacts/npm-sdks
results=artifacts/test-results/npm-sdks.tap
rm -f "$results"

if ! eng/has-node.sh; then
  echo "SKIPPED: the clients in JavaScript need Node.js 20 or newer with npm"
  exit 0
fi

mkdir -p "$folder" "${results%/*}"
rm -f "$folder"/*.mjs
cp tests/clients/*.mjs tests/clients/package.json "$folder" || exit 1
if ! cmp -s tests/clients/package-lock.json "$folder/package-lock.json" || [ ! -d "$folder/node_modules" ]; then
  cp tests/clients/package-lock.json "$folder" || exit 1
  if ! (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error); then
    rm -f "$folder/package-lock.json"
    echo "npm could not install what the clients in JavaScript need"
    exit 1
  fi
fi

# the gateway serves until its input is closed
dotnet build tests/RouterMaestro.ClientStage --nologo --verbosity quiet -consoleLoggerParameters:NoSummary || exit 1
coproc STAGE { exec dotnet artifacts/bin/RouterMaestro.ClientStage/debug/RouterMaestro.ClientStage.dll; }
if ! read -r -t 120 ROUTER_MAESTRO_STAGE <&"${STAGE[0]}"; then
  echo "the gateway did not start"
  exit 1
fi

export ROUTER_MAESTRO_STAGE
node --test --test-timeout=120000 --test-reporter=dot --test-reporter-destination=stdout \
  --test-reporter=tap --test-reporter-destination="$results" "$folder"/${1:-*}.test.mjs
status=$?
echo
grep '^# \(pass\|fail\|cancelled\|skipped\) ' "$results"
eval "exec ${STAGE[1]}>&-"
wait "$STAGE_PID"
exit $status
