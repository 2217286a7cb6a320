# values.awk and ratios.awk, out.tsv: for each scenario the median of the pairs' ratios of CPU, new to old, and its 90 % interval

# The interval lies between the values that are k-th from below and from above, for the largest k that holds the true median in 90 %
# of cases or more, whatever the distribution: each value is below the median as often as above, so how many are below is binomial.
function rank(n,   k, term, tail) {
  for (term = 0.5 ^ n; tail + term <= 0.05; term *= (n - k + 1) / k) { tail += term; k++ }
  return k + 0
}

function row(title, scenario,   name, pair, n, k, sorted) {
  for (pair = 1; pair <= counts["old", scenario, "cpu"]; pair++) {
    name = "ratio" SUBSEP scenario SUBSEP "cpu"
    values[name, ++counts[name]] = values["new", scenario, "cpu", pair] / values["old", scenario, "cpu", pair]
  }
  n = sort(name, sorted)
  if (!n) return
  k = rank(n)
  printf "| %s | %.1f | %.1f | %.3f | %s | %d |\n", title, median("old", scenario, "cpu"), median("new", scenario, "cpu"),
    median("ratio", scenario, "cpu"), k ? sprintf("%.3f to %.3f", sorted[k], sorted[n + 1 - k]) : "too few pairs", n
}

END {
  print "| scenario | old | new | new / old | 90 % interval | pairs |\n|---|---|---|---|---|---|"
  row("same protocol, 1 KiB, us a request", "rps1k")
  row("same protocol, 50 KiB, us a request", "rps50k")
  row("translated, 1 KiB, us a request", "msgrps1k")
  row("translated, 50 KiB, us a request", "msgrps50k")
  row("same protocol, streams back to back, ms for 1,000 chunks", "stream")
  row("translated, streams back to back, ms for 1,000 chunks", "msgstream")
  row("same protocol, 200 streams 10 ms apart, ms for 1,000 chunks", "gaps")
}
