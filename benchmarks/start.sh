#!/usr/bin/env bash
# How long the program takes to be there: medians, in milliseconds, of `cornu version` and of the
# time from the process's start to the end of the first training step.
#
#   benchmarks/start.sh [ROUNDS]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cornu=$root/build/release/bin/cornu
rounds=${1:-21}
[ -x "$cornu" ] || { echo "start.sh: $cornu is not built; run ./bootstrap" >&2; exit 2; }

median() { sort -g | awk '{v[NR] = $1} END {printf "%.1f", v[int((NR + 1) / 2)]}'; }

version=$(for ((i = 0; i < rounds; ++i)); do
  begin=$EPOCHREALTIME
  "$cornu" version >/dev/null
  end=$EPOCHREALTIME
  echo $(((${end/[.,]/} - ${begin/[.,]/}))) | awk '{print $1 / 1000}'
done | median)
first=$(for ((i = 0; i < rounds; ++i)); do
  "$cornu" benchmark "$root/configs/digits_cnn.json" --seconds 0.01 --json |
    tr -d '\n' | sed -n 's/.*"first_step_s": *\([0-9.eE+-]*\).*/\1/p' | awk '{print $1 * 1000}'
done | median)
echo "cornu version: $version ms"
echo "start to first step of digits_cnn: $first ms"
