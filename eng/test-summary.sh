#!/usr/bin/env bash
# test-summary.sh FOLDER: checks the result files of all test projects (.trx) and of the clients in JavaScript (.tap), names what
# failed, and sums up in the last line.
set -u
export LC_ALL=C
results=$1
cd "$(dirname "$0")/.." || exit 1

outcomes() { cat "$@" 2>/dev/null | grep -o '<UnitTestResult [^>]*outcome="[A-Za-z]*"' | sed 's/.*outcome="//; s/"$//'; }
count() { outcomes "$results"/*.trx | grep -c "$@"; }
tapped() { awk -v name="$1" '/^# / && $2 == name { count = $3 } END { print count + 0 }' "$results/npm-sdks.tap" 2>/dev/null || echo 0; }

status=0
for project in tests/*.Tests; do
  name=${project#tests/}
  if ! outcomes "$results/$name.trx" | grep -qv '^NotExecuted$'; then
    echo "FAILED: $name ran no test"
    status=1
  fi
done

if [ -d "${ROUTERMAESTRO_TEST_DATA:-../shared/data}" ]; then
  if grep -l 'no recorded data' "$results"/*.trx 2>/dev/null; then
    echo "FAILED: tests skipped the recorded data, which is there"
    status=1
  fi
fi

if eng/has-node.sh && (($(tapped pass) == 0)); then
  echo "FAILED: no client in JavaScript was run"
  status=1
fi

passed=$(($(count -x Passed) + $(tapped pass)))
skipped=$(($(count -x NotExecuted) + $(tapped skipped)))
failed=$(($(count -vx -e Passed -e NotExecuted) + $(tapped fail) + $(tapped cancelled)))
if ((failed > 0)); then
  status=1
  eng/failed-tests.sh "$results"
  sed -n '/^ *not ok .*# SKIP/d; s/^ *not ok [0-9]* - /FAILED: /p' "$results/npm-sdks.tap" 2>/dev/null
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
