#!/usr/bin/env bash
# Publishes a program that embeds the router (tests/RouterMaestro.TrimmedApp), trimmed and self-contained, and runs it in front of a
# simulated provider. A warning of the trimmer about Domain or Protocols fails it, and so does a response that does not arrive.
set -u
cd "$(dirname "$0")/.." || exit 1
folder=artifacts/trimmed
rm -rf "$folder"

dotnet publish tests/RouterMaestro.TrimmedApp --configuration Release --use-current-runtime --self-contained --output "$folder" \
  --nologo --verbosity quiet -consoleLoggerParameters:NoSummary || exit 1
dotnet build tests/RouterMaestro.ClientStage --nologo --verbosity quiet -consoleLoggerParameters:NoSummary || exit 1

coproc PROVIDER { exec dotnet artifacts/bin/RouterMaestro.ClientStage/debug/RouterMaestro.ClientStage.dll provider; }
pid=$PROVIDER_PID
read -r -t 120 place <&"${PROVIDER[0]}" || { echo "the simulated provider did not start"; exit 1; }
root=$(sed 's/.*"root":"\([^"]*\)".*/\1/' <<<"$place")

said=$(timeout 120 "$folder/RouterMaestro.TrimmedApp" "$root" 2>&1)
status=$?
eval "exec ${PROVIDER[1]}>&-"
wait "$pid"

expected() {
  for model in chat/one responses/one messages/one; do
    echo "$model: Hello from a simulated provider ($model)"
    echo "$model, streamed: Hello from a simulated provider ($model)"
  done
  echo "router-maestro: Hello from a simulated provider (messages/one)"
  echo "router-maestro, streamed: Hello from a simulated provider (messages/one)"
  echo "calls: 9"
}
while read -r line; do
  grep -qxF -- "$line" <<<"$said" || { echo "the trimmed program did not say '$line'"; status=1; }
done < <(expected)
grep -qE '^tokens: [1-9][0-9]*$' <<<"$said" || { echo "the trimmed program counted no tokens"; status=1; }
((status == 0)) || echo "$said"
exit $status
