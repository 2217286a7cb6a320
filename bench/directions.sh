# The part of run.sh that measures streams in all nine directions, from each protocol of callers to each of providers. Sourced, not run.
# The upstream is RouterMaestro.Benchmarks, since the harness has none for Responses; YARP forwards the same bytes to a caller of the same protocol.
# shellcheck shell=bash disable=SC2154

upstream_port=9120 proxy_port=9121
declare -A path=([chat]=chat/completions [messages]=messages [responses]=responses)
declare -A helper=()

start_helpers() {
  taskset -c 0 dotnet "$scratch/probe/RouterMaestro.Benchmarks.dll" upstream $upstream_port >"$scratch/upstream.log" 2>&1 </dev/null &
  helper[upstream]=$!
  taskset -c 1 "$BUILD/yarp/yarp" "http://127.0.0.1:$proxy_port" "http://127.0.0.1:$upstream_port" >"$scratch/proxy.log" 2>&1 </dev/null &
  helper[proxy]=$!
  sleep 3
}

stop_helpers() {
  local name
  for name in "${!helper[@]}"; do
    kill "${helper[$name]}" 2>/dev/null || true
    wait "${helper[$name]}" 2>/dev/null || true
  done
  helper=()
}

# ask CALLER MODEL: a request of about 1 KiB
ask() {
  local words
  words=$(printf 'The build failed on the third step; please read the log and say why. %.0s' 1 2 3 4 5 6 7 8 9 10 11 12)
  case $1 in
    chat) printf '{"model":"%s","stream":true,"stream_options":{"include_usage":true},"max_tokens":1024,"messages":[{"role":"user","content":"%s"}]}' "$2" "$words" ;;
    messages) printf '{"model":"%s","stream":true,"max_tokens":1024,"messages":[{"role":"user","content":"%s"}]}' "$2" "$words" ;;
    responses) printf '{"model":"%s","stream":true,"max_output_tokens":1024,"input":[{"role":"user","content":"%s"}]}' "$2" "$words" ;;
  esac >"$scratch/ask"
}

# measure REPEAT TARGET SCENARIO PID URL: CPU for 1,000 pieces that the upstream sent
measure() {
  local load before after streams
  load=(taskset -c 0 ./sload -s -u "$5" -b "$scratch/ask" -H "Authorization: Bearer $key" -c 8)
  [ "$1" -gt 1 ] || "${load[@]}" -n 1500 -t 6 >"$scratch/warm" 2>&1 || true
  before=$(ticks "$4")
  streams=$("${load[@]}" -n 100000 -t "$seconds" 2>"$scratch/load.err" | sed 's/.*\bok=\([0-9]*\) bad=0.*/\1/')
  after=$(ticks "$4")
  [[ $streams =~ ^[0-9]+$ ]] || { echo "$2, $3: $streams $(cat "$scratch/load.err")" >&2; return 1; }
  printf '%s\t%s\t%s\tcpu_s_1000chunks=%s\n' "$1" "$2" "$3" "$(awk -v t=$((after - before)) -v n="$streams" 'BEGIN { printf "%.5f", t / 100 * 1000 / (n * 200) }')"
}

directions() {
  local repeat caller provider
  start_helpers
  for repeat in $(seq "$repeats"); do
    for provider in chat messages responses; do
      ask $provider m
      measure "$repeat" yarp "to-$provider" "${helper[proxy]}" "http://127.0.0.1:$proxy_port/v1/${path[$provider]}"
      for caller in chat messages responses; do
        ask $caller "to-$provider/m"
        measure "$repeat" router-maestro "$caller-to-$provider" "$gateway" "$address/v1/${path[$caller]}"
      done
    done
  done
  stop_helpers
}
