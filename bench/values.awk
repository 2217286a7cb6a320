# The raw figures, lines of repeat, target, scenario and key=value ..., and their medians; used before summary.awk or ratios.awk
BEGIN { FS = "\t" }

{
  fields = split($4, pairs, " ")
  for (i = 1; i <= fields; i++) {
    at = index(pairs[i], "=")
    name = $2 SUBSEP $3 SUBSEP substr(pairs[i], 1, at - 1)
    values[name, ++counts[name]] = substr(pairs[i], at + 1) + 0
  }
}

# puts the values in ascending order into sorted, and returns how many there are
function sort(name, sorted,   i, j, swap) {
  for (i = 1; i <= counts[name]; i++) {
    sorted[i] = values[name, i]
    for (j = i; j > 1 && sorted[j - 1] > sorted[j]; j--) { swap = sorted[j]; sorted[j] = sorted[j - 1]; sorted[j - 1] = swap }
  }
  return counts[name] + 0
}

function median(target, scenario, key,   n, sorted) {
  n = sort(target SUBSEP scenario SUBSEP key, sorted)
  if (!n) return -1
  return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}
