#!/usr/bin/env bash
# failed-tests.sh FOLDER: the failed tests in the result files (.trx) of a folder, each with the first lines of its message.
set -u
for file in "$1"/*.trx; do
  awk '
    /<UnitTestResult / { failed = /outcome="Failed"/; if (failed) { name = $0; sub(/.*testName="/, "", name); sub(/".*/, "", name); print "FAILED: " name; left = 6 } }
    /<Message>/ { message = failed }
    message && left > 0 { line = $0; gsub(/<[^>]*>/, "", line); print "    " line; left-- }
    /<\/Message>/ { message = 0 }
  ' "$file" | sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#xD;//g; s/&amp;/\&/g' | cut -c1-400
done
