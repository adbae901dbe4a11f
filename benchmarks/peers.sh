#!/usr/bin/env bash
# Training steps of Cornu beside those of a peer, in turns, so that both meet the same machine:
#
#   PEER_PYTHON=venv/bin/python benchmarks/peers.sh PEERS.PY [ROUNDS] [SECONDS]
#
# PEERS.PY is a script that is called as in
#   peers.py --impl torch-eager --malloc tuned --workload lenet --threads 2 --seconds 2 --json
# and prints JSON with "ms" or "ms_per_step". Workload lenet is configs/mnist_cnn.json, mlp is
# configs/mnist_mlp.json: CORNU_DATA must name the folder that has mnist/. Prints a line of
# benchmarks/README.md's table for each workload and number of threads: medians and quartiles in
# milliseconds, and the peer's time over Cornu's, round by round.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cornu=$root/build/release/bin/cornu
peer=${1:?"usage: benchmarks/peers.sh PEERS.PY [ROUNDS] [SECONDS]"}
rounds=${2:-9}
seconds=${3:-2}
python=${PEER_PYTHON:-python3}
[ -x "$cornu" ] || { echo "peers.sh: $cornu is not built; run ./bootstrap" >&2; exit 2; }
[ -r "${CORNU_DATA:-}/mnist/t10k-images-idx3-ubyte.gz" ] ||
  { echo "peers.sh: CORNU_DATA names no folder that has mnist/" >&2; exit 2; }

# The first number under "ms" or "ms_per_step" in JSON, wherever lines break.
ms_per_step() { tr -d '\n' | sed -n -E 's/.*"ms(_per_step)?": *([0-9.eE+-]*).*/\2/p'; }

# Lower quartile, median and upper quartile of the numbers on standard input.
quartiles() {
  sort -g | awk '{v[NR] = $1}
    function at(q, p, i) {p = 1 + q * (NR - 1); i = int(p); return v[i] + (p - i) * (v[i < NR ? i + 1 : i] - v[i])}
    END {printf "%.3g (%.3g to %.3g)", at(0.5), at(0.25), at(0.75)}'
}

echo "| workload | threads | Cornu, ms | peer, ms | peer / Cornu |"
echo "|---|---|---|---|---|"
for pair in mnist_cnn:lenet mnist_mlp:mlp; do
  for threads in 1 2; do
    ours=() theirs=()
    for ((round = 0; round < rounds; ++round)); do
      ours+=("$(taskset -c "$((threads == 1)),1" "$cornu" benchmark "$root/configs/${pair%:*}.json" --threads "$threads" \
        --seconds "$seconds" --json | ms_per_step)")
      theirs+=("$("$python" "$peer" --impl torch-eager --malloc tuned --workload "${pair#*:}" \
        --threads "$threads" --seconds "$seconds" --json | ms_per_step)")
    done
    ratios=$(paste <(printf '%s\n' "${ours[@]}") <(printf '%s\n' "${theirs[@]}") |
      awk '{print $2 / $1}')
    echo "| ${pair%:*} | $threads | $(printf '%s\n' "${ours[@]}" | quartiles) |" \
      "$(printf '%s\n' "${theirs[@]}" | quartiles) | $(quartiles <<<"$ratios") |"
  done
done
