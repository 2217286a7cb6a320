#!/usr/bin/env bash
# test-summary.sh FOLDER: checks the result files of all test projects (.trx), of the clients in JavaScript and of what clients do with
# errors (.tap), names what failed, and sums up in the last line.
set -u
export LC_ALL=C
results=$1
cd "$(dirname "$0")/.." || exit 1

outcomes() { cat "$@" 2>/dev/null | grep -o '<UnitTestResult [^>]*outcome="[A-Za-z]*"' | sed 's/.*outcome="//; s/"$//'; }
count() { outcomes "$results"/*.trx | grep -c "$@"; }
tapped() { # the sum of the last counts of the files
  local file
  for file in "${@:2}"; do grep "^# $1 " "$file" | tail -n 1; done 2>/dev/null | awk '{ sum += $3 } END { print sum + 0 }'
}
taps=("$results"/*.tap)

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

if eng/has-node.sh; then
  for name in npm-sdks client-errors; do
    if (($(tapped pass "$results/$name.tap") == 0)); then
      echo "FAILED: no client of eng/$name.sh was run"
      status=1
    fi
  done
fi

passed=$(($(count -x Passed) + $(tapped pass "${taps[@]}")))
skipped=$(($(count -x NotExecuted) + $(tapped skipped "${taps[@]}")))
failed=$(($(count -vx -e Passed -e NotExecuted) + $(tapped fail "${taps[@]}") + $(tapped cancelled "${taps[@]}")))
if ((failed > 0)); then
  status=1
  eng/failed-tests.sh "$results"
  sed -n '/^ *not ok .*# SKIP/d; s/^ *not ok [0-9]* - /FAILED: /p' "${taps[@]}" 2>/dev/null
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
