#!/usr/bin/env bash
# test-summary.sh FOLDER: checks the result files (.trx) of all test projects, names what failed, and sums up in the last line.
set -u
export LC_ALL=C
results=$1
cd "$(dirname "$0")/.." || exit 1

outcomes() { cat "$@" 2>/dev/null | grep -o '<UnitTestResult [^>]*outcome="[A-Za-z]*"' | sed 's/.*outcome="//; s/"$//'; }
count() { outcomes "$results"/*.trx | grep -c "$@"; }

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

passed=$(count -x Passed)
skipped=$(count -x NotExecuted)
failed=$(count -vx -e Passed -e NotExecuted)
if ((failed > 0)); then
  status=1
  eng/failed-tests.sh "$results"
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
