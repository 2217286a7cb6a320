# values.awk and summary.awk, out.tsv: the gateway's CPU against YARP's and against its targets, medians of the repeats, and its allocations
function compare(title, scenario, key, scale, limit, other,   own, yarp) {
  own = median("router-maestro", scenario, key)
  yarp = median("yarp", other ? other : scenario, key)
  if (own < 0 || yarp <= 0) return
  printf "| %s | %.1f | %.1f | %.2f | %s | %s |\n", title, own * scale, yarp * scale, own / yarp, limit, own / yarp <= limit ? "yes" : "NO"
}

function allocation(title, scenario, limit,   own) {
  own = median("router-maestro", scenario, "bytes")
  if (own >= 0) printf "| %s | %d | %s | %s |\n", title, own, limit ? limit : "", !limit ? "" : own <= limit ? "yes" : "NO"
}

END {
  print "### CPU against YARP, which forwards bytes and translates nothing (medians of this run)\n"
  print "| scenario | RouterMaestro | YARP | ratio | target | held |\n|---|---|---|---|---|---|"
  compare("same protocol, 1 KiB, us a request", "rps1k", "cpu_us_req", 1, 1.1)
  compare("same protocol, 50 KiB, us a request", "rps50k", "cpu_us_req", 1, 1.2)
  compare("translated, 1 KiB, us a request", "msgrps1k", "cpu_us_req", 1, 1.6)
  compare("translated, 50 KiB, us a request", "msgrps50k", "cpu_us_req", 1, 3.5)
  compare("same protocol, streams, ms for 1,000 chunks", "stream", "cpu_s_1000chunks", 1000, 1.2)
  compare("translated, streams, ms for 1,000 chunks", "msgstream", "cpu_s_1000chunks", 1000, 1.6)
  compare("same protocol, 200 streams 10 ms apart, ms for 1,000 chunks", "gaps", "cpu_s_1000chunks", 1000, 1.2)
  split("chat messages responses", protocols, " ")
  for (to = 1; to <= 3; to++)
    for (from = 1; from <= 3; from++)
      compare("streams, " protocols[from] " caller, " protocols[to] " provider, ms for 1,000 chunks", protocols[from] "-to-" protocols[to], "cpu_s_1000chunks", 1000, from == to ? 1.2 : 1.8, "to-" protocols[to])
  print "\n### Bytes allocated\n"
  print "| what | bytes | target | held |\n|---|---|---|---|"
  allocation("same protocol, 1 KiB, a request", "alloc_1k", 8192)
  allocation("same protocol, 50 KiB, a request", "alloc_50k", 8192)
  allocation("translated, 1 KiB, a request", "alloc_msg1k")
  allocation("translated, 50 KiB, a request", "alloc_msg50k")
  allocation("same protocol, streams back to back, a chunk", "alloc_stream", 614)
  allocation("translated, streams back to back, a chunk", "alloc_msgstream", 614)
  allocation("same protocol, 200 streams 10 ms apart, a chunk", "alloc_gaps", 614)
  print ""
}
