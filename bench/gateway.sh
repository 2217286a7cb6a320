# The parts of run.sh that know the gateway: building, settings, start, cold start and allocations. Sourced, not run.
# shellcheck shell=bash disable=SC2154

port=9110
address=http://127.0.0.1:$port
key=sk-rm-bench
fast=mock-c200-g0-l0-s1024 slow=mock-c200-g10-l0-s1024

build() {
  (cd "$scratch/harness" && ./baselines.sh build)
  # the check of the declared public surface is CI's, and changes nothing in what is built
  dotnet publish "$root/src/RouterMaestro.Cli" -c Release -o "$scratch/gateway" -nologo -v quiet -p:UsePublicApi=false
  dotnet publish "$root/bench/RouterMaestro.Benchmarks" -c Release -o "$scratch/probe" -nologo -v quiet -p:UsePublicApi=false
}

# the harness's simulated provider, whose models are the two that the harness asks for, and our own in each dialect
write_settings() {
  mkdir -p "$scratch/config/router-maestro"
  cat >"$scratch/config/router-maestro/providers.json" <<JSON
{
  "providers": {
    "oai": {
      "type": "openai-compatible",
      "baseURL": "http://127.0.0.1:9100/v1",
      "models": { "$fast": {}, "$slow": {} },
      "options": { "allow_unauthenticated": true }
    },
    "to-chat": { "type": "openai-compatible", "baseURL": "http://127.0.0.1:9120/v1", "models": { "m": {} } },
    "to-responses": {
      "type": "openai-compatible", "baseURL": "http://127.0.0.1:9120/v1", "models": { "m": {} }, "options": { "protocols": ["responses"] }
    },
    "to-messages": { "type": "anthropic-compatible", "baseURL": "http://127.0.0.1:9120", "models": { "m": {} } }
  }
}
JSON
  command=(env XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" ROUTER_MAESTRO_API_KEY="$key"
    "$scratch/gateway/router-maestro" server start --port "$port" --log-level WARNING)
}

# start_gateway [NAME=VALUE ...]: on core 1, as the harness runs its baselines
start_gateway() {
  env "$@" taskset -c 1 "${command[@]}" >"$scratch/gateway.log" 2>&1 </dev/null &
  gateway=$!
  local i
  for i in $(seq 200); do
    curl -sf -m 1 -o "$scratch/health" "$address/health" && return
    kill -0 "$gateway" 2>/dev/null || break
    sleep 0.05
  done
  echo "The gateway did not start:" >&2
  cat "$scratch/gateway.log" >&2
  return 1
}

cold_start() {
  ./coldstart.sh targets.txt router-maestro -n "$repeats" -- "${command[@]}"
  kill "$(cat "$RUN/yarp.pid")"
  sleep 1
  ./coldstart.sh targets.txt yarp -n "$repeats" -- "$BUILD/yarp/yarp" http://127.0.0.1:9112 http://127.0.0.1:9100
}

# allocated: the bytes that the gateway has allocated since its start, which its probe writes when told to
allocated() {
  rm -f "$scratch/allocated"
  kill -CONT "$gateway"
  local i
  for i in $(seq 100); do
    [ -s "$scratch/allocated" ] && { cat "$scratch/allocated"; return; }
    sleep 0.05
  done
  echo "The probe does not answer." >&2
  return 1
}

request() { sed "s|@MODEL@|oai/$2|; s|@SPEC@|$2|" "bodies/$1.json" >"$scratch/body"; }

# count SCENARIO UNIT COMMAND...: bytes allocated per unit (n: requests, events: chunks) that the load counts
count() {
  local scenario=$1 unit=$2 before after load
  shift 2
  # code that is not compiled for good yet allocates more
  for _ in 1 2 3; do "$@" >"$scratch/warm"; done
  before=$(allocated)
  load=$("$@")
  sleep 1
  after=$(allocated)
  printf '1\trouter-maestro\t%s\tbytes=%s\n' "$scenario" \
    "$(awk -v all=$((after - before)) -v n="$(sed "s/.*\b$unit=\([0-9]*\).*/\1/" <<<"$load")" 'BEGIN { printf "%.0f", all / n }')"
}

requests() {
  BODY=$scratch/body HDRS="Authorization: Bearer $key" taskset -c 0 wrk -t1 -c32 -d"$seconds"s -s wrk.lua "$address/v1/$1" | grep -a '^WRK'
}

streams() {
  taskset -c 0 ./sload -s -u "$address/v1/$1" -b "$scratch/body" -H "Authorization: Bearer $key" "${@:2}" 2>"$scratch/load.err"
}

allocations() {
  request openai-1k $fast && count alloc_1k n requests chat/completions
  request openai-50k $fast && count alloc_50k n requests chat/completions
  request anthropic-1k $fast && count alloc_msg1k n requests messages
  request anthropic-50k $fast && count alloc_msg50k n requests messages
  request openai-1k-stream $fast && count alloc_stream events streams chat/completions -c 8 -n 100000 -t "$seconds"
  request anthropic-1k-stream $fast && count alloc_msgstream events streams messages -c 8 -n 100000 -t "$seconds"
  request openai-1k-stream $slow && count alloc_gaps events streams chat/completions -c 200 -n 200 -t 15 -r 500
}
