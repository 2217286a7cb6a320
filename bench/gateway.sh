# The parts that run.sh and compare.sh share: building, settings, start, load, cold start and allocations. Sourced, not run.
# shellcheck shell=bash disable=SC2154
export LC_ALL=C DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_gcServer=0

port=9110
address=http://127.0.0.1:$port
key=sk-rm-bench
fast=mock-c200-g0-l0-s1024 slow=mock-c200-g10-l0-s1024
gateway=
mock=

# Prints the comment at the head of the script.
usage() { sed -n '2,/^set /s/^# \{0,1\}//p' "$0"; exit 2; }

# require TOOL...
require() {
  local tool
  for tool; do
    command -v "$tool" >/dev/null || { echo "'$tool' is missing; on Debian: apt-get install gcc wrk nginx-light curl iproute2 util-linux nodejs npm" >&2; exit 2; }
  done
}

# make_folder FOLDER: makes the folder and prints its absolute path
make_folder() { mkdir -p "$1" && (cd "$1" && pwd); }

# copy_harness FOLDER: copies the harness, which builds in its own folder
copy_harness() {
  [ -f "$1/wrk.lua" ] || { echo "There is no harness in $1; name its folder." >&2; exit 2; }
  cp -r "$1" "$scratch/harness"
  chmod -R u+w "$scratch/harness"
}

# build_harness: the simulated provider, the load and its bodies
build_harness() { (cd "$scratch/harness" && gcc -O2 -w -o mock src/mock.c && gcc -O2 -w -o sload src/sload.c && node gen-bodies.mjs); }

# check_ports: nothing else may listen where the simulated provider and the gateway will
check_ports() {
  [ -z "$(ss -ltnH "sport = :9100 or sport = :$port")" ] || { echo "Something listens on port 9100 or $port already." >&2; return 1; }
}

# start_mock: the simulated provider, on core 0
start_mock() {
  taskset -c 0 ./mock -p 9100 >"$scratch/mock.log" 2>&1 </dev/null &
  mock=$!
  wait_for "$mock" http://127.0.0.1:9100/stats || { echo "The simulated provider did not start." >&2; return 1; }
}

stop_mock() { [ -z "$mock" ] || kill "$mock" 2>/dev/null || true; }

# record PAIR NAME SCENARIO TICKS OUTPUT: writes the CPU for a request, or for a chunk that reached the caller, into $out.tsv
record() {
  # a call that fails costs less
  [[ $5 =~ non2xx=0\ sock=0$|bad=0\ .*incomplete=0\ uneven=0 ]] || { echo "$2, $3: $5" >&2; return 1; }
  printf '%s\t%s\t%s\tcpu=%s\n' "$1" "$2" "$3" "$(awk -v t="$4" -v n="$(counted "$5")" 'BEGIN { printf "%.3f", t * 10000 / n }')" |
    tee -a "$out.tsv" >&2
}

# publish PROJECT FOLDER: without the check of the public API, which CI runs and which does not change the output
publish() {
  dotnet publish "$1" -c Release -o "$2" -nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false -p:UsePublicApi=false
}

# the harness's simulated provider, whose models are the two that the harness asks for, and our own in each protocol
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
    "github-copilot": { "options": { "api_url": "http://127.0.0.1:9100" } },
    "to-chat": { "type": "openai-compatible", "baseURL": "http://127.0.0.1:9120/v1", "models": { "m": {} } },
    "to-responses": {
      "type": "openai-compatible", "baseURL": "http://127.0.0.1:9120/v1", "models": { "m": {} }, "options": { "protocols": ["responses"] }
    },
    "to-messages": { "type": "anthropic-compatible", "baseURL": "http://127.0.0.1:9120", "models": { "m": {} } }
  }
}
JSON
}

# use_gateway FOLDER: makes start_gateway run the gateway published there
use_gateway() {
  command=(env XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" ROUTER_MAESTRO_API_KEY="$key"
    "$1/router-maestro" server start --port "$port" --log-level WARNING)
}

# wait_for PID URL: waits until the process responds, at most about ten seconds
wait_for() {
  local i
  for i in $(seq 200); do
    kill -0 "$1" 2>/dev/null || return 1
    curl -sf -m 1 -o "$scratch/health" "$2" && return
    sleep 0.05
  done
  return 1
}

# start_gateway [NAME=VALUE ...]: on core 1, as the harness runs its baselines
start_gateway() {
  env "$@" taskset -c 1 "${command[@]}" >"$scratch/gateway.log" 2>&1 </dev/null &
  gateway=$!
  wait_for "$gateway" "$address/health" && return
  echo "The gateway did not start:" >&2
  cat "$scratch/gateway.log" >&2
  return 1
}

stop_gateway() {
  [ -n "$gateway" ] || return 0
  kill "$gateway" 2>/dev/null || true
  wait "$gateway" 2>/dev/null || true
  gateway=
}

# 10 ms units of user and system time
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }

cold_start() {
  ./coldstart.sh targets.txt router-maestro -n "$repeats" -- "${command[@]}"
  kill "$(cat "$RUN/yarp.pid")"
  sleep 1
  ./coldstart.sh targets.txt yarp -n "$repeats" -- "$BUILD/yarp/yarp" http://127.0.0.1:9112 http://127.0.0.1:9100
}

# allocated: the bytes allocated by the gateway since its start, which its probe writes on a signal
allocated() {
  rm -f "$scratch/allocated"
  kill -CONT "$gateway"
  local i
  for i in $(seq 100); do
    [ -s "$scratch/allocated" ] && { cat "$scratch/allocated"; return; }
    sleep 0.05
  done
  echo "The probe does not respond." >&2
  return 1
}

# the provider that is called
provider=oai
request() { sed "s|@MODEL@|$provider/$2|; s|@SPEC@|$2|" "bodies/$1.json" >"$scratch/body"; }

# count NAME: bytes allocated per unit that the load counts
count() {
  local before after output
  # code before its final compilation allocates more
  for _ in 1 2 3; do "${load[@]}" >"$scratch/warm"; done
  before=$(allocated)
  output=$("${load[@]}")
  sleep 1
  after=$(allocated)
  printf '1\trouter-maestro\t%s\tbytes=%s\n' "$1" "$(awk -v all=$((after - before)) -v n="$(counted "$output")" 'BEGIN { printf "%.0f", all / n }')"
}

requests() {
  BODY=$scratch/body HDRS="Authorization: Bearer $key" taskset -c 0 wrk -t1 -c32 -d"$seconds"s -s wrk.lua "$address/v1/$1" | grep -a '^WRK'
}

streams() {
  taskset -c 0 ./sload -s -u "$address/v1/$1" -b "$scratch/body" -H "Authorization: Bearer $key" -t "$seconds" "${@:2}" 2>"$scratch/load.err"
}

# prepare SCENARIO: writes its body, and sets the load and the counted unit (n: requests, events: chunks)
prepare() {
  local caller=openai route=chat/completions size=${1##*rps}
  [[ $1 != msg* ]] || caller=anthropic route=messages
  unit=events
  case $1 in
    rps1k | rps50k | msgrps1k | msgrps50k) request $caller-$size $fast && unit=n load=(requests $route) ;;
    stream | msgstream) request $caller-1k-stream $fast && load=(streams $route -c 8 -n 100000) ;;
    gaps) request openai-1k-stream $slow && load=(streams $route -c 200 -n 200 -t 15 -r 500) ;;
    *) echo "There is no scenario '$1'." >&2; return 2 ;;
  esac
}

# counted OUTPUT: the number of units that the load counted
counted() { sed "s/.*\b$unit=\([0-9]*\).*/\1/" <<<"$1"; }

allocations() {
  local scenario
  for scenario in rps1k rps50k msgrps1k msgrps50k stream msgstream gaps; do
    prepare $scenario
    count alloc_${scenario/rps/}
  done
}
